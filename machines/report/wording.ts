/**
 * How the report says numbers and lists to people.
 *
 * @spec timeline reporting
 */
import type { DoseUnit } from '../timeline/axis.ts';

/** Longer lists are cut: a thousand ids help nobody. */
const listMax = 5;
const binarySteps = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** How the reason of an event that a rule ended begins; the rule follows. */
export const ruleStopped = 'stopped by a constraint: ';

/** `12.3 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

/** `45 %` of a share from 0 to 1; never rounded up to 100. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  return `${rounded === 100 && share < 1 ? 99 : rounded} %`;
}

/** A dose in its unit: `45 %`, `1.5 GiB`, `80 MiB/s`, `12 threads`. */
export function amount(value: number, unit: DoseUnit): string {
  switch (unit) {
    case 'percent':
      return `${short(value)} %`;
    case 'bytes':
      return bytes(value);
    case 'bytes/s':
      return `${bytes(value)}/s`;
    case 'threads':
      return `${short(value)} threads`;
  }
}

/** `a`, `a and b`, `a, b and c`, `a, b, c, d, e and 12 more`. */
export function list(names: readonly string[]): string {
  const shown = names.slice(0, listMax);
  const more = names.length - shown.length;
  const parts = more > 0 ? [...shown, `${more} more`] : shown;
  const last = parts[parts.length - 1] ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** `was` or `were`, after a list. */
export function wasOf(names: readonly string[]): string {
  return names.length === 1 ? 'was' : 'were';
}

function bytes(value: number): string {
  let step = 0;
  let rest = value;
  while (rest >= 1_024 && step < binarySteps.length - 1) {
    rest /= 1_024;
    step += 1;
  }
  return `${short(rest)} ${binarySteps[step]}`;
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** A sentence as part of another one: `The disk is full.` becomes `the disk is full`. */
export function clause(sentence: string): string {
  const bare = sentence.trim().replace(/\.$/, '');
  return /^[A-Z][a-z]/.test(bare) ? bare.charAt(0).toLowerCase() + bare.slice(1) : bare;
}
