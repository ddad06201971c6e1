/**
 * The invariants of the timeline, 54 to 60, over a run that was played: each is judged from the log,
 * the report and the orders to the hands, by the letter of the law.
 *
 * @spec reliability invariants
 */
import { isDeepStrictEqual } from 'node:util';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import { reportSchema } from '../../../machines/report/report.ts';
import { ConditionOracle } from './condition-oracle.ts';
import { givingUp } from './giving-up.ts';
import { limitFaults, loadFaults } from './giving-way.ts';
import { type ModelEvent, type ModelTimeline, waits } from './model.ts';
import type { PlayedTimeline } from './play-timeline.ts';

export const timelineInvariants = [54, 55, 56, 57, 58, 59, 60] as const;
export type TimelineInvariant = (typeof timelineInvariants)[number];

export interface TimelineFault {
  readonly invariant: TimelineInvariant;
  readonly what: string;
}

/** A tick and what a stop may take. */
const slackMs = 500 + 250;

/** All but 60, which takes a second run. */
export function faultsOf(played: PlayedTimeline): readonly TimelineFault[] {
  const blamed = (invariant: TimelineInvariant, found: Iterable<string>) =>
    [...found].map((what) => ({ invariant, what }));
  return [
    ...blamed(54, schedule(played)),
    ...blamed(55, decisions(played)),
    ...blamed(55, givingUp(played)),
    ...blamed(56, causes(played)),
    ...blamed(57, loadFaults(played)),
    ...blamed(58, limitFaults(played)),
    ...blamed(58, leftovers(played)),
    ...blamed(59, metrics(played)),
  ];
}

/** Invariant 60. */
export function differences(one: PlayedTimeline, other: PlayedTimeline): readonly TimelineFault[] {
  const what = ['the log', 'the report'].filter((_, at) =>
    at === 0 ? one.log !== other.log : JSON.stringify(one.report) !== JSON.stringify(other.report),
  );
  return what.map((name) => ({ invariant: 60, what: `${name} differs in a second run` }));
}

interface ClipTimes {
  readonly started: Envelope | undefined;
  readonly over: Envelope | undefined;
  readonly met: Envelope | undefined;
  readonly stopped: Envelope | undefined;
}

const atOf = (event: Envelope | undefined): number => Number(event?.payload.atMs ?? Infinity);

function timesOf(events: readonly Envelope[], id: string): ClipTimes {
  const own = events.filter(({ payload }) => payload.clipId === id);
  const role = (wanted: string) => (event: Envelope) =>
    event.type === 'condition.met' && event.payload.role === wanted;
  return {
    started: own.find(({ type }) => type === 'clip.started'),
    over: own.find(({ type }) => /^clip\.(stopped|skipped|failed)$/.test(type)),
    met: own.find(role('start')),
    stopped: own.find(role('stop')),
  };
}

/** When the run, or the life of the target, put an end to what is planned. */
function endOf(events: readonly Envelope[]): number {
  return atOf(events.find(({ type }) => type === 'run.stop.requested'));
}

/** Invariant 54. */
function* schedule({ model, plan, events }: PlayedTimeline): Generator<string> {
  const endMs = endOf(events);
  if (!events.some(({ type }) => type === 'run.origin.set')) return;
  const isCut = events.some(({ type }) => type === 'constraint.rule.applied');
  for (const event of plan.events) {
    const { id, durationMs } = event;
    const times = timesOf(events, id);
    const isPlanned = event.start === undefined;
    const dueMs = isPlanned ? event.startMs : atOf(times.met);
    const fault = model.faults.stress[id] ?? {};
    const isFaulty = fault.neverStarts === true || Object.keys(model.faults.spawnErrors).length > 0;
    const startedMs = atOf(times.started);
    if (times.started && startedMs - dueMs > slackMs)
      yield `${id} started ${startedMs - dueMs} ms late`;
    if (times.started && startedMs < dueMs - 1) yield `${id} started ${dueMs - startedMs} ms early`;
    if (!times.started && !isFaulty && dueMs + slackMs < Math.min(endMs, atOf(times.over))) {
      yield `${id} was due at ${dueMs} and did not start`;
    }
    if (!times.started || fault.diesAfterMs !== undefined) continue;
    const untilMs = Math.min(startedMs + durationMs, atOf(times.stopped), endMs);
    const overMs = atOf(times.over);
    if (overMs > untilMs + slackMs) yield `${id} stopped ${overMs - untilMs} ms late`;
    const isEarly = overMs < untilMs - 250;
    if (isEarly && times.over?.type === 'clip.stopped' && !isCut && !goneBefore(events, overMs))
      yield `${id} stopped ${untilMs - overMs} ms early`;
  }
}

