/**
 * What a terminal sends while it is attached, told apart: keys for the program, the two strokes
 * that detach, and what the terminal itself answers to questions of the program. The hands have
 * answered those already; passed on, an answer would be typed.
 *
 * @spec kernel 3.2
 */

/** Ctrl-\ as a byte, and as terminals spell it that report keys in full. */
const strokes = ['\u001c', '\u001b[92;5u', '\u001b[27;5;92~'] as const;

/** Device attributes, modes, versions, colours, and where the cursor is. */
const reports = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these begin with one.
  /^\u001b\[[?>=][\d;:]*(?:c|n|u|S|\$y)/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these begin with one.
  /^\u001b\[(?!1;[2-8]R)\d{1,4};\d{1,4}R/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these begin with one.
  /^\u001b\[[08]n/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these begin with one.
  /^\u001b\[\d+(?:;\d+)*t/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these begin with one.
  /^\u001b[P\]_^](?:[^\u0007\u001b]|\u001b(?!\\))*(?:\u0007|\u001b\\)/,
] as const;

export interface KeyReader {
  readonly read: (text: string) => KeysRead;
  /** What waits for a second stroke that did not come: it is a key after all. */
  readonly release: () => string;
}

export interface KeysRead {
  /** For the program, in order. */
  readonly keys: string;
  readonly detached: boolean;
  /** A stroke waits to become two. */
  readonly waits: boolean;
}

export function createKeyReader(): KeyReader {
  let held = '';
  return {
    read(text) {
      let keys = '';
      for (let at = 0; at < text.length; ) {
        const rest = text.slice(at);
        const stroke = strokes.find((each) => rest.startsWith(each));
        if (stroke !== undefined) {
          at += stroke.length;
          if (held !== '') {
            held = '';
            return { keys, detached: true, waits: false };
          }
          held = stroke;
          continue;
        }
        const report = rest.startsWith('\u001b') ? reportIn(rest) : 0;
        at += report > 0 ? report : 1;
        if (report > 0) continue;
        keys += held + (rest[0] ?? '');
        held = '';
      }
      return { keys, detached: false, waits: held !== '' };
    },
    release() {
      const keys = held;
      held = '';
      return keys;
    },
  };
}

/** Length of the report that the text begins with; 0 when it begins with none. */
function reportIn(text: string): number {
  for (const report of reports) {
    const found = report.exec(text);
    if (found) return found[0].length;
  }
  return 0;
}
