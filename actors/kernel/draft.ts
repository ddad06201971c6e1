/**
 * What the kernel makes of a draft before it is said.
 *
 * @spec kernel 2 3.2
 */

import type { Envelope } from '../../machines/kernel/envelope.ts';
import { type EventType, eventTypes } from '../../machines/kernel/events/registry.ts';
import type { Draft } from '../../machines/kernel/intake.ts';
import { sketchPayload } from '../../machines/record/sketch.ts';
import type { Pane } from './pane.actor.ts';

/** Facts of an injection's life: without a correlation they belong to the one under way. */
const lifeOfInjection: ReadonlySet<string> = new Set(
  eventTypes.filter((type) => /^(?:inject|verify|daemon\.write)\./.test(type)),
);

/** Whoever submits a lock wants the focus: that is a claim, and the arbiter says who has it. */
export function asClaim(draft: Draft): Draft {
  if (draft.type !== 'focus.locked') return draft;
  return { ...draft, type: 'focus.arbitration.requested' satisfies EventType };
}

export function withSubject(draft: Draft, pane: Pane): Draft {
  if (draft.correlationId !== undefined || !lifeOfInjection.has(draft.type)) return draft;
  const subject = pane.injections.subject();
  return subject ? { ...draft, correlationId: subject.correlationId } : draft;
}

/** What is recorded of it: all when bodies are shown, else a sketch of what nobody may read. */
export function recordable(draft: Draft | Envelope, isOpen: boolean) {
  const { type, paneId, source, correlationId, causationId } = draft;
  const payload = isOpen ? draft.payload : sketchPayload(type, draft.payload);
  const hidden = Object.entries(payload).some(
    ([key, value]) => typeof value === 'string' && value !== draft.payload[key],
  );
  return {
    draft: { type, paneId, source, payload, correlationId, causationId },
    ...(hidden ? { sketch: true as const } : {}),
  };
}
