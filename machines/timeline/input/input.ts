/**
 * What is typed into the program under test, and when: inputs play on lanes of their own, each for
 * a pane, and go through the event kernel like anybody's text.
 *
 * @spec timeline language
 */
import type { StartWish } from '../condition/wish.ts';

/** The pane that `target.pane` opens: the only one that a timeline has. */
export const targetPaneId = '1';
export const paneIds: readonly string[] = [targetPaneId];

/** Programs whose screens are known by name; `generic` is any other. */
export const clis = ['claude', 'codex', 'gemini', 'generic'] as const;
export type Cli = (typeof clis)[number];

/** Longest text of an input, in bytes of UTF-8. */
export const inputBytesMax = 65_536;
/** The plan leaves so much room for an input to be let through, submitted and verified. */
export const inputRoomMs = 10_000;

/** The terminal that the program runs in. */
export interface TargetPane {
  readonly cols: number;
  readonly rows: number;
  /** Null: its screen tells which it is. */
  readonly cli: Cli | null;
}

export interface InputEvent {
  readonly id: string;
  /** Index of its lane among the input lanes. */
  readonly lane: number;
  readonly paneId: string;
  /** Offset from the start of the run; the earliest there can be for one that waits. */
  readonly startMs: number;
  /** What it waits for; absent for one that is typed at its time. */
  readonly start?: StartWish;
  readonly text: string;
  /** A recovery intent: passes the gates that let recovery through. */
  readonly critical: boolean;
  /** Whom the text is meant for; null where it is not said. */
  readonly cli: Cli | null;
}

export interface InputLane {
  readonly paneId: string;
  /** What the screen calls it. */
  readonly name: string;
}

/** Bytes of UTF-8; a lone surrogate counts as the three bytes that replace it. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}
