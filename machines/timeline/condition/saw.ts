/**
 * The values that a judgement saw, as people read them.
 *
 * @spec timeline phase 2
 */
import type { Value } from '../expression/expression.ts';

/** `crashes was 3, cpu_load was 0.912`; empty where nothing was asked about. */
export function sawText(saw: Readonly<Record<string, Value | null>>): string {
  return Object.entries(saw)
    .map(([name, value]) => `${name}${isSentence(value) ? ':' : ' was'} ${valueText(value)}`)
    .join(', ');
}

/** What is told in words of its own, such as why there was no answer, was no value. */
function isSentence(value: Value | null): boolean {
  return typeof value === 'string' && value.includes(' ');
}

/** Three places are enough for a sentence; the values as they were stand beside it. */
function valueText(value: Value | null): string {
  if (value === null) return 'unknown';
  return typeof value === 'number' ? String(Math.round(value * 1_000) / 1_000) : String(value);
}
