/**
 * "Did you mean …?": the known word that is the fewest slips of the finger away. A slip is one
 * letter too many, too few, wrong, or swapped with its neighbour.
 *
 * @spec timeline phase 1
 */

/** Longer words are not compared: nobody types 40 letters nearly right. */
const wordMax = 40;

export function suggest(word: string, known: readonly string[]): string | undefined {
  const typed = word.trim().toLowerCase();
  if (typed === '' || typed.length > wordMax) return undefined;
  const whole = known.filter((candidate) => isBeginning(typed, candidate.toLowerCase()));
  if (whole.length === 1) return whole[0];
  let best: string | undefined;
  let bestSlips = Math.max(1, Math.floor(typed.length / 3)) + 1;
  for (const candidate of known) {
    const slips = slipsBetween(typed, candidate.toLowerCase());
    if (slips < bestSlips) {
      best = candidate;
      bestSlips = slips;
    }
  }
  return best;
}

/** A word that goes on after the last letter that was typed, as `target.rss_mb` after `target.rss`. */
function isBeginning(typed: string, candidate: string): boolean {
  return (
    typed.length > 2 && candidate.startsWith(typed) && /^[_.-]/.test(candidate.slice(typed.length))
  );
}

/** The hint as a sentence, or undefined when nothing is near. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const near = suggest(word, known);
  return near === undefined ? undefined : `Did you mean "${near}"?`;
}

/** Optimal string alignment distance. */
export function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let slips = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        slips = Math.min(slips, (before[column - 2] ?? 0) + 1);
      }
      current.push(slips);
    }
    before = above;
    above = current;
  }
  return above[b.length] ?? 0;
}
