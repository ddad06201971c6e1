/**
 * What a terminal sends while it is attached, told apart: keys for the program, the two strokes
 * that detach, what it reports of window and mouse, which is for the program but typed by nobody,
 * and what it answers to questions of the program. The hands have answered those already; passed
 * on, an answer would be typed. What is pasted is text, whatever it looks like.
 *
 * @spec kernel 3.2
 */

/** Ctrl-\ as a byte, and as terminals spell it that report keys in full. */
const strokes = ['\u001c', '\u001b[92;5u', '\u001b[27;5;92~'] as const;

const [pasteBegin, pasteEnd] = ['\u001b[200~', '\u001b[201~'] as const;

/** Device attributes, modes, versions, colours, and where the cursor is. */
const answers = [
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

/** The window that comes to the front or leaves it, and the mouse in its three spellings. */
const reports = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these begin with one.
  /^\u001b\[[IO]/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these begin with one.
  /^\u001b\[<\d+;\d+;\d+[Mm]/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these begin with one.
  /^\u001b\[\d+;\d+;\d+M/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these begin with one.
  /^\u001b\[M[\s\S]{3}/,
] as const;

/** Longest answer of which a part is waited for. */
const answerMax = 1_024;
/** All of a text that is less than one of the above. */
const beginning =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these begin with one.
  /^\u001b(?:\[(?:M[\s\S]{0,2}|[<?>=]?[\d;:]*\$?)?|[P\]_^](?:[^\u0007\u001b]|\u001b(?!\\))*)?$/;

/** For the program. */
export interface Sent {
  readonly data: string;
  /** Nobody pressed a key for it. */
  readonly isReport: boolean;
}

export interface KeyReader {
  readonly read: (text: string) => KeysRead;
  /** What was waited for did not come: what is there are keys after all. */
  readonly release: () => string;
}

export interface KeysRead {
  /** In order. */
  readonly sent: readonly Sent[];
  readonly detached: boolean;
  /** For a second stroke, the rest of a sequence, or the end of what is pasted. */
  readonly waitsFor: 'stroke' | 'rest' | 'paste' | null;
}

export function createKeyReader(): KeyReader {
  let [held, cut, isPasting] = ['', '', false];
  const waitsFor = () => {
    if (isPasting) return 'paste';
    if (cut !== '') return 'rest';
    return held === '' ? null : 'stroke';
  };
  return {
    read(text) {
      const sent: Sent[] = [];
      const keys = (data: string): void => {
        const last = sent.at(-1);
        if (last?.isReport === false) sent.splice(-1, 1, { ...last, data: last.data + data });
        else if (data !== '') sent.push({ data, isReport: false });
      };
      const all = cut + text;
      cut = '';
      for (let at = 0; at < all.length; ) {
        const rest = all.slice(at);
        if (isPasting) {
          const pasted = pastedIn(rest);
          isPasting = !pasted.isWhole;
          keys(rest.slice(0, pasted.length));
          at += pasted.length;
          if (isPasting) cut = rest.slice(pasted.length);
          if (isPasting) break;
          continue;
        }
        const stroke = strokes.find((each) => rest.startsWith(each));
        if (stroke !== undefined && held !== '') {
          held = '';
          return { sent, detached: true, waitsFor: null };
        }
        const report = lengthOf(reports, rest);
        const own = stroke?.length ?? (report || lengthOf(answers, rest));
        held = stroke ?? held;
        if (report > 0) sent.push({ data: rest.slice(0, report), isReport: true });
        at += own;
        if (own > 0) continue;
        if (rest.length <= answerMax && beginning.test(rest)) {
          cut = rest;
          break;
        }
        isPasting = rest.startsWith(pasteBegin);
        const key = isPasting ? pasteBegin : (rest[0] ?? '');
        keys(held + key);
        held = '';
        at += key.length;
      }
      return { sent, detached: false, waitsFor: waitsFor() };
    },
    release() {
      const keys = held + cut;
      [held, cut, isPasting] = ['', '', false];
      return keys;
    },
  };
}

/** How much of the text is pasted for certain, and whether that is all of it. */
function pastedIn(text: string): { readonly length: number; readonly isWhole: boolean } {
  const end = text.indexOf(pasteEnd);
  if (end >= 0) return { length: end + pasteEnd.length, isWhole: true };
  let tail = pasteEnd.length - 1;
  while (!text.endsWith(pasteEnd.slice(0, tail))) tail -= 1;
  return { length: text.length - tail, isWhole: false };
}

/** Length of the one that the text begins with; 0 when it begins with none. */
function lengthOf(kinds: readonly RegExp[], text: string): number {
  if (!text.startsWith('\u001b')) return 0;
  for (const kind of kinds) {
    const found = kind.exec(text);
    if (found) return found[0].length;
  }
  return 0;
}
