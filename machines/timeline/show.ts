/**
 * How a value of the user's file is shown in a message: short, on one line, and unable to do
 * anything to the terminal.
 *
 * @spec reliability attacks
 */

/** Longest excerpt of a value in a message, in characters. */
const shownMax = 60;

export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return showText(value);
  if (typeof value === 'number') return `the number ${String(value)}`;
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'a list';
  return 'a mapping';
}

/** Text in quotes; what is invisible or steers a terminal is written as its code. */
export function showText(text: string): string {
  const chars = Array.from(text.slice(0, shownMax * 2));
  const cut = chars.length > shownMax || text.length > shownMax * 2;
  return `"${plainText(chars.slice(0, shownMax).join(''))}${cut ? '…' : ''}"`;
}

/** The text with control, format, private and lone surrogate characters as `\u{…}`. */
export function plainText(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]/gu, (char) => {
    if (char === '\n') return '\\n';
    if (char === '\t') return '\\t';
    return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  if (words.length <= 1) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}
