/**
 * Why a pane is as it is: its vector, what would hold an injection back, who waits, for how long.
 *
 * @spec kernel 4
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { copyVector } from '../../machines/kernel/state-vector.ts';
import { reasonsOf } from './door.ts';
import type { PaneExplanation } from './face.ts';
import type { Pane } from './pane.actor.ts';

export function explainPane(
  pane: Pane,
  nowMs: number,
  wallMs: number,
): Omit<PaneExplanation, 'compaction'> {
  const { ledger, injections, focus, overlayOpen, visible } = pane;
  const active = injections.active?.request;
  const { failed } = pane.imagine(imagined(pane.id, wallMs));
  return {
    paneId: pane.id,
    state: copyVector(ledger.vector),
    gates: reasonsOf(failed),
    focusHolder: focus.holder,
    overlayOpen,
    visible,
    active: active ? { eventId: active.eventId, correlationId: active.correlationId } : null,
    queue: injections.queue.map(({ eventId, request, sinceMs, deadlineMs, failed: reasons }) => ({
      eventId,
      correlationId: request.correlationId,
      waitedMs: nowMs - sinceMs,
      remainingMs: deadlineMs - nowMs,
      reasons: reasonsOf(reasons),
    })),
  };
}

/** An injection that nobody asks for, to hear what the contracts would say. */
function imagined(paneId: string, ts: number): Envelope {
  return {
    eventId: 'imagined',
    correlationId: 'imagined',
    causationId: null,
    type: 'inject.requested',
    source: 'explain',
    paneId,
    ts,
    seq: 1,
    payload: {},
  };
}
