/**
 * What a kernel knows of the session of its hands: its epoch, how far their messages were heard,
 * and what a message means in it. A pure value. Hands in the same process have no epochs, and
 * everything they say counts.
 *
 * @spec kernel 7.5
 * @spec reliability invariants
 */
import type { HandsMessage, HandsWord, PaneAnswer } from './pane-messages.ts';

/** So often hands across a bridge say that they are there, with the level state of their panes. */
export const heartbeatMs = 1_000;
/** Three heartbeats that do not come are a bridge that is down. */
export const silenceMaxMs = 3 * heartbeatMs;

export interface HandsSession {
  /** Null as long as the hands named none. */
  readonly epoch: number | null;
  /** Of the last message that was heard in this epoch; 0 before the first. */
  readonly lastSeq: number;
}

export const noSession: HandsSession = { epoch: null, lastSeq: 0 };

/** Messages that were numbered and never came. */
export interface Hole {
  readonly oldestSeq: number;
  readonly newestSeq: number;
}

export type Hearing =
  | { readonly is: 'heard'; readonly session: HandsSession; readonly hole: Hole | null }
  /** It began a new epoch: whatever the hands of the old one still say is history. */
  | { readonly is: 'began'; readonly session: HandsSession; readonly hole: Hole | null }
  /** Of an older epoch, or of none while there is one: it is not believed. */
  | { readonly is: 'old' }
  /** Its number was heard before. */
  | { readonly is: 'repeated' };

export function hear(session: HandsSession, message: HandsMessage): Hearing {
  const { epoch } = message;
  if (epoch === undefined) {
    return session.epoch === null ? { is: 'heard', session, hole: null } : { is: 'old' };
  }
  if (session.epoch !== null && epoch < session.epoch) return { is: 'old' };
  const begins = session.epoch === null || epoch > session.epoch;
  const known = begins ? 0 : session.lastSeq;
  if (isWord(message)) return hearWord(epoch, begins, known, message);
  const { seq } = message;
  if (seq === undefined) return heard(epoch, begins, known, null);
  if (seq <= known) return { is: 'repeated' };
  const hole = seq > known + 1 ? { oldestSeq: known + 1, newestSeq: seq - 1 } : null;
  return heard(epoch, begins, seq, hole);
}

export function isWord(message: HandsMessage): message is HandsWord {
  return (
    message.is === 'hands.connected' ||
    message.is === 'hands.heartbeat' ||
    message.is === 'hands.disconnected'
  );
}

/** Whether the kernel awaits such a thing, in answer to an order of its own. */
export function isAnswer(message: HandsMessage): message is PaneAnswer {
  return answers.has(message.is);
}

const answers: ReadonlySet<string> = new Set<PaneAnswer['is']>([
  'pane.write.acked',
  'pane.submitted',
  'pane.verified',
  'pane.verification.failed',
  'pane.resized',
]);

/** What hands say they have sent, and was not heard, is lost: nothing overtakes a heartbeat. */
function hearWord(epoch: number, begins: boolean, known: number, word: HandsWord): Hearing {
  const sent = sentBefore(word, known);
  // What was said before the first word of an epoch was said to nobody.
  if (begins) return heard(epoch, true, Math.max(0, sent), null);
  const hole = sent > known ? { oldestSeq: known + 1, newestSeq: sent } : null;
  return heard(epoch, false, Math.max(known, sent), hole);
}

function sentBefore(word: HandsWord, known: number): number {
  if (word.is === 'hands.disconnected') return known;
  return word.is === 'hands.connected' ? word.lastSeq : word.highWaterSeq;
}

function heard(epoch: number, begins: boolean, lastSeq: number, hole: Hole | null): Hearing {
  return { is: begins ? 'began' : 'heard', session: { epoch, lastSeq }, hole };
}
