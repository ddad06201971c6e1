/**
 * Invariant 57: that giving way took effect is told as it was measured. From the reports of the
 * stressors in the log and the words of the guide: proved is a change that shows in what was delivered
 * over the whole of a span after it, all but 15 % of the way, within two ticks.
 *
 * @spec reliability invariants
 */
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import type { ModelRule, ModelTimeline } from './model.ts';
import type { PlayedTimeline } from './play-timeline.ts';

/** Whether what was delivered moved as it was to, within two ticks of the change, and a half more. */
const measuredOverMs = 500;
const deadlineMs = 1_250;
const tickMs = 500;
const tolerance = 0.15;

interface Running {
  readonly id: string;
  readonly atMs: number;
  readonly delivered: number;
}

/** Every change that somebody can feel is proved, or said not to be; from what was measured. */
export function* effectFaults({ model, plan, events }: PlayedTimeline): Generator<string> {
  const stopAt = events.findIndex(({ type }) => type === 'run.stop.requested');
  const untilPlace = stopAt < 0 ? events.length : stopAt;
  const mostLagMs = Math.max(0, ...model.faults.lagsMs);
  for (const [place, change] of events.entries()) {
    const { type, payload, eventId } = change;
    if (!/^constraint\.rule\.(applied|released)$/.test(type) || place >= untilPlace) continue;
    const rule = model.rules.find(({ axis }) => axis === payload.axis);
    const axis = String(payload.axis);
    const before = runningAt(events, plan, axis, place);
    if (!rule || rule.action === 'stop' || before.length === 0) continue;
    const changedMs = Number(payload.atMs);
    const effectAt = events.findIndex(
      (one) => one.type === 'constraint.effect.proved' && one.causationId === eventId,
    );
    const told = events[effectAt];
    if (told === undefined) {
      const lastMs = changedMs + deadlineMs + tickMs + 2 * mostLagMs;
      const rest = events.slice(place + 1, untilPlace);
      const isLong = rest.some((one) => Number(one.payload.atMs) > lastMs);
      const isReplaced = rest.some(
        (one) => /^constraint\.rule\./.test(one.type) && one.payload.axis === axis,
      );
      const stays = before.some(({ id }) => !isOverBy(rest, id, lastMs));
      if (isLong && stays && !isReplaced)
        yield `nobody said whether ${axis} followed at ${changedMs}`;
      continue;
    }
    const after = runningAt(events, plan, axis, effectAt);
    const due = effectOf(
      { isApplied: type.endsWith('applied'), rule, cap: Number(payload.cap), changedMs },
      { before, after, planned: plannedOf(model, plan, after) },
    );
    for (const [name, value] of Object.entries(due)) {
      if (value !== null && !isSame(told.payload[name], value)) {
        yield `the effect on ${axis} of what changed at ${changedMs}: ${name} is ${String(told.payload[name])}, and was ${value}`;
      }
    }
  }
}

function isSame(one: unknown, other: number | boolean): boolean {
  if (typeof one !== 'number' || typeof other !== 'number') return one === other;
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other));
}

function isOverBy(events: readonly Envelope[], id: string, byMs: number): boolean {
  return events.some(
    ({ type, payload }) =>
      /^clip\.(stopped|skipped|failed)$/.test(type) &&
      payload.clipId === id &&
      Number(payload.atMs) <= byMs,
  );
}

interface Told {
  readonly isApplied: boolean;
  readonly rule: ModelRule;
  readonly cap: number;
  readonly changedMs: number;
}

function effectOf(
  { isApplied, rule, cap, changedMs }: Told,
  of: {
    readonly before: readonly Running[];
    readonly after: readonly Running[];
    readonly planned: number | null;
  },
): Readonly<Record<string, number | boolean | null>> {
  const sum = (all: readonly Running[]) => all.reduce((total, one) => total + one.delivered, 0);
  const isOfAll = typeof rule.action === 'object' && 'cap' in rule.action;
  const asked = isApplied ? cap * (isOfAll ? 1 : of.after.length) : of.planned;
  const [before, after] = [sum(of.before), sum(of.after)];
  if (asked === null) return { before, after };
  const isFresh = of.after.every(({ atMs }) => atMs - measuredOverMs >= changedMs);
  const missed = isApplied ? after - asked : asked - after;
  const proved = isFresh && missed <= tolerance * Math.max(asked, Math.abs(asked - before));
  return { before, after, asked, proved };
}

/** Null where it changes by itself, and is not foretold here. */
function plannedOf(
  model: ModelTimeline,
  plan: PlayedTimeline['plan'],
  running: readonly Running[],
): number | null {
  const doses = running.map(({ id }) => {
    const isSteady = model.events.find((one) => one.id === id)?.isSteady === true;
    return isSteady ? (plan.events.find((one) => one.id === id)?.dose.to ?? null) : null;
  });
  if (doses.includes(null)) return null;
  return doses.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

/** Events of an axis that play at a place of the log, as they were measured last. */
function runningAt(
  events: readonly Envelope[],
  plan: PlayedTimeline['plan'],
  axis: string,
  place: number,
): readonly Running[] {
  const past = events.slice(0, place);
  return plan.events.flatMap(({ id, axis: own }) => {
    if (own !== axis) return [];
    const told = past.filter(({ payload }) => payload.clipId === id);
    const isPlaying =
      told.some(({ type }) => type === 'clip.started') &&
      !told.some(({ type }) => /^clip\.(stopped|failed)$/.test(type));
    const latest = told.findLast(({ type }) => type === 'stressor.measured')?.payload;
    if (!isPlaying || latest === undefined) return [];
    return [{ id, atMs: Number(latest.atMs), delivered: Number(latest.delivered) }];
  });
}
