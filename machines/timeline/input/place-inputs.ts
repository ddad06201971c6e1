/**
 * The inputs of a file with their ids, given or made up, their places and their lanes.
 *
 * @spec timeline language
 */
import { type Arrow, startOf } from '../condition/causes.ts';
import type { TimelineInput } from '../schema.ts';
import type { Path } from '../source.ts';
import type { InputEvent, InputLane } from './input.ts';

type LaneInput = Exclude<NonNullable<TimelineInput['tracks']>[number], { axis: unknown }>;

export interface PlacedInput {
  readonly id: string;
  readonly paneId: string;
  /** Index among the input lanes. */
  readonly lane: number;
  readonly path: Path;
  readonly input: LaneInput['events'][number];
}

/**
 * `input-<n>`, where n counts all inputs of the file. An id that the file gives itself, to whatever
 * event, is never taken: the count then moves on to the next free number.
 */
export function placedInputs(input: TimelineInput): readonly PlacedInput[] {
  const placed = lanesOf(input).flatMap(({ track, at }, lane) =>
    track.events.map((event, index) => {
      const path: Path = ['tracks', at, 'events', index];
      return { paneId: track.pane, lane, path, input: event };
    }),
  );
  const taken = idsOf(input);
  let count = 0;
  return placed.map((one) => {
    count += 1;
    if (one.input.id === undefined) while (taken.has(`input-${count}`)) count += 1;
    return { ...one, id: one.input.id ?? `input-${count}` };
  });
}

export function inputLanesOf(input: TimelineInput): readonly InputLane[] {
  const lanes = lanesOf(input);
  return lanes.map(({ track: { pane } }, at) => {
    const alike = lanes.filter(({ track }) => track.pane === pane).length;
    const nth = lanes.slice(0, at + 1).filter(({ track }) => track.pane === pane).length;
    return { paneId: pane, name: alike === 1 ? `pane ${pane}` : `pane ${pane} (${nth})` };
  });
}

/** `startMs` is what the file says; when it can really start is for the graph of causes. */
export function inputEventOf(
  { id, lane, paneId, input }: PlacedInput,
  arrows: readonly Arrow[],
): InputEvent {
  return {
    id,
    lane,
    paneId,
    startMs: input.at ?? 0,
    ...startOf(id, input, arrows),
    text: input.inject,
    critical: input.critical ?? false,
    cli: input.cli ?? null,
  };
}

function lanesOf({ tracks = [] }: TimelineInput) {
  return tracks.flatMap((track, at) => ('axis' in track ? [] : [{ track, at }]));
}

function idsOf({ tracks = [], events = [] }: TimelineInput): ReadonlySet<string> {
  const inTracks = tracks.flatMap((track) => track.events.map(({ id }) => id));
  return new Set([...inTracks, ...events.map(({ id }) => id)].flatMap((id) => id ?? []));
}
