/**
 * The invariants of the timeline, 54 to 60, over a run that was played: each is judged from the log,
 * the report and the orders to the hands, by the letter of the law.
 *
 * @spec reliability invariants
 */
import { isDeepStrictEqual } from 'node:util';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import { reportSchema } from '../../../machines/report/report.ts';
import { decisionFaults } from './decide-again.ts';
import { drumFaults } from './drum-oracle.ts';
import { effectFaults } from './effects.ts';
import { expectationFaults } from './expected-again.ts';
import { capFaults, elevateFaults, ruleFaults } from './giving-way.ts';
import { History } from './history.ts';
import { limitFaults } from './limits.ts';
import { waits } from './model.ts';
import { modulationFaults } from './modulation.ts';
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
  const { model, events } = played;
  const history = new History(events);
  return [
    ...blamed(54, schedule(played, history)),
    ...blamed(55, decisionFaults(model, history)),
    ...blamed(55, expectationFaults(model, history)),
    ...blamed(55, modulationFaults(played, history)),
    ...blamed(56, causes(played, history)),
    ...blamed(57, model.rules.length === 0 ? [] : drumFaults(model, history)),
    ...blamed(57, ruleFaults(model, history)),
    ...blamed(57, elevateFaults(model, history)),
    ...blamed(57, capFaults(played)),
    ...blamed(57, effectFaults(played)),
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
function* schedule({ model, plan, events }: PlayedTimeline, history: History): Generator<string> {
  const endMs = endOf(events);
  if (!events.some(({ type }) => type === 'run.origin.set')) return;
  // What is heard late is answered late.
  const allowedMs = slackMs + 2 * Math.max(0, ...model.faults.lagsMs);
  for (const event of plan.events) {
    const { id, durationMs } = event;
    const times = timesOf(events, id);
    const isPlanned = event.start === undefined;
    const dueMs = isPlanned ? event.startMs : atOf(times.met);
    const fault = model.faults.stress[id] ?? {};
    const isFaulty = fault.neverStarts === true || Object.keys(model.faults.spawnErrors).length > 0;
    const startedMs = atOf(times.started);
    if (times.started && startedMs - dueMs > allowedMs)
      yield `${id} started ${startedMs - dueMs} ms late`;
    if (times.started && startedMs < dueMs - 1) yield `${id} started ${dueMs - startedMs} ms early`;
    if (!times.started && !isFaulty && dueMs + allowedMs < Math.min(endMs, atOf(times.over))) {
      yield `${id} was due at ${dueMs} and did not start`;
    }
    if (!times.started || fault.diesAfterMs !== undefined) continue;
    const untilMs = Math.min(startedMs + durationMs, atOf(times.stopped), endMs);
    const overMs = atOf(times.over);
    if (overMs > untilMs + allowedMs) yield `${id} stopped ${overMs - untilMs} ms late`;
    const isEarly = overMs < untilMs - 250 && times.over?.type === 'clip.stopped';
    if (isEarly && !isStoppedByRule(events, event, times.over) && overMs < history.goneMs)
      yield `${id} stopped ${untilMs - overMs} ms early`;
  }
}

/** A rule that ends events is in force on its axis. */
function isStoppedByRule(
  events: readonly Envelope[],
  { axis }: { readonly axis: string },
  over: Envelope | undefined,
): boolean {
  const before = events.slice(0, over === undefined ? 0 : events.indexOf(over));
  const last = before.findLast(
    ({ type, payload }) =>
      /^constraint\.rule\.(applied|released)$/.test(type) && payload.axis === axis,
  );
  return last?.type === 'constraint.rule.applied' && last.payload.action === 'stop';
}

/** Invariant 56. */
function* causes({ model, events }: PlayedTimeline, history: History): Generator<string> {
  const seen = new Set<string>();
  const starts = new Map<string, number>();
  for (const [place, event] of events.entries()) {
    const { type, payload, causationId } = event;
    if (causationId !== null && !seen.has(causationId)) yield `${type} comes before its cause`;
    seen.add(event.eventId);
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
    const by = history.before(place);
    const isLed = links.some(({ from }) =>
      from.every(({ event: cause, outcome }) => {
        const end = by === undefined ? null : history.endOf(cause, by);
        if (by === undefined || end === null || end === 'none') return false;
        return outcome === 'any' ? history.isOver(cause, by) : outcome === end;
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
