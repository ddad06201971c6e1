/**
 * A part of an expression that keeps the laws: its type, what it evaluates to, what it can be.
 *
 * @spec timeline phase 2
 */
import type { Outcome, Reading, Value } from './expression.ts';
import type { Comparison, Interval, Truth } from './ranges.ts';
import type { SignalType } from './signals.ts';

export type Seen = Record<string, Value | null>;

/** A part of the expression that keeps the laws. */
export interface Judged {
  readonly type: SignalType;
  readonly evaluate: (reading: Reading, saw: Seen) => Outcome;
  /** Of a `double`. */
  readonly range?: Interval;
  /** Of a `bool`. */
  readonly truth?: Truth;
  /** What it says, when it is one signal or one number: for finding contradictions. */
  readonly name?: string;
  readonly literal?: Value;
  /** Words that a text can be. */
  readonly words?: readonly string[];
  /** Comparisons that hold together in it. */
  readonly together?: readonly Bound[];
  /** Comparisons that hold together when it does not. */
  readonly apart?: readonly Bound[];
}

export interface Bound {
  readonly name: string;
  readonly operator: Comparison;
  readonly value: number;
}
