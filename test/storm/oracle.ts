/**
 * Judges a storm by two witnesses that know nothing of each other: the log of the kernel's events,
 * and the diaries in which the programs wrote what they received. It shares no code with what it
 * judges.
 *
 * @spec reliability invariants
 */
import type { Envelope } from '../../embed/kernel.ts';
import type { Entry } from '../live/pty/clis.ts';

/** One injection: its text has a token that no other has. */
export interface Asked {
  readonly paneId: string;
  readonly token: string;
  readonly correlationId: string;
}

export interface Judged {
  readonly problems: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

export interface Witnesses {
  readonly asked: readonly Asked[];
  readonly events: readonly Envelope[];
  /** By pane. */
  readonly diaries: ReadonlyMap<string, readonly Entry[]>;
  /** Longest that the machine kept the judged from running at all. */
  readonly stalledMs: number;
}

const ends = ['inject.verified', 'inject.failed', 'inject.dropped'];
/** Longer than any detector may take, on a busy machine too. */
const detectionMs = 3_000;

export function judgeStorm(witnesses: Witnesses): Judged {
  const problems: string[] = [];
  const counts: Record<string, number> = {};
  const count = (name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  const wrong = (one: Asked, what: string): void => {
    problems.push(`${one.token} in pane ${one.paneId}: ${what}`);
  };
  const closed = closedGates(witnesses.events);
  for (const one of witnesses.asked) {
    const chain = witnesses.events.filter(
      ({ correlationId }) => correlationId === one.correlationId,
    );
    const [end, ...more] = chain.filter(({ type }) => ends.includes(type));
    const diary = witnesses.diaries.get(one.paneId) ?? [];
    const got = diaryOf(diary, one.token);
    count(end === undefined ? 'without an end' : nameOf(end));
    if (end === undefined) wrong(one, 'it has no terminal event');
    if (more.length > 0) wrong(one, `it has ${1 + more.length} terminal events`);
    if (got.received > 1) wrong(one, `its text was received ${got.received} times`);
    if (got.submitted > 1) wrong(one, `it was submitted ${got.submitted} times`);
    if (end?.type === 'inject.verified' && got.taken === 0) wrong(one, 'verified, and never taken');
    if (end?.type === 'inject.dropped' && got.received > 0) wrong(one, 'dropped, and received');
    for (const { eventId } of chain.filter(({ type }) => type === 'daemon.write.requested')) {
      const gates = closed.get(eventId);
      if (gates) wrong(one, `asked to be written while ${gates} was closed`);
    }
    if (got.lateMs > detectionMs + witnesses.stalledMs) {
      wrong(one, `received ${Math.round(got.lateMs)} ms into a compaction`);
    }
    for (const type of ['inject.deferred', 'inject.retry', 'verify.false_positive']) {
      if (chain.some((event) => event.type === type)) count(type);
    }
    if (got.submitted > 0) count('submitted');
  }
  return { problems, counts };
}

function nameOf({ type, payload }: Envelope): string {
  return type === 'inject.verified' ? type : `${type} ${String(payload.reason)}`;
}

/** Which gates were closed in the pane when each write was asked for, by the id of that event. */
function closedGates(events: readonly Envelope[]): ReadonlyMap<string, string> {
  const gates = new Map<string, Record<string, unknown>>();
  const closed = new Map<string, string>();
  for (const { type, paneId, payload, eventId } of events) {
    const now = gates.get(paneId) ?? {};
    if (type === 'pane.state.changed') {
      const to = payload.to as Record<string, Record<string, unknown>>;
      gates.set(paneId, { ...now, ...to.gates, ...to.connectivity });
    } else if (type === 'daemon.write.requested') {
      const shut = [
        now.focusLocked === true ? 'focus' : '',
        now.compacting === 'confirmed' ? 'compaction' : '',
        now.safeMode === true ? 'safe mode' : '',
        now.pty === 'down' ? 'pty' : '',
        now.bridge === 'down' ? 'bridge' : '',
      ].filter(Boolean);
      if (shut.length > 0) closed.set(eventId, shut.join(' and '));
    }
  }
  return closed;
}

interface Got {
  readonly received: number;
  /** It was begun with. */
  readonly submitted: number;
  /** It was begun with, or queued. */
  readonly taken: number;
  /** How long a compaction had gone on when the text began to come; negative when none did. */
  readonly lateMs: number;
}

function diaryOf(diary: readonly Entry[], token: string): Got {
  let received = '';
  let lateMs = -1;
  let sinceMs: number | null = null;
  for (const { is, text = '', on, at } of diary) {
    if (is === 'compaction') sinceMs = on === true ? at : null;
    if (is === 'started') sinceMs = null;
    if (is !== 'bytes') continue;
    if (text.includes(token) && sinceMs !== null) lateMs = Math.max(lateMs, at - sinceMs);
    received += text;
  }
  const saying = (is: string): number =>
    diary
      .filter((one) => one.is === is)
      .reduce((sum, { text = '' }) => sum + text.split(token).length - 1, 0);
  const submitted = saying('submitted');
  const taken = submitted + saying('queued');
  return { received: received.split(token).length - 1, submitted, taken, lateMs };
}