/** Nobody is there to be stressed any more. */
function goneBefore(events: readonly Envelope[], atMs: number): boolean {
  return events.some(
    ({ type, payload }) =>
      /^target\.(crashed|exited|hung)$/.test(type) && Number(payload.atMs) <= atMs,
  );
}

/** Invariant 55: what is decided is what the samples and the events before it say, no more, no less. */
function* decisions({ model, events }: PlayedTimeline): Generator<string> {
  const oracle = new ConditionOracle();
  const waiting = new Map(
    model.events.flatMap((event) => (waits(model, event) ? [[event.id, event] as const] : [])),
  );
  const playing = new Map<string, ModelEvent>();
  const byId = new Map(model.events.map((event) => [event.id, event]));
  const meets = events.filter(({ type }) => type === 'condition.met');
  let isOpen = false;
  for (const event of events) {
    const { type, payload } = event;
    if (type === 'run.origin.set') isOpen = true;
    if (type === 'run.stop.requested') return;
    const id = String(payload.clipId);
    const atMs = Number(payload.atMs);
    if (type === 'condition.met' || type === 'condition.missed') {
      yield* decided(oracle, event, model, byId.get(id));
      if (payload.role === 'stop') playing.delete(id);
      else waiting.delete(id);
      continue;
    }
    const moment = oracle.hear(event);
    if (type === 'clip.started') playing.set(id, byId.get(id) as ModelEvent);
    if (/^clip\.(stopped|skipped|failed)$/.test(type)) {
      playing.delete(id);
      waiting.delete(id);
    }
    // Without a target there is no tick for those that asked about it: the run is about to end.
    if (!isOpen || moment === 'nothing') continue;
    const isTick = moment === 'tick';
    for (const one of isTick ? playing.values() : []) {
      if (oracle.stops(one, atMs) === true && !wasSaid(meets, event, one.id, 'stop')) {
        yield `${one.id} should have been stopped at ${atMs}`;
      }
    }
    for (const one of waiting.values()) {
      if (
        oracle.starts(model, one, atMs, isTick) === true &&
        !wasSaid(meets, event, one.id, 'start')
      ) {
        yield `${one.id} should have started at ${atMs}`;
      }
    }
  }
}

/** A decision follows from the very moment, or from what was said at the same time. */
function wasSaid(
  meets: readonly Envelope[],
  { payload }: Envelope,
  id: string,
  role: string,
): boolean {
  return meets.some(
    (one) =>
      one.payload.clipId === id &&
      one.payload.role === role &&
      Number(one.payload.atMs) <= Number(payload.atMs) + 1,
  );
}

/** The values that a decision tells are those of the sample. */
function* decided(
  oracle: ConditionOracle,
  { type, payload }: Envelope,
  model: ModelTimeline,
  event: ModelEvent | undefined,
): Generator<string> {
  const id = String(payload.clipId);
  const atMs = Number(payload.atMs);
  const saw = payload.saw as Readonly<Record<string, unknown>>;
  for (const signal of ['cpu_load', 'memory_pressure', 'io_pressure', 'queue']) {
    const figure = oracle.figure(signal, atMs);
    if (signal in saw && saw[signal] !== figure) {
      yield `${id} saw ${signal} ${String(saw[signal])}, and the sample says ${figure}`;
    }
  }
  if (type !== 'condition.met' || event === undefined) return;
  if (payload.role === 'stop') {
    if (oracle.stops(event, atMs) === true) return;
    yield `${id} was stopped at ${atMs}, and its condition does not hold`;
    return;
  }
  // By ends alone, or by the figures as well.
  const holds = [false, true].some((isTick) => oracle.starts(model, event, atMs, isTick) === true);
  if (!holds) yield `${id} was started at ${atMs}, and its condition does not hold`;
}

