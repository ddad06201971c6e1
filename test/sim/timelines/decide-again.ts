/**
 * Invariant 55: every decision of a run is decided again, from its log alone. What was recorded must
 * lead to the same starts, stops, give-ups and aborts, on account of the same event, at the same
 * time, and with the same values seen, bit for bit; and to no other.
 *
 * @spec reliability invariants
 */
import { isDeepStrictEqual } from 'node:util';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import { ConditionOracle } from './condition-oracle.ts';
import type { Known } from './expression-oracle.ts';
import type { History, Moment } from './history.ts';
import { type ModelEvent, type ModelTimeline, waits } from './model.ts';

interface Decision {
  /** The cause; decisions of one moment are compared with each other. */
  readonly cause: string;
  readonly what: string;
  /** Null where only the cause is told. */
  readonly atMs: number | null;
  readonly saw: Readonly<Record<string, Known>>;
}

const faultsMax = 3;

export function* decisionFaults(model: ModelTimeline, history: History): Generator<string> {
  const untilPlace = Math.min(
    history.placeOf('run.stop.requested'),
    history.placeOf('run.abort.requested') + 1,
  );
  const due = grouped(dueIn(model, history, untilPlace));
  const said = grouped(history.events.flatMap(decisionIn));
  let faults = 0;
  for (const moment of history.moments) {
    const isAfter = moment.place >= untilPlace;
    const all = said.get(moment.cause) ?? [];
    // What is being stopped gives up what can come no more, and starts nothing.
    const told = isAfter ? all.filter(({ what }) => what.startsWith('start ')) : all;
    const of = due.get(moment.cause) ?? [];
    due.delete(moment.cause);
    said.delete(moment.cause);
    for (const fault of differences(of, told, moment)) {
      yield fault;
      faults += 1;
      if (faults === faultsMax) return;
    }
  }
  yield* leftOut(model, history, untilPlace);
  for (const [one] of said.values()) {
    if (one) yield `${one.what}, on account of nothing that can be decided about`;
  }
}

/** While the run goes on, whoever waits is left out by a decision only. */
function* leftOut(
  model: ModelTimeline,
  { events }: History,
  untilPlace: number,
): Generator<string> {
  for (const event of model.events.filter((one) => waits(model, one))) {
    const isOf = (type: RegExp) => (one: Envelope) =>
      type.test(one.type) && one.payload.clipId === event.id;
    const over = events.slice(0, untilPlace).findIndex(isOf(/^clip\.(skipped|failed)$/));
    const isDecided = events.slice(0, Math.max(0, over)).some(isOf(/^condition\.(met|missed)$/));
    if (over >= 0 && !isDecided) yield `${event.id} was left out while it waited`;
  }
}

function* differences(
  due: readonly Decision[],
  said: readonly Decision[],
  { atMs, is }: Moment,
): Generator<string> {
  for (const one of due) {
    const told = said.find(({ what }) => what === one.what);
    if (!told) yield `at ${atMs} (${is}) was due: ${one.what}`;
    else if (one.atMs !== null && told.atMs !== one.atMs) {
      yield `${one.what} at ${told.atMs}, and it was due at ${one.atMs}`;
    } else if (!isDeepStrictEqual({ ...told.saw }, { ...one.saw })) {
      yield `${one.what} on ${JSON.stringify(told.saw)}, where there was ${JSON.stringify(one.saw)}`;
    }
  }
  for (const { what } of said) {
    if (!due.some((one) => one.what === what)) yield `at ${atMs} (${is}) was not due: ${what}`;
  }
}

/** Who waits, and who plays, is looked at at every moment, until it is decided. */
function dueIn(model: ModelTimeline, history: History, untilPlace: number): readonly Decision[] {
  const oracle = new ConditionOracle(model, history);
  const waiting = new Set(model.events.filter((event) => waits(model, event)));
  const stoppable = new Set(model.events.filter(({ stop }) => stop !== null));
  const due: Decision[] = [];
  for (const at of history.moments) {
    if (at.place >= untilPlace) break;
    const tell = (what: string, saw: Decision['saw']) =>
      due.push({ cause: at.cause, what, atMs: at.atMs, saw });
    const { abort } = model;
    const isAborted = abort !== null && oracle.holds(abort, at, () => true) === true;
    if (abort !== null && isAborted) {
      due.push({ cause: at.cause, what: 'abort', atMs: null, saw: oracle.saw(abort, at) });
      break;
    }
    for (const event of at.is === 'fact' ? [] : stoppable) {
      if (!isPlaying(history, event, at)) continue;
      const { stop } = event;
      const looked = (one: Moment) => one.is !== 'fact' && isPlaying(history, event, one);
      if (stop === null || oracle.holds(stop, at, looked) !== true) continue;
      stoppable.delete(event);
      tell(`stop ${event.id}`, oracle.saw(stop, at));
    }
    for (const event of waiting) {
      if (history.isOver(event.id, at)) waiting.delete(event);
      else if (at.atMs >= (event.atMs ?? 0)) {
        const { byMs, id } = event;
        const truth = oracle.starts(event, at);
        const isLate = byMs !== null && at.atMs >= byMs;
        if (truth !== true && truth !== 'never' && !isLate) continue;
        waiting.delete(event);
        tell(truth === true ? `start ${id}` : `give up ${id}`, oracle.startSaw(event, at));
      }
    }
  }
  return due;
}

function isPlaying(history: History, { id }: ModelEvent, at: Moment): boolean {
  const started = history.startOf(id);
  return started < at.place && !history.isOver(id, at);
}

function decisionIn({ type, payload, causationId }: Envelope): readonly Decision[] {
  const { clipId, role, atMs } = payload;
  const of = { cause: causationId ?? '', saw: payload.saw as Decision['saw'] };
  if (type === 'condition.met')
    return [{ ...of, what: `${String(role)} ${String(clipId)}`, atMs: Number(atMs) }];
  if (type === 'condition.missed')
    return [{ ...of, what: `give up ${String(clipId)}`, atMs: Number(atMs) }];
  return type === 'run.abort.requested' ? [{ ...of, what: 'abort', atMs: null }] : [];
}

function grouped(decisions: readonly Decision[]): Map<string, Decision[]> {
  const groups = new Map<string, Decision[]>();
  for (const one of decisions) groups.set(one.cause, [...(groups.get(one.cause) ?? []), one]);
  return groups;
}
