/**
 * What is typed, on the live screen: one line for each input lane, and one for the pane. Folded from
 * the envelopes of the run, like the rest of the screen.
 *
 * @spec timeline execution semantics
 */
import type { AmbushEvent } from '../../machines/kernel/events/registry.ts';
import type { Plan } from '../../machines/timeline/timeline.ts';
import { barOf, type ClipState } from './bars.ts';
import type { Palette } from './palette.ts';
import { cut, pad, printable } from './printable.ts';

export interface InputView {
  readonly id: string;
  readonly lane: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly state: ClipState;
  /** What was typed is drawn whole. */
  readonly stoppedMs: null;
  /** What it is at: `typing`, `held by compaction-gate`. */
  readonly note: string;
}

export interface PaneView {
  readonly lanes: readonly string[];
  readonly inputs: readonly InputView[];
  /** Ids of inputs by the correlation of their injections. */
  readonly asked: Readonly<Record<string, string>>;
  readonly compacting: string;
  readonly waiting: number;
  readonly taken: number;
  readonly failed: number;
  readonly isSafe: boolean;
}

/** Null for a target with plain pipes. */
export function paneViewOf({ target, inputs = [], inputLanes = [] }: Plan): PaneView | null {
  if (target.pane === undefined) return null;
  return {
    lanes: inputLanes.map(({ name }) => name),
    inputs: inputs.map(({ id, lane, startMs }) => ({
      ...{ id, lane, startMs, endMs: startMs, state: 'pending', stoppedMs: null, note: '' },
    })),
    ...{ asked: {}, compacting: 'none', waiting: 0, taken: 0, failed: 0, isSafe: false },
  };
}

/** The same object where nothing on the screen changes. */
export function foldPane(view: PaneView, event: AmbushEvent): PaneView {
  const { correlationId } = event;
  const id = view.asked[correlationId];
  switch (event.type) {
    case 'input.due': {
      const { clipId, atMs } = event.payload;
      const asked = { ...view.asked, [correlationId]: clipId };
      const due = { startMs: atMs, endMs: atMs, state: 'running', note: 'typing' } as const;
      return { ...changed(view, clipId, due), asked };
    }
    case 'inject.deferred': {
      const by = event.payload.reasons.map(({ contractId }) => contractId).join(', ');
      return id === undefined ? view : changed(view, id, { note: `held by ${by}` });
    }
    case 'inject.resumed':
      return id === undefined ? view : changed(view, id, { note: 'typing' });
    case 'inject.submit.sent':
      return id === undefined ? view : changed(view, id, { note: 'submitted' });
    case 'input.settled': {
      const { clipId, atMs, outcome } = event.payload;
      const isTaken = outcome === 'verified';
      const end = { state: isTaken ? 'done' : 'failed', endMs: atMs } as const;
      const { taken, failed } = view;
      const counts = isTaken ? { taken: taken + 1 } : { failed: failed + 1 };
      return { ...changed(view, clipId, end), ...counts };
    }
    case 'input.skipped':
      return changed(view, event.payload.clipId, { state: 'skipped' });
    case 'queue.depth.changed':
      return { ...view, waiting: event.payload.depth };
    case 'pane.state.changed': {
      const { gates } = event.payload.to as { gates?: { compacting?: string; safeMode?: boolean } };
      if (gates === undefined) return view;
      const { compacting = view.compacting, safeMode = view.isSafe } = gates;
      return { ...view, compacting, isSafe: safeMode };
    }
    default:
      return view;
  }
}

function changed(view: PaneView, id: string, change: Partial<InputView>): PaneView {
  const inputs = view.inputs.map((input) => (input.id === id ? { ...input, ...change } : input));
  return { ...view, inputs };
}

export interface PaneFrame {
  readonly nowMs: number;
  readonly durationMs: number;
  readonly columns: number;
  readonly nameColumns: number;
  readonly palette: Palette;
}

const tailColumns = 46;
const barMin = 10;

/** Input lanes beyond these are not drawn. */
const lanesMax = 4;

export function paneRowsOf(view: PaneView | null): number {
  return view === null ? 0 : Math.min(lanesMax, view.lanes.length) + 1;
}

export function paneLines(view: PaneView, frame: PaneFrame): readonly string[] {
  const lanes = view.lanes.slice(0, lanesMax);
  return [...lanes.map((name, lane) => laneLine(view, name, lane, frame)), stateLine(view, frame)];
}

function laneLine(view: PaneView, name: string, lane: number, frame: PaneFrame): string {
  const { nowMs, durationMs, columns, nameColumns, palette } = frame;
  const inputs = view.inputs.filter((input) => input.lane === lane);
  const room = columns - nameColumns - 1;
  const head = pad(printable(name), nameColumns);
  if (room < barMin) return cut(head, columns);
  const isWide = room - tailColumns - 1 >= barMin;
  const barColumns = isWide ? room - tailColumns - 1 : room;
  const bar = barOf(inputs, { durationMs, nowMs, columns: barColumns }, palette);
  if (!isWide) return `${head} ${bar}`;
  const now = inputs.find(({ state }) => state === 'running');
  const next = inputs.filter(({ state }) => state === 'pending').toSorted(byStart)[0];
  const tail = cut(now ? nowText(now) : next ? nextText(next, nowMs) : 'over', tailColumns);
  return `${head} ${bar} ${now ? tail : palette.faint(tail)}`;
}

function nowText({ id, note }: InputView): string {
  return `${printable(id)} ${note}`;
}

function nextText({ id, startMs }: InputView, nowMs: number): string {
  const left = startMs - nowMs;
  return left > 0 ? `${printable(id)} in ${(left / 1_000).toFixed(1)}s` : `${printable(id)} waits`;
}

function byStart(one: InputView, other: InputView): number {
  return one.startMs - other.startMs;
}

function stateLine(view: PaneView, { columns, nameColumns, palette }: PaneFrame): string {
  const { compacting, waiting, taken, failed, isSafe } = view;
  const facts = [
    compacting === 'none' ? 'ready' : compacting === 'confirmed' ? 'compacting' : compacting,
    ...(isSafe ? ['safe mode'] : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    `${taken} taken`,
    ...(failed > 0 ? [`${failed} not taken`] : []),
  ];
  const text = cut(`${pad('pane', nameColumns)} ${facts.join('  ')}`, columns);
  return isSafe || failed > 0 ? palette.doubtful(text) : palette.faint(text);
}
