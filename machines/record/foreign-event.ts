/**
 * An envelope from a file of plain envelopes, that another program wrote or that was filtered out
 * of a session log: it has no checksum, and may lack its time.
 *
 * @spec kernel 2
 */
import { z } from 'zod';
import { envelopeSchema } from '../kernel/envelope.ts';
import type { LoggedEvent } from './session-line.ts';

/** What `jq` leaves of our own lines is understood, too. */
const foreignSchema = envelopeSchema.extend({
  atMs: z.number().optional(),
  crc: z.string().optional(),
});

/**
 * Null for a value that is no envelope. Without a time of its own, it is counted from `originTs`,
 * wall-clock milliseconds; without that, the event is the first.
 */
export function foreignEvent(value: unknown, originTs: number | null): LoggedEvent | null {
  const read = foreignSchema.safeParse(value);
  if (!read.success) return null;
  const { crc: _, atMs, ...event } = read.data;
  return { ...event, atMs: atMs ?? event.ts - (originTs ?? event.ts) };
}
