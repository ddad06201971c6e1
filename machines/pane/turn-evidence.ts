/**
 * What a screen tells of a submit: the text left the place where it was typed, and something began.
 * Output alone proves nothing, and neither does an input that is empty. A pure function of two
 * screens: as it was when the submit key was pressed, and as it is.
 *
 * @spec kernel 3.1 9.1
 */
import type { Profile } from '../compaction/profile.ts';
import { type Reading, readScreen } from '../compaction/reading.ts';
import { plainRows, type Screen } from '../compaction/screen.ts';

/** Strong evidence, as a code word. */
export type TurnEvidence =
  /** The box is empty and the program says that it works. */
  | 'turn_started'
  /** The box is empty and the text stands in the history, or in the program's own queue. */
  | 'message_moved'
  /** The box is empty, and what stands above it is new. */
  | 'new_output'
  /** The line that was typed stands above the cursor. */
  | 'line_entered'
  /** The cursor left the line, which shows no text. */
  | 'prompt_moved';

/** So many of the last characters tell a text from others; blanks do not count. */
const needleMax = 24;
/** Fewer could stand anywhere. */
const needleMin = 3;

/** A terminal that collects a line for its program throws away what is more, and echoes none of it. */
export const lineBytesMax = 4_095;

/** How things were before the submit. */
export interface TurnMark {
  /** Only the text itself proves that all of it got there. */
  readonly isLong: boolean;
  /** The end of the text, without blanks. */
  readonly needle: string;
  readonly screen: Screen;
  readonly reading: Reading | null;
  /** How often the end of the text stood on the screen before it was written. */
  readonly shownBefore: number;
}

/** Before the first byte of a text is written. */
export function shownOn(screen: Screen, text: string): number {
  return countOf(plainRows(screen), needleOf(text));
}

/** Whether the text is to be seen, which was so often on the screen before it was written. */
export function isSeen(screen: Screen, text: string, shownBefore: number): boolean {
  return shownOn(screen, text) > shownBefore || holds(lineOf(screen), needleOf(text));
}

/** Whether something stands in the box; null where no box is seen. */
export function draftOn(screen: Screen, profile: Profile | null): boolean | null {
  const reading = profile === null ? null : readScreen(screen, profile);
  if (profile === null || !reading?.composer) return null;
  return contentOf(reading, profile) !== '';
}

/** `profile`: of a program that is known; null for any other. */
export function markTurn(
  screen: Screen,
  profile: Profile | null,
  text: string,
  shownBefore: number,
): TurnMark {
  const reading = profile === null ? null : readScreen(screen, profile);
  // A character is three bytes of UTF-8 at most for each UTF-16 unit.
  const isLong = text.length * 3 >= lineBytesMax && bytesOf(text) >= lineBytesMax;
  return { isLong, needle: needleOf(text), screen, reading, shownBefore };
}

/** Null as long as nothing speaks for it strongly. */
export function turnEvidence(
  mark: TurnMark,
  screen: Screen,
  profile: Profile | null,
): TurnEvidence | null {
  if (profile !== null) return ofComposer(mark, screen, profile);
  const evidence = ofLine(mark, screen);
  return mark.isLong && evidence !== 'line_entered' ? null : evidence;
}

function ofComposer(mark: TurnMark, screen: Screen, profile: Profile): TurnEvidence | null {
  const now = readScreen(screen, profile);
  const before = mark.reading;
  if (now.composer === null || before === null) return null;
  const typed = before.composer === null ? '' : contentOf(before, profile);
  const left = contentOf(now, profile);
  const holdsText =
    left !== '' && (holds(left, mark.needle) || (typed !== '' && left.includes(typed)));
  if (holdsText) return null;
  if (typed === '' && left === '' && mark.needle !== '' && before.composer !== null) {
    // The text was not in sight when the key was pressed: an empty box says nothing.
    return countAbove(now, screen, mark.needle) > mark.shownBefore && canTell(mark.needle)
      ? 'message_moved'
      : null;
  }
  if (now.busy !== null && before.busy === null) return 'turn_started';
  const isTold = countAbove(now, screen, mark.needle) > mark.shownBefore;
  if (isTold && canTell(mark.needle)) return 'message_moved';
  // A long paste stands in the box as a chip, and moves as such.
  const chip = typed.slice(-needleMax);
  const chips = countAbove(now, screen, chip) > countAbove(before, mark.screen, chip);
  if (chips && canTell(chip)) return 'message_moved';
  const wasAtWork = before.busy !== null || before.live !== null;
  return !wasAtWork && historyOf(now, screen) !== historyOf(before, mark.screen)
    ? 'new_output'
    : null;
}

function ofLine(
  { needle, screen: before, shownBefore }: TurnMark,
  screen: Screen,
): TurnEvidence | null {
  const line = lineOf(screen);
  const typed = lineOf(before);
  if (canTell(needle)) {
    if (holds(line, needle)) return null;
    const above = plainRows(screen).slice(0, screen.cursor.row);
    if (countOf(above, needle) > shownBefore) return 'line_entered';
    if (!holds(typed, needle)) return movedOn(before, screen) ? 'prompt_moved' : null;
  } else if (typed !== '' && line.startsWith(typed) && !movedOn(before, screen)) return null;
  if (movedOn(before, screen)) return 'prompt_moved';
  return before.rows.join('\n') === screen.rows.join('\n') ? null : 'new_output';
}

function movedOn(before: Screen, now: Screen): boolean {
  return now.cursor.row > before.cursor.row;
}

/** What stands in the box, without its prompt; a placeholder is nothing. */
function contentOf({ composer }: Reading, profile: Profile): string {
  const [first = '', ...rest] = composer?.text ?? [];
  const text = [first.trimStart(), ...rest].join('\n').trimEnd();
  const glyph = String.fromCodePoint(text.codePointAt(0) ?? 0);
  const content = (
    profile.composer.prompts.includes(glyph) ? text.slice(glyph.length) : text
  ).trim();
  return profile.composer.placeholders.some((one) => content.startsWith(one))
    ? ''
    : squeezed(content);
}

function historyOf({ composer }: Reading, screen: Screen): string {
  return plainRows(screen)
    .slice(0, composer?.top ?? 0)
    .join('\n')
    .trim();
}

function countAbove({ composer }: Reading, screen: Screen, needle: string): number {
  return countOf(plainRows(screen).slice(0, composer?.top ?? 0), needle);
}

/** The cursor's row up to the cursor. */
function lineOf(screen: Screen): string {
  const row = plainRows(screen)[screen.cursor.row] ?? '';
  return squeezed(row);
}

function canTell(needle: string): boolean {
  return needle.length >= needleMin;
}

/** A wrapped text has only its end on the last row. */
function holds(line: string, needle: string): boolean {
  if (needle === '') return false;
  if (line.includes(needle)) return true;
  // At least this much of it stands on the last row of a wrapped text.
  return line.length >= needleMin && needle.endsWith(line);
}

function countOf(rows: readonly string[], needle: string): number {
  if (needle === '') return 0;
  return squeezed(rows.join('')).split(needle).length - 1;
}

function needleOf(text: string): string {
  return squeezed(text).slice(-needleMax);
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}

/** Of UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const one of text) {
    const code = one.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
