/**
 * Invariant 58 over a run that was played: how much may be taken in all.
 *
 * @spec reliability invariants
 */
import type { PlayedTimeline } from './play-timeline.ts';

const slack = 1 + 1e-9;

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
