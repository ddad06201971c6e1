/**
 * What was thrown, as text. Anything can be thrown, also what cannot be made a text of, and telling of
 * it must not throw again.
 *
 * @spec kernel 5
 */

/** Longest text that is told of something thrown, in characters. */
const textMax = 1_000;

export function thrownText(thrown: unknown): string {
  try {
    const text: unknown = thrown instanceof Error ? thrown.message : String(thrown);
    return typeof text === 'string' ? text.slice(0, textMax) : 'something that is no text';
  } catch {
    return 'something that is no text';
  }
}
