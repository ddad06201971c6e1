/**
 * A moment of a session as a user says it: an instant of the wall clock, or a time since the
 * session began.
 *
 * @spec timeline phase 1
 */
import { parseDuration } from '../timeline/duration.ts';
import { fault, type Reading, read } from '../timeline/reading.ts';
import { show } from '../timeline/show.ts';

export type Moment =
  /** Milliseconds since 1970. */
  | { readonly kind: 'instant'; readonly ts: number }
  /** Milliseconds since the session began. */
  | { readonly kind: 'offset'; readonly atMs: number };

const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;
const date = /^\d{4}-\d{2}-\d{2}/;

export function parseMoment(text: string): Reading<Moment> {
  if (date.test(text)) {
    const ts = rfc3339.test(text) ? Date.parse(text.replace(' ', 'T').toUpperCase()) : Number.NaN;
    if (Number.isFinite(ts)) return read({ kind: 'instant', ts });
    const law = 'an instant such as 2026-02-09T12:00:00Z';
    return fault(
      'INVALID_INSTANT',
      `Expected ${law}; got ${show(text)}.`,
      'Try one with its zone.',
    );
  }
  const length = parseDuration(text, 'zero-allowed');
  if (length.ok) return read({ kind: 'offset', atMs: length.value });
  const law = 'a time since the start such as 12s, or an instant such as 2026-02-09T12:00:00Z';
  return fault(length.fault.code, `Expected ${law}; got ${show(text)}.`, length.fault.hint);
}
