/**
 * Recordings of a terminal: asciinema's `.cast` of version 2 (a header, then one event a line), or
 * the raw bytes of a terminal, which all count as written at 0 ms.
 *
 * @spec kernel 9
 */
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import type { Source } from './source-file.ts';

export type RecordedEvent =
  | { readonly atMs: number; readonly type: 'output'; readonly data: string | Uint8Array }
  | {
      readonly atMs: number;
      readonly type: 'resize';
      readonly columns: number;
      readonly rows: number;
    };

export interface Recording {
  /** As the header says; null in raw bytes. */
  readonly size: { readonly columns: number; readonly rows: number } | null;
  readonly events: readonly RecordedEvent[];
}

/** More problems than this in one file help nobody. */
const problemsMax = 20;
const sizeMax = 1_000;
/** Eleven days: a later event is no time but a mistake. */
const secondsMax = 1_000_000;
/** A name that ends in `.cast`, or a first line that is a header, makes a cast; all else is raw. */
export function readRecording({ name, bytes }: Source): Result<Recording> {
  const named = name.toLowerCase().endsWith('.cast');
  if (!named && bytes[0] !== 0x7b) return succeed(raw(bytes));
  const text = new TextDecoder('utf-8').decode(bytes);
  const [first = ''] = text.split('\n', 1);
  if (!named && !looksLikeHeader(first)) return succeed(raw(bytes));
  return readCast(name, text);
}

function raw(bytes: Uint8Array): Recording {
  return { size: null, events: [{ atMs: 0, type: 'output', data: bytes }] };
}

function looksLikeHeader(line: string): boolean {
  const value = parsed(line);
  if (typeof value !== 'object' || value === null || !('version' in value)) return false;
  // Version 3 has its size in `term`: it is told as a wrong version, not played as raw bytes.
  return 'width' in value || 'term' in value;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function readCast(file: string, text: string): Result<Recording> {
  const lines = text.split(/\r?\n/);
  const size = sizeOf(parsed(lines[0] ?? ''));
  if (size === null) return refuse([headerProblem(file, lines[0] ?? '')]);
  const events: RecordedEvent[] = [];
  const problems: Problem[] = [];
  let beforeMs = 0;
  for (const [at, line] of lines.entries()) {
    if (at === 0 || line.trim() === '') continue;
    const event = readEvent(line, beforeMs);
    if (typeof event === 'string') {
      problems.push({ code: 'CAST_EVENT', message: event, where: { file, line: at + 1 } });
      if (problems.length === problemsMax) break;
    } else if (event !== null) {
      events.push(event);
      beforeMs = event.atMs;
    }
  }
  if (problems.length > 0) return refuse(problems);
  return succeed({ size, events });
}

function sizeOf(header: unknown): Recording['size'] {
  if (typeof header !== 'object' || header === null) return null;
  const { version, width, height } = header as Readonly<Record<string, unknown>>;
  return version === 2 && isSize(width) && isSize(height) ? { columns: width, rows: height } : null;
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= sizeMax;
}

function headerProblem(file: string, line: string): Problem {
  const value = parsed(line);
  const version =
    typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  const got =
    value === undefined
      ? 'a line that is not JSON'
      : version === undefined || version === 2
        ? JSON.stringify(value).slice(0, 80)
        : `version ${JSON.stringify(version)?.slice(0, 20)}`;
  return {
    code: 'CAST_HEADER',
    message: `Expected a header {"version": 2, "width": …, "height": …}, got ${got}.`,
    where: { file, line: 1 },
    hint: 'Try asciinema convert --output-format asciicast-v2, or a name that does not end in .cast.',
  };
}

/** A problem's words, or null for what a detector does not need: input and markers. */
function readEvent(line: string, beforeMs: number): RecordedEvent | string | null {
  const event = parsed(line);
  const wrong = `Expected [seconds, "o", "text"], got ${line.slice(0, 80)}.`;
  if (!Array.isArray(event) || event.length !== 3) return wrong;
  const [seconds, code, data]: readonly unknown[] = event;
  if (typeof seconds !== 'number' || seconds < 0 || seconds > secondsMax) return wrong;
  if (typeof code !== 'string' || typeof data !== 'string') return wrong;
  // Whole milliseconds, rounded down: no event comes before its time.
  const atMs = Math.floor(seconds * 1_000 + 1e-6);
  if (atMs < beforeMs) {
    return `Expected times that do not go back, got ${seconds} s after ${beforeMs / 1_000} s.`;
  }
  if (code === 'o') return { atMs, type: 'output', data };
  if (code !== 'r') return null;
  const [, width = '', height = ''] = /^(\d{1,4})x(\d{1,4})$/.exec(data) ?? [];
  const [columns, rows] = [Number(width), Number(height)];
  if (!isSize(columns) || !isSize(rows)) return `Expected a size such as 80x24, got ${data}.`;
  return { atMs, type: 'resize', columns, rows };
}
