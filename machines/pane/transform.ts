/**
 * A body made fit for a terminal: whatever could end a bracketed paste or act as a command is
 * replaced, and each loss is counted. The submit key is never part of the text.
 *
 * @spec kernel 3.1 8
 */

export interface Transformed {
  readonly text: string;
  /** Code points that the text no longer says. */
  readonly lost: number;
}

/** How text is entered: as a bracketed paste, where the program switched it on, or as keys. */
export type InjectionMode = 'paste' | 'keys';

const replacement = '\uFFFD';

export function transformBody(body: string, mode: InjectionMode): Transformed {
  let lost = 0;
  let text = '';
  for (const char of body.replace(/\r\n?/g, '\n')) {
    const code = char.codePointAt(0) ?? 0;
    if (char === '\n' && mode === 'keys') {
      // A line break typed as a key would submit: it becomes a blank, which loses the break.
      lost += 1;
      text += ' ';
    } else if (isCommand(code)) {
      lost += 1;
      text += replacement;
    } else text += char;
  }
  return { text, lost };
}

/** Control characters except tab and line feed, C1, and halves of surrogate pairs. */
function isCommand(code: number): boolean {
  if (code === 0x09 || code === 0x0a) return false;
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || (code >= 0xd800 && code <= 0xdfff);
}