/** Invariant 56. */
function* causes({ model, events }: PlayedTimeline): Generator<string> {
  const seen = new Map<string, Envelope>();
  const starts = new Map<string, number>();
  const oracle = new ConditionOracle();
  for (const event of events) {
    const { type, payload, causationId } = event;
    if (causationId !== null && !seen.has(causationId)) yield `${type} comes before its cause`;
    seen.set(event.eventId, event);
    oracle.hear(event);
    if (type !== 'clip.started' && type !== 'condition.met') continue;
    const id = String(payload.clipId);
    const own = model.events.find((one) => one.id === id);
    if (own === undefined || payload.role === 'stop') continue;
    if (type === 'clip.started') {
      starts.set(id, (starts.get(id) ?? 0) + 1);
      if (starts.get(id) === 2) yield `${id} started twice`;
      continue;
    }
    const links = model.chains.filter(({ to }) => to === id);
    const isLed = links.some(({ from }) =>
      from.every(({ event: cause, outcome }) => {
        const end = oracle.ends.get(cause);
        if (end === undefined || end === 'none') return false;
        return outcome === 'any' ? oracle.over.has(cause) : outcome === end;
      }),
    );
    if (links.length > 0 && !isLed) yield `${id} started, and no arrow led to it`;
  }
  for (const one of model.events) {
    const { started, met } = timesOf(events, one.id);
    const told = events.filter(
      ({ type, payload }) =>
        type === 'condition.met' && payload.clipId === one.id && payload.role === 'start',
    );
    if (told.length > 1) yield `${one.id} was told to start ${told.length} times`;
    if (started && waits(model, one) && !met) yield `${one.id} started without its condition`;
  }
}

function* leftovers({ alive, outcome, model }: PlayedTimeline): Generator<string> {
  if (alive.length > 0) yield `processes are left: ${alive.join(', ')}`;
  if (outcome.leftovers.length > 0 && model.faults.guardLostAtMs === null) {
    yield `left over: ${JSON.stringify(outcome.leftovers)}`;
  }
}

/** Invariant 59. */
function* metrics({ report, again }: PlayedTimeline): Generator<string> {
  const { segments, metrics: whole } = report.ambush;
  for (const part of ['host', 'target'] as const) {
    for (const [name, stats] of Object.entries(whole[part])) {
      const pieces = segments.flatMap((segment) => segment[part][name] ?? []);
      const samples = pieces.reduce((sum, one) => sum + one.samples, 0);
      const mean = pieces.reduce((sum, one) => sum + one.mean * one.samples, 0) / samples;
      const min = Math.min(...pieces.map((one) => one.min));
      const max = Math.max(...pieces.map((one) => one.max));
      const isSame =
        samples === stats.samples &&
        min === stats.min &&
        max === stats.max &&
        Math.abs(mean - stats.mean) <= 1e-5 * Math.max(1, Math.abs(mean));
      if (!isSame) yield `${part} ${name} is not the fold of its segments`;
    }
  }
  const read = reportSchema.parse(JSON.parse(JSON.stringify(report)));
  const text = JSON.stringify(read);
  const twice = JSON.stringify(reportSchema.parse(JSON.parse(text)));
  if (twice !== text) yield 'a report that is read and written is another';
  if (!isDeepStrictEqual(read, JSON.parse(JSON.stringify(report)))) {
    yield 'a report that is read lacks something';
  }
  if (!isDeepStrictEqual(again, report)) yield 'the log as it is read back makes another report';
}
