/**
 * Durations: `500ms`, `2s`, `1.5m`, `1h30m`; a bare number, quoted or not, is seconds. The
 * model holds whole milliseconds.
 *
 * @spec timeline phase 1
 */
import { fault, type Reading, read } from './reading.ts';
import { show } from './show.ts';

/** Nothing in a timeline lasts longer than a day. */
export const durationMaxMs = 24 * 3_600_000;

const unitMs = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;
type Unit = keyof typeof unitMs;

/** Longest text that is looked at; the longest sensible one is `23h59m59s999ms`. */
const textMax = 64;

const law = 'a duration such as 500ms, 2s, 1.5m or 1h30m';
const bareNumber = /^(?:\d+(?:\.\d*)?|\.\d+)$/;
const segments = /^(?:(?:\d+(?:\.\d*)?|\.\d+)\s*(?:ms|h|m|s)\s*)+$/;
const segment = /(\d+(?:\.\d*)?|\.\d+)\s*(ms|h|m|s)/g;

/** Reads a duration; `zero` says whether a length of nothing makes sense (as in `at: 0s`). */
export function parseDuration(input: unknown, zero: 'zero-allowed' | 'positive'): Reading<number> {
  const rawMs = rawMsOf(input);
  if (rawMs === null) {
    return fault('INVALID_DURATION', `Expected ${law}; got ${show(input)}.`, hintFor(input));
  }
  if (!Number.isFinite(rawMs)) {
    return fault(
      'INVALID_DURATION',
      `Expected a finite duration; got ${show(input)}.`,
      'Every length is known before the run starts. Try "60s".',
    );
  }
  if (rawMs < 0) {
    return fault(
      'INVALID_DURATION',
      `Expected a duration of ${zero === 'positive' ? 'more than 0' : '0 or more'}; got ${show(input)}.`,
      'Time runs forwards only. Remove the minus sign.',
    );
  }
  if (rawMs > durationMaxMs) {
    return fault(
      'DURATION_TOO_LONG',
      `Expected at most 24h; got ${show(input)}.`,
      typeof input === 'number' ? 'A bare number is seconds.' : 'Split the run into shorter ones.',
    );
  }
  // Adding zero turns -0 into 0.
  const ms = Math.round(rawMs) + 0;
  if (ms === 0 && (zero === 'positive' || rawMs > 0)) {
    return fault(
      'INVALID_DURATION',
      `Expected a duration of at least 1ms; got ${show(input)}.`,
      'Try "1s".',
    );
  }
  return read(ms);
}

/** The shortest text that `parseDuration` reads as the same length: `1h30m`, `1.5s`, `0s`. */
export function formatDuration(ms: number): string {
  const whole = Math.round(ms);
  if (whole < 0) return `-${formatDuration(-whole)}`;
  if (whole < 1_000 && whole > 0) return `${whole}ms`;
  const hours = Math.floor(whole / unitMs.h);
  const minutes = Math.floor((whole % unitMs.h) / unitMs.m);
  const seconds = (whole % unitMs.m) / unitMs.s;
  const parts = [hours > 0 ? `${hours}h` : '', minutes > 0 ? `${minutes}m` : ''];
  if (seconds > 0 || whole === 0) parts.push(`${seconds}s`);
  return parts.join('');
}

/** Milliseconds with a fraction, not yet judged; null where the text is no duration. */
function rawMsOf(input: unknown): number | null {
  if (typeof input === 'number') return input * unitMs.s;
  if (typeof input !== 'string' || input.length > textMax) return null;
  const text = input.trim().toLowerCase();
  if (/^[+-]?(?:\.?inf(?:inity)?|\.?nan)(?:ms|h|m|s)?$/.test(text)) {
    return text.includes('nan') ? Number.NaN : Number.POSITIVE_INFINITY;
  }
  if (text.startsWith('-')) {
    const size = unsignedMsOf(text.slice(1).trimStart());
    return size === null || size === 0 ? size : -size;
  }
  return unsignedMsOf(text);
}

function unsignedMsOf(text: string): number | null {
  if (bareNumber.test(text)) return Number(text) * unitMs.s;
  if (!segments.test(text)) return null;
  let total = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (const [, amount, unit] of text.matchAll(segment)) {
    const size = unitMs[unit as Unit];
    if (size >= smallest) return null;
    smallest = size;
    total += Number(amount) * size;
  }
  return total;
}

function hintFor(input: unknown): string {
  if (typeof input === 'string') {
    const spelled = /^\s*(\d+(?:\.\d+)?)\s*(millis|msec|sec|min|hour|hr)/i.exec(input);
    if (spelled !== null) {
      const word = (spelled[2] ?? '').toLowerCase();
      const unit = word.startsWith('m')
        ? word === 'min'
          ? 'm'
          : 'ms'
        : word.startsWith('s')
          ? 's'
          : 'h';
      return `Did you mean "${spelled[1]}${unit}"?`;
    }
    if (/\d\s*(?:ms|h|m|s)\s*\d/i.test(input)) {
      return 'Write the larger unit first and each unit once, such as "1h30m".';
    }
  }
  return 'The units are ms, s, m and h; a bare number is seconds.';
}
