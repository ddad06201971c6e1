/**
 * How long a wait is, for readers.
 *
 * @spec timeline phase 1
 */
import type { Wait } from './outline.ts';

/** `150 ms`, `1.5 s`, `60 s`; `computed` when nobody knows beforehand. */
export function lengthText({ ms }: Wait): string {
  if (ms === null) return 'computed';
  return ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`;
}
