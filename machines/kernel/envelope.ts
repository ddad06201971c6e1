/**
 * The one shape of everything that anyone says.
 *
 * @spec kernel 2
 */
import { z } from 'zod';

/** Event types are dot-notation words: `clip.started`. XState's own prefix is not ours to use. */
const typePattern = /^(?!xstate\.)[a-z][a-z0-9]*(?:[._][a-z0-9]+)+$/;

export const envelopeSchema = z.strictObject({
  eventId: z.uuid().describe('UUID v4, unique per event.'),
  correlationId: z.uuid().describe('UUID v4, shared by all events of one logical operation.'),
  causationId: z.uuid().nullable().describe('eventId of the direct parent; null for a root.'),
  type: z.string().regex(typePattern).describe('Dot-notation name from the taxonomy.'),
  source: z.string().min(1).describe('The module that speaks, such as "conductor".'),
  paneId: z.string().min(1).describe('"1", "2", "3" … or "system".'),
  ts: z.number().int().nonnegative().describe('Wall-clock time in milliseconds since 1970.'),
  seq: z.number().int().positive().describe('Per-source sequence number; 1, 2, 3 … per session.'),
  payload: z.record(z.string(), z.unknown()).describe('Data of the event, redacted by default.'),
});

/** What a speaker publishes. Never changed once published. */
export interface Envelope<
  Type extends string = string,
  Payload = Readonly<Record<string, unknown>>,
> {
  readonly eventId: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly type: Type;
  readonly source: string;
  readonly paneId: string;
  readonly ts: number;
  readonly seq: number;
  readonly payload: Payload;
}

/** The part of an envelope that a command carries across to the hands (section 7.3). */
export interface KernelMeta {
  readonly eventId: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly source: string;
  readonly seq: number;
}

export function metaOf(event: Envelope): KernelMeta {
  const { eventId, correlationId, causationId, source, seq } = event;
  return { eventId, correlationId, causationId, source, seq };
}
