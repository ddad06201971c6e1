/**
 * Everything that is entered into one terminal: texts in small chunks, the submit key, the user's
 * keys, and answers to what the program asked its terminal. The user's keys wait while a text
 * stands there unsubmitted, for a second at most; nothing comes between the chunks of a text.
 *
 * @spec kernel 3.1 9.1
 */
import type { Clock, TerminalWrite } from '../../runtime/host/host.ts';

/** A program that reads line by line takes no more at once; the next goes when this is taken. */
export const chunkBytes = 1_024;
/** Longest that the user's keys wait for a text, and most of them. */
export const heldMs = 1_000;
export const heldBytesMax = 64 * 1024;

const pasteBegin = '\u001b[200~';
const pasteEnd = '\u001b[201~';
export const submitKey = '\r';

export interface InputWorld {
  readonly clock: Clock;
  encode(text: string): Uint8Array;
  write(bytes: Uint8Array, done: (outcome: TerminalWrite) => void): void;
  /** Keys of the user are being entered. */
  typed(): void;
  /** Keys of the user that were not entered, and why. */
  dropped(bytes: number, reason: string): void;
}

export interface PaneInput {
  /** `done` is told when the terminal has taken the last byte of the text, or will not. */
  enter(text: string, isPaste: boolean, done: (outcome: TerminalWrite) => void): void;
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
  /** A text is on its way, or stands there and was not submitted. */
  #stage: 'free' | 'entering' | 'entered' = 'free';
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #answers: Uint8Array[] = [];
  #timer: unknown;

  constructor(world: InputWorld) {
    this.#world = world;
  }

  enter(text: string, isPaste: boolean, done: (outcome: TerminalWrite) => void): void {
    this.#stage = 'entering';
    // As a real terminal pastes: a line break is what its key sends.
    const whole = isPaste ? `${pasteBegin}${text.replaceAll('\n', '\r')}${pasteEnd}` : text;
    this.#chunks(this.#world.encode(whole), 0, (outcome) => {
      this.#stage = outcome === 'taken' ? 'entered' : 'free';
      for (const answer of this.#answers.splice(0)) this.#write(answer);
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
    if (this.#stage === 'free') {
      this.#world.typed();
      this.#write(bytes);
      return;
    }
    if (this.#heldBytes + bytes.length > heldBytesMax) {
      this.#world.dropped(bytes.length, 'held_full');
      return;
    }
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    this.#timer ??= this.#world.clock.setTimeout(() => this.#overdue(), heldMs);
  }

  answer(data: string): void {
    const bytes = this.#world.encode(data);
    if (this.#stage === 'entering') this.#answers.push(bytes);
    else this.#write(bytes);
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
    if (this.#held.length > 0) this.#world.typed();
    for (const bytes of this.#held.splice(0)) this.#write(bytes);
  }

  #chunks(bytes: Uint8Array, from: number, done: (outcome: TerminalWrite) => void): void {
    const to = chunkEnd(bytes, from);
    this.#world.write(bytes.subarray(from, to), (outcome) => {
      if (outcome !== 'taken' || to >= bytes.length) done(outcome);
      else this.#chunks(bytes, to, done);
    });
  }

  #write(bytes: Uint8Array): void {
    this.#world.write(bytes, (outcome) => {
      if (outcome !== 'taken') this.#world.dropped(bytes.length, outcome);
    });
  }
}

/** Before the first byte of a character, never within one. */
export function chunkEnd(bytes: Uint8Array, from: number): number {
  let end = Math.min(bytes.length, from + chunkBytes);
  while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}
