/**
 * Keeps the account of an event on the board: the asked dose by the trapezoidal rule, the
 * delivered one as whoever measures it says.
 *
 * @spec timeline execution semantics
 */
import type { Board } from '../board.ts';

export class Meter {
  private readonly board: Board;
  private lastMs: number;
  private lastAsked: number;
  private spanMs = 0;
  private asked = 0;
  private delivered = 0;

  constructor(board: Board, startMs: number) {
    this.board = board;
    this.lastMs = startMs;
    this.lastAsked = board.askedAt(startMs);
  }

  /** `delivered` is the integral of the dose since the last call: unit times milliseconds. */
  add(nowMs: number, delivered: number): void {
    const elapsed = nowMs - this.lastMs;
    const asked = this.board.askedAt(nowMs);
    this.spanMs += elapsed;
    this.asked += ((this.lastAsked + asked) / 2) * elapsed;
    this.delivered += delivered;
    this.lastMs = nowMs;
    this.lastAsked = asked;
    this.board.write({ spanMs: this.spanMs, asked: this.asked, delivered: this.delivered });
  }

  /** The account starts anew from here. */
  restart(): void {
    this.spanMs = 0;
    this.asked = 0;
    this.delivered = 0;
  }
}
