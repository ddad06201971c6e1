/**
 * What comes when nobody awaits it, twice or too late: told as such, and not believed.
 *
 * @spec kernel 7.5
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { Ground } from './ground.ts';

/** A fact; the answer is what was said of it. */
export function sayStale(ground: Ground, full: Envelope, reason: string): Envelope {
  const { paneId, correlationId, causationId, seq } = full;
  const payload = { stage: 'injection', reason, droppedCount: 1, oldestSeq: seq, newestSeq: seq };
  return ground.voice.say('event.dropped', paneId, payload, {
    eventId: causationId,
    correlationId,
  });
}

/** An answer of the hands. */
export function sayNotAwaited(ground: Ground, paneId: string): void {
  const payload = { stage: 'hands', reason: 'not_awaited', droppedCount: 1 };
  ground.voice.say('event.dropped', paneId, { ...payload, oldestSeq: 0, newestSeq: 0 });
}
