/**
 * What of a user's keys stands in the line and was not sent: what is entered behind it would be sent
 * together with it. A guess from keys, for programs whose box nobody can read, that the screen must
 * confirm: a key that answered a question stands nowhere.
 *
 * @spec kernel 9.1
 */
import { plainRows, type Screen } from '../compaction/screen.ts';

const esc = '\u001b';
/** Enter, line feed, and the keys that empty a line: Ctrl-C, Ctrl-D, Ctrl-U. */
const emptying: ReadonlySet<string> = new Set(['\r', '\n', '\u0003', '\u0004', '\u0015']);
const erasing: ReadonlySet<string> = new Set(['\b', '\u007f']);
/** Its end tells it from other text. */
const draftMax = 16;

/** The end of the draft after these keys, which are whole strokes. */
export function draftAfter(before: string, keys: string): string {
  const draft = [...before];
  let last = '';
  let isSequence = false;
  for (const key of keys) {
    if (key === esc) isSequence = true;
    else if (isSequence) {
      const isOpening = last === esc && (key === '[' || key === 'O');
      isSequence = isOpening || key < '@';
    } else if (emptying.has(key)) draft.length = 0;
    else if (erasing.has(key)) draft.pop();
    else if (key >= ' ') draft.push(key);
    last = key;
  }
  return draft.slice(-draftMax).join('');
}

/** Whether it stands before the cursor. */
export function standsOn(screen: Screen, draft: string): boolean {
  const end = draft.replace(/\s+/g, '');
  const row = plainRows(screen)[screen.cursor.row] ?? '';
  return end !== '' && row.replace(/\s+/g, '').endsWith(end);
}
