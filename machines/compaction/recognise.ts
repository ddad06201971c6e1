/**
 * Whose screen is this? The profile whose composer and words fit best; a program that was recognised
 * stays so until another one fits better.
 *
 * @spec kernel 9.3
 */
import type { Composer } from './composer.ts';
import type { Profile } from './profile.ts';
import { type Reading, readScreen } from './reading.ts';
import { plainRows, type Screen } from './screen.ts';

export interface Recognised {
  readonly profile: Profile;
  readonly reading: Reading;
}

const liveScore = 4;
const composerScore = 2;
const looseScore = 1;
const signsMax = 3;
/** A composer and a word of its own, or two words: fewer may be chance. */
const scoreMin = 2;

/** `fallback` reads the screen when nobody's fits. */
export function recognise(
  screen: Screen,
  known: readonly Profile[],
  current: Profile,
  fallback: Profile,
): Recognised {
  const text = plainRows(screen).join('\n');
  let best: (Recognised & { readonly score: number }) | null = null;
  for (const profile of known) {
    const reading = readScreen(screen, profile);
    const score = scoreOf(text, profile, reading) + (profile.id === current.id ? 0.5 : 0);
    if (score >= scoreMin && (best === null || score > best.score)) {
      best = { profile, reading, score };
    }
  }
  if (best !== null) return best;
  // Nothing to recognise, as while a dialog covers everything: the program is still the same.
  if (current.id !== fallback.id) return { profile: current, reading: readScreen(screen, current) };
  return { profile: fallback, reading: readScreen(screen, fallback) };
}

function scoreOf(text: string, profile: Profile, { sight, composer }: Reading): number {
  const own = composer !== null && hasOwnPrompt(composer, profile) ? 1 : 0;
  const signs = profile.signs.filter((sign) => text.includes(sign)).length;
  const said = Math.min(signsMax, own + signs);
  if (said === 0 && sight !== 'live') return 0;
  const placed = composer === null ? 0 : composer.framed ? composerScore : looseScore;
  return said + placed + (sight === 'live' ? liveScore : 0);
}

function hasOwnPrompt({ frame, text }: Composer, { composer }: Profile): boolean {
  const glyph = (text[0] ?? '').trimStart().charAt(0);
  return frame === 'rules' && glyph !== '' && composer.ownPrompts.includes(glyph);
}
