/**
 * What stands between a program's bytes and the terminal: counts in control sequences are clamped to
 * 4,096, the payload of string sequences to 64 KiB, whatever the chunks. `CSI 2147483647 b`, fifteen
 * bytes, kept a terminal busy for two minutes. It also hears what the sequences ask and say, so
 * that only a fixed table of answers is ever given.
 *
 * @spec kernel 9.3
 */

/** No screen has more rows or columns; more repetitions show nothing new. */
export const countMax = 4_096;
/** Most of an OSC, DCS, APC, PM or SOS that is kept. */
export const payloadMax = 64 * 1024;
/** Longer parameter lists than this are no control sequence of any program. */
const parametersMax = 512;
/** More accents than this on one character are an attack on the cell that holds them. */
const marksMax = 16;

/** Moving a whole screen by more than its own height leaves it empty, and costs by the row. */
const scrolling = new Set('LMST');
/** Tabs beyond the last column lead nowhere. */
const tabbing = new Set('IZ');

export interface ClampEars {
  /** Size of the screen now, beyond which some counts mean nothing. */
  readonly size?: () => { readonly rows: number; readonly columns: number };
  /** A control sequence, complete and clamped, such as `CSI 6n`, without its introducer. */
  readonly onSequence?: (sequence: string) => void;
  /** The payload of an OSC. */
  readonly onOsc?: (payload: string) => void;
}

export interface Clamp {
  /** The harmless part of what is complete so far. */
  pass(text: string, emit: (text: string) => void): void;
}

type State = 'ground' | 'escape' | 'csi' | 'csi-ignore' | 'string';

const bell = 0x07;
const cancel = 0x18;
const substitute = 0x1a;
const escapeCode = 0x1b;
const stringTerminator = 0x9c;

