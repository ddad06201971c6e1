/**
 * What a line of the session log can be: an envelope with its time, an input of the kernel, the
 * verdict on it, or the end. Every segment begins with a header. Lines are told apart by a key
 * that only their kind has; the checksum at their end is no part of them.
 *
 * @spec reliability faults
 */
import { z } from 'zod';
import type { Envelope } from '../kernel/envelope.ts';
import { decisions } from '../kernel/verdict.ts';
import { inputKinds } from './kernel-lines.ts';

export const logFormat = 'ambush.session-log';
export const logVersion = 1;

const atMs = z.number().describe('Monotonic milliseconds since the session began.');
const crc = z.string().regex(/^[0-9a-f]{8}$/);

/** First line of a segment. The first line of all is that of segment 0. */
export const sessionHeaderSchema = z.object({
  format: z.literal(logFormat),
  version: z.number().int().describe('1; what a reader does not know it refuses.'),
  sessionId: z.uuid(),
  segment: z.number().int().nonnegative().describe('0 for FILE, n for FILE.n.'),
  startedAt: z.iso.datetime().describe('Wall-clock time at which the session began.'),
  by: z.string().describe('The program that wrote it, such as "ambush 0.1.0".'),
  follows: crc.optional().describe('Checksum of the last line of the segment before.'),
});
export type SessionHeader = Readonly<z.infer<typeof sessionHeaderSchema>>;

/** An envelope as it was said, and when. */
export type LoggedEvent = Envelope & { readonly atMs: number };

/** What was asked of the kernel, in order, before its consequences. */
export const inputLineSchema = z.looseObject({ input: z.enum(inputKinds), atMs });
export type InputLine = Readonly<z.infer<typeof inputLineSchema>>;

/** How the kernel decided, directly after the input that it answers. */
export const verdictLineSchema = z.looseObject({
  verdict: z.enum(decisions),
  reasons: z.array(z.unknown()),
  eventId: z.uuid().nullable(),
  atMs,
});
export type VerdictLine = Readonly<z.infer<typeof verdictLineSchema>>;

/** Last line of a session that was closed. */
export const endLineSchema = z.object({
  end: z.enum(['closed', 'incomplete']),
  lines: z.number().int().nonnegative().describe('Lines before this one, without headers.'),
  reason: z.string().optional().describe("Why it is incomplete, such as the system's ENOSPC."),
  atMs,
});
export type EndLine = Readonly<z.infer<typeof endLineSchema>>;

export type SessionLine = LoggedEvent | InputLine | VerdictLine | EndLine;

export function isHeader(line: SessionLine | SessionHeader): line is SessionHeader {
  return 'format' in line;
}

export function isInput(line: SessionLine): line is InputLine {
  return 'input' in line;
}

export function isVerdict(line: SessionLine): line is VerdictLine {
  return 'verdict' in line;
}

export function isEnd(line: SessionLine): line is EndLine {
  return 'end' in line;
}

export function isEvent(line: SessionLine): line is LoggedEvent {
  return !isInput(line) && !isVerdict(line) && !isEnd(line);
}

/** The line that a JSON value is, told by its keys; null for what is none. */
export function lineOf(value: unknown): SessionLine | SessionHeader | null {
  if (typeof value !== 'object' || value === null) return null;
  const line = value as SessionLine | SessionHeader;
  return isRight(value) ? line : null;
}

/** There is one header and one end, and as many of the others as one likes. */
function isRight(value: object): boolean {
  if ('format' in value) return sessionHeaderSchema.safeParse(value).success;
  if ('input' in value) return isInputShaped(value);
  if ('verdict' in value) return isVerdictShaped(value);
  if ('end' in value) return endLineSchema.safeParse(value).success;
  return isEventShaped(value);
}

const inputNames: ReadonlySet<unknown> = new Set(inputKinds);
const decisionNames: ReadonlySet<unknown> = new Set(decisions);
const uuidPattern = z.regexes.uuid();

/** Takes what its schema takes, at a fraction of the cost; the same for a verdict. */
function isInputShaped(value: object): boolean {
  const line = value as Readonly<Record<string, unknown>>;
  return inputNames.has(line.input) && Number.isFinite(line.atMs) && !Array.isArray(value);
}

function isVerdictShaped(value: object): boolean {
  const line = value as Readonly<Record<string, unknown>>;
  const { eventId } = line;
  return (
    decisionNames.has(line.verdict) &&
    Array.isArray(line.reasons) &&
    (eventId === null || (typeof eventId === 'string' && uuidPattern.test(eventId))) &&
    Number.isFinite(line.atMs) &&
    !Array.isArray(value)
  );
}

/**
 * Its checksum says that an event is as it was said. What a bridge or an older program put into
 * its ids is theirs, and must not end the reading; only what would mislead a reader does.
 */
function isEventShaped(value: object): boolean {
  const event = value as Readonly<Record<string, unknown>>;
  return (
    typeof event.eventId === 'string' &&
    typeof event.correlationId === 'string' &&
    (event.causationId === null || typeof event.causationId === 'string') &&
    typeof event.type === 'string' &&
    typeof event.source === 'string' &&
    typeof event.paneId === 'string' &&
    typeof event.ts === 'number' &&
    typeof event.seq === 'number' &&
    typeof event.atMs === 'number' &&
    typeof event.payload === 'object' &&
    event.payload !== null
  );
}
