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
  /** All of its text. */
  readonly body: string;
  readonly correlationId: string;
}

/** Something that may leave the fate of an injection unknown; in wall-clock milliseconds. */
export interface Trouble {
  /** Null: in all of them. */
  readonly paneId: string | null;
  readonly fromTs: number;
  readonly toTs: number;
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
  readonly troubles: readonly Trouble[];
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
  const limitMs = unknownMs + witnesses.stalledMs;
  for (const one of witnesses.asked) {
    const chain = witnesses.events.filter(
      ({ correlationId }) => correlationId === one.correlationId,
    );
    const [end, ...more] = chain.filter(({ type }) => ends.includes(type));
    const diary = witnesses.diaries.get(one.paneId) ?? [];
    const got = diaryOf(diary, one);
    count(end === undefined ? 'without an end' : nameOf(end));
    if (end === undefined) wrong(one, 'it has no terminal event');
    if (more.length > 0) wrong(one, `it has ${1 + more.length} terminal events`);
    if (got.received > 1) wrong(one, `its text was received ${got.received} times`);
    if (got.submitted > 1) wrong(one, `it was submitted ${got.submitted} times`);
    if (end?.type === 'inject.verified' && got.taken === 0) wrong(one, 'verified, and never taken');
    if (end?.type === 'inject.verified' && !got.isWhole) wrong(one, 'verified, and not whole');
    if (isUnknown(end) && !isExcused(chain, one, witnesses.troubles, limitMs)) {
      wrong(one, 'its fate is unknown, and nothing had happened');
    }
    if (chain.some(isObeyedAgain)) wrong(one, 'the order to write it came twice');
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
  for (const { payload } of witnesses.events.filter(isLossOfFacts)) {
    problems.push(`of what the hands said was lost: ${JSON.stringify(payload)}`);
  }
  return { problems, counts };
}

function isUnknown(end: Envelope | undefined): boolean {
  return end?.payload.reason === 'outcome_unknown';
}

/** Hands that live and are connected answer within this. */
const unknownMs = 2_000;

/** Whether something happened between the order to write it and its end, or just before. */
function isExcused(
  chain: readonly Envelope[],
  { paneId }: Asked,
  troubles: readonly Trouble[],
  slackMs: number,
): boolean {
  const ordered = chain.findLast(({ type }) => type === 'daemon.write.requested');
  const [fromTs = 0, toTs = 0] = [ordered?.ts, chain.at(-1)?.ts];
  return troubles.some(
    (one) =>
      (one.paneId === null || one.paneId === paneId) &&
      one.fromTs <= toTs &&
      one.toTs + slackMs >= fromTs,
  );
}

/** The bridge says nothing twice, and nobody asks again for what was not refused. */
function isObeyedAgain({ type, payload }: Envelope): boolean {
  return type === 'daemon.write.ack' && payload.status === 'blocked_ghost_dedup';
}

/** What was numbered and never came, or came in another order; figures may be dropped. */
function isLossOfFacts({ type, payload }: Envelope): boolean {
  const isOfHands = payload.stage === 'bridge' || payload.stage === 'hands';
  return type === 'event.dropped' && isOfHands && lossesOfFacts.has(String(payload.reason));
}

const lossesOfFacts: ReadonlySet<string> = new Set(['gap', 'unreadable', 'duplicate', 'reordered']);

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
  /** What was taken is all of the text, in one piece. */
  readonly isWhole: boolean;
  /** How long a compaction had gone on when the text began to come; negative when none did. */
  readonly lateMs: number;
}

function diaryOf(diary: readonly Entry[], { token, body }: Asked): Got {
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
  const isWhole = diary.some(
    ({ is, text = '' }) => (is === 'submitted' || is === 'queued') && text.includes(body),
  );
  return { received: received.split(token).length - 1, submitted, taken, isWhole, lateMs };
}
