/**
 * Words of the command line whose bytes are no UTF-8: Node puts U+FFFD in their place without a word,
 * and whatever is done with them is done to something else.
 *
 * @spec reliability attacks
 */
import { readFileSync } from 'node:fs';
import type { Problem } from '../machines/kernel/problem.ts';

const replaced = '\ufffd';

/** Nothing where the system does not tell the bytes, or where losing some is allowed. */
export function wordProblems(words: readonly string[]): readonly Problem[] {
  const split = words.indexOf('--');
  const ours = split < 0 ? words : words.slice(0, split);
  if (ours.includes('--lossy') || !words.some((word) => word.includes(replaced))) return [];
  try {
    return brokenWords(words, readFileSync('/proc/self/cmdline')).map(([at, word]) =>
      notUtf8(at, word),
    );
  } catch {
    return [];
  }
}

/** Those of the words, the last of a command line, that are not what was given; counted from 1. */
export function brokenWords(
  words: readonly string[],
  commandLine: Uint8Array,
): readonly (readonly [number, string])[] {
  const given: Uint8Array[] = [];
  for (let from = 0; from < commandLine.length; ) {
    const end = commandLine.indexOf(0, from);
    given.push(commandLine.subarray(from, end < 0 ? undefined : end));
    from = end < 0 ? commandLine.length : end + 1;
  }
  const ours = given.slice(-words.length);
  return words.flatMap((word, at): readonly [number, string][] => {
    const bytes = ours[at];
    const isBroken = bytes !== undefined && Buffer.compare(Buffer.from(word), bytes) !== 0;
    return isBroken ? [[at + 1, word]] : [];
  });
}

function notUtf8(at: number, word: string): Problem {
  return {
    code: 'NOT_UTF8',
    message: `Expected UTF-8, got bytes that are none in ${JSON.stringify(word)}.`,
    where: { path: `argument ${at}` },
    hint: 'Try `iconv` first; `ambush pane inject --lossy` replaces each of them by U+FFFD.',
  };
}