/** Introducers of string sequences by their final after ESC; their C1 form lies 0x40 above. */
const stringKinds: Readonly<Record<number, string>> = {
  80: 'P',
  88: 'X',
  93: ']',
  94: '^',
  95: '_',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const control = /[\u001b\u0080-\u009f]/g;
const c1 = /[\u0080-\u009f]/g;
/** The first mark there is; most text has none, and looking for them costs as much as drawing. */
const mayHoldMarks = /[\u0300-\uffff]/;
const marks = new RegExp(`(\\p{Mn}{${marksMax}})\\p{Mn}+`, 'gu');

export function createClamp(ears: ClampEars = {}): Clamp {
  return new StreamClamp(ears);
}

class StreamClamp implements Clamp {
  readonly #ears: ClampEars;
  #state: State = 'ground';
  #pending = '';
  #kind = '';
  #marksSoFar = 0;

  constructor(ears: ClampEars) {
    this.#ears = ears;
  }

  pass(text: string, emit: (text: string) => void): void {
    let at = 0;
    while (at < text.length) {
      if (this.#state === 'ground') at = this.#ground(text, at, emit);
      else if (this.#state === 'string') at = this.#string(text, at, emit);
      else {
        this.#sequence(text.charCodeAt(at), text[at] ?? '', emit);
        at += 1;
      }
    }
  }

  /** Plain text up to the next introducer. */
  #ground(text: string, from: number, emit: (text: string) => void): number {
    control.lastIndex = from;
    const at = control.exec(text)?.index ?? text.length;
    if (at > from) emit(this.#thinned(text.slice(from, at)));
    if (at < text.length) this.#introduce(text.charCodeAt(at), emit);
    return at + 1;
  }

  /** Counts accents across chunks, and keeps the first few of each run. */
  #thinned(text: string): string {
    if (!mayHoldMarks.test(text)) {
      this.#marksSoFar = 0;
      return text;
    }
    const [lead = ''] = /^\p{Mn}*/u.exec(text) ?? [];
    const kept = lead.slice(0, Math.max(0, marksMax - this.#marksSoFar));
    const rest = text.slice(lead.length).replace(marks, '$1');
    if (rest === '') this.#marksSoFar += lead.length;
    else this.#marksSoFar = /\p{Mn}*$/u.exec(rest.slice(-marksMax))?.[0].length ?? 0;
    return kept + rest;
  }

  #introduce(code: number, emit: (text: string) => void): void {
    if (code === escapeCode) this.#begin('escape');
    else if (code === 0x9b) this.#begin('csi');
    else if (stringKinds[code - 0x40] !== undefined) this.#beginString(code - 0x40);
    else emit(String.fromCharCode(code));
  }

  #begin(state: State): void {
    this.#state = state;
    this.#pending = '';
  }

  #beginString(code: number): void {
    this.#kind = stringKinds[code] ?? '';
    this.#begin('string');
  }

  #sequence(code: number, char: string, emit: (text: string) => void): void {
    if (code === escapeCode) {
      this.#begin('escape');
      return;
    }
    if (code === cancel || code === substitute) {
      this.#begin('ground');
      return;
    }
    if (code >= 0x80 && code <= 0x9f) {
      this.#begin('ground');
      this.#introduce(code, emit);
      return;
    }
    // Controls inside a sequence act at once, as on any terminal.
    if (code < 0x20) {
      emit(char);
      return;
    }
    if (this.#state === 'escape') {
      this.#escaped(code, char, emit);
      return;
    }
    const final = code >= 0x40 && code <= 0x7e;
    if (!final) {
      if (this.#pending.length >= parametersMax || code > 0x7e) this.#state = 'csi-ignore';
      else this.#pending += char;
      return;
    }
    const dropped = this.#state === 'csi-ignore';
    const clamped = `${clampedCounts(this.#pending, this.#mostOf(char))}${char}`;
    this.#begin('ground');
    if (dropped) return;
    emit(`\u001b[${clamped}`);
    this.#ears.onSequence?.(clamped);
  }

  #mostOf(final: string): number {
    const { rows = countMax, columns = countMax } = this.#ears.size?.() ?? {};
    return scrolling.has(final) ? rows : tabbing.has(final) ? columns : countMax;
  }

  #escaped(code: number, char: string, emit: (text: string) => void): void {
    if (this.#pending === '' && char === '[') {
      this.#begin('csi');
      return;
    }
    if (this.#pending === '' && stringKinds[code] !== undefined) {
      this.#beginString(code);
      return;
    }
    const intermediate = code >= 0x20 && code <= 0x2f;
    if (intermediate && this.#pending.length < 4) {
      this.#pending += char;
      return;
    }
    const text = `\u001b${this.#pending}${char}`;
    this.#begin('ground');
    if (!intermediate && code < 0x7f) emit(text);
  }

  /** Gathers a payload up to its end, which may be in a later chunk. */
  #string(text: string, from: number, emit: (text: string) => void): number {
    let at = from;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      const ends = code === escapeCode || code === cancel || code === substitute;
      if (ends || code === stringTerminator || (code === bell && this.#kind === ']')) break;
    }
    const room = payloadMax - this.#pending.length;
    if (room > 0) this.#pending += text.slice(from, Math.min(at, from + room));
    if (at === text.length) return at;
    const code = text.charCodeAt(at);
    const payload = this.#pending;
    this.#begin(code === escapeCode ? 'escape' : 'ground');
    if (code === cancel || code === substitute) return at + 1;
    emit(`\u001b${this.#kind}${payload.replace(c1, '')}\u001b\\`);
    if (this.#kind === ']') this.#ears.onOsc?.(payload);
    return at + 1;
  }
}

/** A number of four digits or more, or one with leading zeros. */
const oddNumber = /\d{4}|(?:^|\D)0\d/;

function clampedCounts(parameters: string, most: number): string {
  if (most === countMax && !oddNumber.test(parameters)) return parameters;
  const clamped = (digits: string) => (digits.length > 9 ? most : Math.min(most, Number(digits)));
  // Leading zeros may make any number long.
  return parameters.replace(/0*(\d+)/g, (_, digits: string) => String(clamped(digits)));
}
