/**
 * What becomes of a body on its way into a terminal, as the law says it: what could act as a
 * command is replaced, each replacement is a loss, the submit key is never part of the text.
 *
 * @spec kernel 3.1 8
 */

export interface Expected {
  readonly mode: string;
  readonly text: string;
  readonly lost: number;
}

/** Control characters but for tab and line feed; halves of pairs. */
const isCommand = (char: string): boolean =>
  /^[\p{Control}\p{Surrogate}]$/u.test(char) && char !== '\t' && char !== '\n';

export function expectedText(payload: Readonly<Record<string, unknown>>): Expected {
  const body = String(payload.body ?? '');
  const asked = payload.mode === 'paste' || payload.mode === 'keys' ? payload.mode : null;
  const mode = asked ?? (body.includes('\n') || body.includes('\r') ? 'paste' : 'keys');
  const lines = body.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  const breaks = mode === 'keys' ? lines.split('\n').length - 1 : 0;
  const flat = mode === 'keys' ? lines.replaceAll('\n', ' ') : lines;
  const chars = [...flat];
  const text = chars.map((char) => (isCommand(char) ? '\uFFFD' : char)).join('');
  return { mode, text, lost: breaks + chars.filter(isCommand).length };
}
