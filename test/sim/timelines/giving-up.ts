/**
 * Invariant 55, for those that were given up: each had its deadline behind it, or waited for an end
 * that could no longer come as it was wanted; and nobody whose deadline is behind waits on, or starts.
 * Judged from the file's own words and the ends in the log, by other rules than those that play it.
 *
 * @spec reliability invariants
 */
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import type { Condition, ModelChain, ModelEvent, ModelTimeline } from './model.ts';
import type { PlayedTimeline } from './play-timeline.ts';

/** Looked at on the tick, which comes a little late. */
const slackMs = 500 + 250;

export function* givingUp({ model, events }: PlayedTimeline): Generator<string> {
  const stopMs = Number(
    events.find(({ type }) => type === 'run.stop.requested')?.payload.atMs ?? Number.NaN,
  );
  for (const event of model.events) {
    const { byMs, id } = event;
    const own = events.filter(({ payload }) => payload.clipId === id);
    const missed = own.find(({ type }) => type === 'condition.missed');
    const met = own.find(
      ({ type, payload }) => type === 'condition.met' && payload.role === 'start',
    );
    const [missedMs, metMs] = [missed, met].map((one) => Number(one?.payload.atMs ?? Infinity));
    const isRunning = missedMs !== undefined && missedMs < stopMs;
    if (isRunning && !isDue(byMs, missedMs) && !isHopeless(model, event, events, missedMs)) {
      yield `${id} was given up at ${missedMs}, and could still start`;
    }
    if (byMs === null) continue;
    if (metMs !== undefined && Number.isFinite(metMs) && metMs > byMs + slackMs) {
      yield `${id} started at ${metMs}, and was to by ${byMs}`;
    }
    const isOver = own.some(({ type }) => /^clip\.(started|skipped|failed)$/.test(type));
    if (!isOver && byMs + slackMs < stopMs) yield `${id} still waited at ${byMs + slackMs}`;
    const overMs = Number(
      own.find(({ type }) => /^clip\.(started|skipped|failed)$/.test(type))?.payload.atMs,
    );
    if (overMs > byMs + 2 * slackMs && byMs + 2 * slackMs < stopMs && met === undefined) {
      yield `${id} was given up at ${overMs} only, and was to start by ${byMs}`;
    }
  }
}

function isDue(byMs: number | null, atMs: number): boolean {
  return byMs !== null && atMs >= byMs - 1;
}

/** Somebody it waits for is over, and not as it was wanted, or will never be anything. */
function isHopeless(
  { chains }: ModelTimeline,
  { id, start }: ModelEvent,
  events: readonly Envelope[],
  atMs: number,
): boolean {
  const wanted = [
    ...chains.filter(({ to }) => to === id).flatMap(({ from }) => from),
    ...(start === null ? [] : endsIn(start)),
  ];
  return wanted.some(({ event, outcome }) =>
    events.some(({ type, payload }) => {
      if (Number(payload.atMs) > atMs) return false;
      if (/^clip\.(stopped|skipped|failed)$/.test(type)) return payload.clipId === event;
      const isOfIt = Array.isArray(payload.active) && payload.active.includes(event);
      return type === 'target.crashed' && isOfIt && outcome !== 'crash' && outcome !== 'any';
    }),
  );
}

function endsIn(condition: Condition): ModelChain['from'] {
  if (condition.is === 'ended') return [condition];
  return condition.is === 'holds' ? [] : condition.of.flatMap(endsIn);
}
