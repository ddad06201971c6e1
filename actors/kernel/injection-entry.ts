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

/** The text of a request that waits; null when it is lost, undefined when it never was. */
export type FindText = (request: Envelope) => string | null | undefined;
