/**
 * Sizes and shares: `64MiB`, `2GiB`, `10MB`, a bare number of bytes, and `80%`. The binary
 * units (KiB) count in 1024, the decimal ones (kB) in 1000.
 *
 * @spec timeline language
 */
import { fault, type Reading, read } from './reading.ts';
import { show } from './show.ts';

const unitBytes = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
} as const;

const textMax = 64;
const sizePattern = /^(\d+(?:\.\d*)?|\.\d+)\s*([kmgt]?i?b)?$/;
const percentPattern = /^(\d+(?:\.\d*)?|\.\d+)\s*%$/;

/** Whole bytes, at least one. */
export function parseSize(input: unknown): Reading<number> {
  const text = textOf(input);
  const match = text === null ? null : sizePattern.exec(text.toLowerCase());
  const unit = match?.[2] ?? 'b';
  if (match === null || !(unit in unitBytes)) {
    return fault(
      'INVALID_SIZE',
      `Expected a size such as 64MiB or 2GiB; got ${show(input)}.`,
      hintFor(text),
    );
  }
  const bytes = Math.round(Number(match[1]) * unitBytes[unit as keyof typeof unitBytes]);
  if (bytes < 1 || !Number.isSafeInteger(bytes)) {
    return fault(
      'INVALID_SIZE',
      `Expected a size from 1B to 8PiB; got ${show(input)}.`,
      'Try "2GiB".',
    );
  }
  return read(bytes);
}

/** A share in percent, at most 100; `zero` says whether nothing at all makes sense. */
export function parsePercent(input: unknown, zero: 'zero-allowed' | 'positive'): Reading<number> {
  const text = textOf(input);
  const match = text === null ? null : percentPattern.exec(text);
  const percent = match === null ? Number.NaN : Number(match[1]);
  if (percent <= 100 && (percent > 0 || (percent === 0 && zero === 'zero-allowed'))) {
    return read(percent);
  }
  const least = zero === 'positive' ? 'more than 0%' : 'at least 0%';
  return fault(
    'INVALID_PERCENT',
    `Expected a share of ${least} and at most 100%; got ${show(input)}.`,
    typeof input === 'number' ? `Did you mean "${input}%"?` : 'Try "60%".',
  );
}

export function isPercent(input: unknown): boolean {
  return typeof input === 'string' && input.length <= textMax && /^\s*-?[\d.]+\s*%\s*$/.test(input);
}

function textOf(input: unknown): string | null {
  if (typeof input === 'number') return Number.isFinite(input) ? String(input) : null;
  return typeof input === 'string' && input.length <= textMax ? input.trim() : null;
}

function hintFor(text: string | null): string {
  const short = text === null ? null : /^([\d.]+)\s*([kmgt])$/i.exec(text);
  if (short !== null) {
    const letter = (short[2] ?? '').toUpperCase();
    return `Did you mean "${short[1]}${letter}iB" (1024) or "${short[1]}${letter === 'K' ? 'k' : letter}B" (1000)?`;
  }
  return 'The units are B, kB, MB, GB, TB, KiB, MiB, GiB and TiB.';
}
