/**
 * What people write beside what CEL reads: `and`, `or`, `not`, and lengths of time without quotes.
 * Every character of the result knows where it came from, so that a fault points into what was
 * written. Text in quotes stays as it is.
 *
 * @spec timeline language
 */

export interface Translated {
  readonly text: string;
  /** Offset in what was written, for an offset in the result. */
  readonly written: (offset: number) => number;
}

/** Of the same length, so that nothing moves. */
const operators: Readonly<Record<string, string>> = { and: '&& ', or: '||', not: '!  ' };

const piece =
  /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|(?:\d+(?:\.\d+)?(?:ms|s|m|h))+\b|[A-Za-z_][A-Za-z0-9_]*|./gsu;

export function translate(written: string): Translated {
  let text = '';
  /** Where the result got longer, and by how much in all from there on. */
  const moves: { readonly from: number; readonly by: number }[] = [];
  let by = 0;
  for (const [word] of written.matchAll(piece)) {
    const before = text.length;
    if (/^\d.*[a-z]$/.test(word)) {
      text += `"${word}"`;
      moves.push({ from: before + 1, by: by + 1 }, { from: before + word.length + 1, by: by + 2 });
      by += 2;
    } else text += Object.hasOwn(operators, word) ? operators[word] : word;
  }
  return {
    text,
    written: (offset) => {
      const last = moves.findLast(({ from }) => from <= offset);
      return Math.min(written.length, offset - (last?.by ?? 0));
    },
  };
}
