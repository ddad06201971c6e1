/**
 * How a value that a stranger handed in is named in a message.
 *
 * @spec reliability attacks
 */

/** Longest excerpt of a text in a message. */
const shownMax = 64;

/** A value as messages name it: short, and without anything that it could do to a reader. */
export function told(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return JSON.stringify(value.slice(0, shownMax));
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  return typeof value === 'function' ? 'a function' : `${typeof value} ${String(value)}`;
}
