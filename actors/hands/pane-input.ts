/**
 * Everything that is entered into one terminal: texts in small chunks, the submit key, the user's
 * keys, and answers to what the program asked its terminal. The user's keys wait while a text
 * stands there unsubmitted, for a second at most; nothing comes between the chunks of a text. Where
 * only half of one was taken nothing is entered behind it, until the user does.
 *
 * @spec kernel 3.1 9.1
 */
import type { Clock, TerminalWrite } from '../../runtime/host/host.ts';

/** A program that reads line by line takes no more at once; the next goes when this is taken. */
export const chunkBytes = 1_024;
/** Longest that the user's keys wait for a text. */
export const heldMs = 1_000;
/** Most of them, in bytes, that wait for a text or for the program to read. */
export const heldBytesMax = 64 * 1024;
/** Whoever asks its terminal so often does not read the answers, or does nothing else. */
export const answersMax = { waiting: 64, perSecond: 512 } as const;

const pasteBegin = '\u001b[200~';
const pasteEnd = '\u001b[201~';
export const submitKey = '\r';

export interface InputWorld {
  readonly clock: Clock;
  encode(text: string): Uint8Array;
  write(bytes: Uint8Array, done: (outcome: TerminalWrite, takenBytes: number) => void): void;
  /** Keys of the user are being entered. */
  typed(keys: string): void;
  /** Bytes of the user's keys, or answers of the terminal, that were not entered, and why. */
  dropped(what: 'keys' | 'answers', count: number, reason: string): void;
}

/** `half_before`: half of an earlier text stands there, and nothing of this one was entered. */
export type EnterOutcome = TerminalWrite | 'half_before';

export interface PaneInput {
  /** `done` is told when the terminal has taken the last byte of the text, or will not. */
  enter(text: string, isPaste: boolean, done: (outcome: EnterOutcome) => void): void;
  submit(done: (outcome: TerminalWrite) => void): void;
  type(data: string): void;
  /** What the terminal itself says to the program. */
  answer(data: string): void;
}

export function createPaneInput(world: InputWorld): PaneInput {
  return new TerminalInput(world);
}

class TerminalInput implements PaneInput {
  readonly #world: InputWorld;
  /** A text is on its way, or stands there and was not submitted, or half of one does. */
  #stage: 'free' | 'entering' | 'entered' | 'half' = 'free';
  /** The half is a paste, and has no end yet. */
  #paste: 'none' | 'open' | 'closing' = 'none';
  #held: string[] = [];
  #heldBytes = 0;
  /** Bytes of keys that the program has not read yet. */
  #unreadBytes = 0;
  #answers: Uint8Array[] = [];
  readonly #answered = { waiting: 0, sinceMs: 0, count: 0 };
  #timer: unknown;

  constructor(world: InputWorld) {
    this.#world = world;
  }

  enter(text: string, isPaste: boolean, done: (outcome: EnterOutcome) => void): void {
    if (this.#stage === 'half') {
      done('half_before');
      return;
    }
    this.#stage = 'entering';
    // As a real terminal pastes: a line break is what its key sends.
    const whole = isPaste ? `${pasteBegin}${text.replaceAll('\n', '\r')}${pasteEnd}` : text;
    this.#chunks(this.#world.encode(whole), 0, (outcome, takenBytes) => {
      const isHalf = outcome === 'stuck' && takenBytes > 0;
      this.#stage = outcome === 'taken' ? 'entered' : isHalf ? 'half' : 'free';
      if (isHalf && isPaste) this.#paste = 'open';
      for (const answer of this.#answers.splice(0)) this.#enterAnswer(answer);
      if (outcome !== 'taken') this.#release();
      done(outcome);
    });
  }

  submit(done: (outcome: TerminalWrite) => void): void {
    this.#world.write(this.#world.encode(submitKey), (outcome) => {
      this.#stage = 'free';
      this.#release();
      done(outcome);
    });
  }

  type(data: string): void {
    const bytes = this.#world.encode(data);
    const isWaiting = this.#stage === 'entering' || this.#stage === 'entered';
    if ((isWaiting ? this.#heldBytes : 0) + this.#unreadBytes + bytes.length > heldBytesMax) {
      this.#world.dropped('keys', bytes.length, isWaiting ? 'held_full' : 'unread');
      return;
    }
    if (!isWaiting) {
      // The user sees what stands there, and when he goes on it is his.
      this.#key(data, this.#stage === 'half');
      return;
    }
    this.#held.push(data);
    this.#heldBytes += bytes.length;
    this.#timer ??= this.#world.clock.setTimeout(() => this.#overdue(), heldMs);
  }

  answer(data: string): void {
    const reason = this.#tooMany();
    if (reason !== null) {
      this.#world.dropped('answers', 1, reason);
      return;
    }
    const bytes = this.#world.encode(data);
    this.#answered.waiting += 1;
    if (this.#stage === 'entering') this.#answers.push(bytes);
    else this.#enterAnswer(bytes);
  }

  /** By time: a program that asks and reads all day long is no reason to do nothing else. */
  #tooMany(): string | null {
    const answered = this.#answered;
    const nowMs = this.#world.clock.monotonicMs();
    if (nowMs - answered.sinceMs >= 1_000) {
      answered.sinceMs = nowMs;
      answered.count = 0;
    }
    answered.count += 1;
    if (answered.waiting >= answersMax.waiting) return 'unread';
    return answered.count > answersMax.perSecond ? 'flood' : null;
  }

  /** In the middle of a text even a second is too short: what comes after it is not lost. */
  #overdue(): void {
    this.#timer = undefined;
    if (this.#stage === 'entering') {
      this.#timer = this.#world.clock.setTimeout(() => this.#overdue(), heldMs / 10);
      return;
    }
    // Nobody submits it any more; the next key need not wait.
    this.#stage = 'free';
    this.#release();
  }

  #release(): void {
    this.#world.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#heldBytes = 0;
    for (const data of this.#held.splice(0)) this.#key(data, false);
  }

  #chunks(
    bytes: Uint8Array,
    from: number,
    done: (outcome: TerminalWrite, takenBytes: number) => void,
  ): void {
    const to = chunkEnd(bytes, from);
    this.#world.write(bytes.subarray(from, to), (outcome, takenBytes) => {
      if (outcome !== 'taken' || to >= bytes.length) done(outcome, from + takenBytes);
      else this.#chunks(bytes, to, done);
    });
  }

  #key(data: string, frees: boolean): void {
    const bytes = this.#world.encode(data);
    this.#world.typed(data);
    this.#closePaste();
    this.#unreadBytes += bytes.length;
    this.#world.write(bytes, (outcome) => {
      this.#unreadBytes -= bytes.length;
      if (outcome !== 'taken') this.#world.dropped('keys', bytes.length, outcome);
      else if (frees && this.#stage === 'half') this.#stage = 'free';
    });
  }

  /** Keys that come into an open paste are no keys. */
  #closePaste(): void {
    if (this.#paste !== 'open') return;
    this.#paste = 'closing';
    this.#world.write(this.#world.encode(pasteEnd), (outcome) => {
      this.#paste = outcome === 'taken' ? 'none' : 'open';
    });
  }

  #enterAnswer(bytes: Uint8Array): void {
    this.#world.write(bytes, (outcome) => {
      this.#answered.waiting -= 1;
      if (outcome !== 'taken') this.#world.dropped('answers', 1, outcome);
    });
  }
}

/** Before the first byte of a character, never within one. */
export function chunkEnd(bytes: Uint8Array, from: number): number {
  let end = Math.min(bytes.length, from + chunkBytes);
  while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}
