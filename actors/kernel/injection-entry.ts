/**
 * An injection that waits for the gates of its pane.
 *
 * @spec kernel 4.4
 */
import type { Waiting } from '../../machines/kernel/deferral-queue.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { Failed } from './door.ts';

export interface Entry extends Waiting {
  /** The request, unredacted. */
  readonly request: Envelope;
  readonly critical: boolean;
  readonly sinceMs: number;
  readonly failed: readonly Failed[];
  /** Its text was lost with the process that had it: it can still end, but not be written. */
  readonly isTextLost?: boolean;
}

/** What is told of a request that waits, or no longer does. */
export type Told =
  | `inject.${'deferred' | 'queued' | 'resumed' | 'dropped' | 'failed'}`
  | 'queue.depth.changed';

/** The text of a request that waits; null when it is lost, undefined when it never was. */
export type FindText = (request: Envelope) => string | null | undefined;

/** The entry with its text as it is found; what was never lost stays. */
export function withText(entry: Entry, find: FindText): Entry {
  const text = find(entry.request);
  if (text === undefined) return entry;
  const payload = { ...entry.request.payload, ...(text === null ? {} : { body: text }) };
  return { ...entry, isTextLost: text === null, request: { ...entry.request, payload } };
}
