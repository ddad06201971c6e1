/**
 * Invariants 57 and 58 over a run that was played: who gives way, and how much may be taken.
 *
 * @spec reliability invariants
 */
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import { ConditionOracle } from './condition-oracle.ts';
import type { ModelRule } from './model.ts';
import type { PlayedTimeline } from './play-timeline.ts';

/** Two ticks of the cadence. */
const twoTicksMs = 1_000;
const slack = 1 + 1e-9;
/** Two ticks for a change, two for a release, and the one at which it is seen. */
const overdueTicksMax = 6;

interface Held {
  changedMs: number;
  cap: number | null;
}

/** Invariant 57. */
export function* loadFaults({ model, events, plan }: PlayedTimeline): Generator<string> {
  const oracle = new ConditionOracle();
  const asked = new Map<string, number>();
  const axisOf = new Map(plan.events.map(({ id, axis }) => [id, axis]));
  const held = new Map<string, Held>();
  const overdueTicks = new Map<string, number>();
  let drum: unknown = null;
  for (const event of events) {
    const { type, payload } = event;
    if (type === 'run.stop.requested') return;
    oracle.hear(event);
    const atMs = Number(payload.atMs);
    const id = String(payload.clipId);
    if (type === 'constraint.identified') drum = payload.bottleneck;
    if (type === 'sample.taken')
      yield* overdue(model.rules, { oracle, held, overdueTicks, atMs, drum });
    if (type === 'constraint.rule.applied' || type === 'constraint.rule.released') {
      const axis = String(payload.axis);
      const isApplied = type === 'constraint.rule.applied';
      const last = held.get(axis)?.changedMs ?? Number.NEGATIVE_INFINITY;
      if (atMs - last < twoTicksMs) yield `${axis} changed twice within ${atMs - last} ms`;
      held.set(axis, { changedMs: atMs, cap: isApplied ? Number(payload.cap) : null });
      const rule = model.rules.find((one) => one.axis === axis);
      if (isApplied && drum === axis) yield `${axis} gives way to itself at ${atMs}`;
      if (isApplied && rule && oracle.leaf(rule.when, atMs) !== true) {
        yield `${axis} gave way at ${atMs}, and ${rule.when.signal} does not ask for it`;
      }
    }
    if (/^clip\.(stopped|skipped|failed)$/.test(type)) asked.delete(id);
    if (type !== 'stressor.measured') continue;
    asked.set(id, Number(payload.asked));
    const axis = axisOf.get(id) ?? '';
    const state = held.get(axis);
    const rule = model.rules.find((one) => one.axis === axis);
    if (state !== undefined && rule !== undefined && atMs - state.changedMs >= twoTicksMs) {
      yield* capFaults({ event, state, rule, asked, axisOf, played: { model, plan } });
    }
  }
}

interface Tick {
  readonly oracle: ConditionOracle;
  readonly held: ReadonlyMap<string, Held>;
  /** Ticks in a row at which an axis was not as its rule asks. */
  readonly overdueTicks: Map<string, number>;
  readonly atMs: number;
  readonly drum: unknown;
}

/** Who is to give way does, and who need not is let go, each within a few ticks. */
function* overdue(
  rules: readonly ModelRule[],
  { oracle, held, overdueTicks, atMs, drum }: Tick,
): Generator<string> {
  for (const { axis, when } of rules) {
    const isAsked = oracle.leaf(when, atMs) === true && drum !== axis;
    const isHeld = (held.get(axis)?.cap ?? null) !== null;
    const [key, other] = isAsked ? [axis, `not ${axis}`] : [`not ${axis}`, axis];
    const ticks = isAsked === isHeld ? 0 : (overdueTicks.get(key) ?? 0) + 1;
    overdueTicks.set(key, ticks).set(other, 0);
    if (ticks === overdueTicksMax) {
      yield `${axis} ${isAsked ? 'does not give way' : 'is not let go'} at ${atMs}`;
    }
  }
}

interface Measured {
  readonly event: Envelope;
  readonly state: Held;
  readonly rule: ModelRule;
  readonly asked: ReadonlyMap<string, number>;
  readonly axisOf: ReadonlyMap<string, string>;
  readonly played: Pick<PlayedTimeline, 'model' | 'plan'>;
}

function* capFaults({ event, state, rule, asked, axisOf, played }: Measured): Generator<string> {
  const id = String(event.payload.clipId);
  const atMs = Number(event.payload.atMs);
  const now = asked.get(id) ?? 0;
  if (state.cap !== null) {
    const isSum = typeof rule.action === 'object' && 'cap' in rule.action;
    const own = [...asked].filter(([one]) => axisOf.get(one) === rule.axis);
    const taken = isSum ? own.reduce((sum, [, each]) => sum + each, 0) : now;
    if (taken > state.cap * slack + 1e-9)
      yield `${id} asks ${taken} at ${atMs}, above ${state.cap}`;
    return;
  }
  const planned = played.plan.events.find((one) => one.id === id)?.dose;
  const isSteady = played.model.events.find((one) => one.id === id)?.isSteady === true;
  if (planned && isSteady && Math.abs(now - planned.to) > 1e-6 * planned.to) {
    yield `${id} asks ${now} of ${planned.to} at ${atMs}, though its axis was let go`;
  }
}

/** Invariant 58: the parts of the limits that events have at one moment add up to the limits at most. */
export function* limitFaults({ plan, events, orders }: PlayedTimeline): Generator<string> {
  const parts = new Map<string, { memory: number; disk: number }>();
  for (const order of orders) {
    if (order.do !== 'stressor.arm') continue;
    const { clipId, limits } = order.stress;
    const memory = 'bytes' in limits.memory ? limits.memory.bytes : limits.memory.percent;
    parts.set(clipId, { memory, disk: limits.diskBytes });
  }
  const { limits } = plan;
  const most = 'bytes' in limits.memory ? limits.memory.bytes : limits.memory.percent;
  const axisOf = new Map(plan.events.map(({ id, axis }) => [id, axis]));
  const overMs = new Map<string, number>();
  for (const { type, payload } of events) {
    const isOver = /^clip\.(stopped|skipped|failed)$/.test(type);
    if (isOver) overMs.set(String(payload.clipId), Number(payload.atMs));
  }
  const playing = new Set<string>();
  for (const { type, payload } of events) {
    if (type !== 'clip.started') continue;
    playing.add(String(payload.clipId));
    const atMs = Number(payload.atMs);
    // What ends at the very moment at which another begins is not beside it, whoever is told first.
    const sum = (axis: string, of: 'memory' | 'disk') =>
      [...playing]
        .filter((one) => axisOf.get(one) === axis)
        .filter((one) => (overMs.get(one) ?? Number.POSITIVE_INFINITY) > atMs)
        .reduce((total, one) => total + (parts.get(one)?.[of] ?? 0), 0);
    if (sum('memory', 'memory') > most * slack) {
      yield `at ${atMs} memory may take ${sum('memory', 'memory')} of ${most}`;
    }
    if (sum('disk', 'disk') > limits.diskBytes * slack) {
      yield `at ${atMs} disk may take ${sum('disk', 'disk')} of ${limits.diskBytes}`;
    }
  }
}
