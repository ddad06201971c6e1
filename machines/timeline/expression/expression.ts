/**
 * An expression after it was read: what it asks about, what it is for a reading, and the values
 * that it saw.
 *
 * @spec timeline phase 2
 */
import type { SignalDeclaration, WindowFunction } from './signals.ts';

/** Longest expression, in characters. */
export const expressionMax = 512;

export type Value = number | boolean | string;

/** What there is to ask about in a file. */
export interface Scope {
  readonly signals: readonly SignalDeclaration[];
  readonly eventIds: readonly string[];
  /** Those of the events that are inputs; none unless told otherwise. */
  readonly inputIds?: readonly string[];
  /** Length of a window that is not told, in milliseconds; `whole` for the whole run. */
  readonly usualWindow: number | 'whole';
}

/** What is known at a tick. A signal that is missing or null has no figure now. */
export interface Reading {
  readonly signals: Readonly<Record<string, Value | null>>;
  readonly events: Readonly<Record<string, { readonly state: string; readonly outcome: string }>>;
  /** By the key of the window. */
  readonly windows: Readonly<Record<string, number | null>>;
}

export interface Window {
  /** As in `avg(cpu_load, 10s)`. */
  readonly key: string;
  readonly fn: WindowFunction;
  readonly signal: string;
  readonly lengthMs: number | 'whole';
}

/** Null: some signal that matters has no figure. */
export type Outcome<Type extends Value = Value> = Type | null;

export interface Evaluation {
  readonly value: Outcome;
  /** Everything that was asked about, by the words of the expression. */
  readonly saw: Readonly<Record<string, Value | null>>;
}

export interface Expression {
  /** As written. */
  readonly text: string;
  readonly type: 'double' | 'bool' | 'string';
  readonly signals: readonly string[];
  /** Of these the latest figure is asked for, and not only a window. */
  readonly latest: readonly string[];
  readonly eventIds: readonly string[];
  readonly windows: readonly Window[];
  /** For a `bool` that no reading can make true, or none false; where signals have figures. */
  readonly constant: boolean | null;
  evaluate(reading: Reading): Evaluation;
}

/** A law that the expression breaks; the place is counted in characters of what was written. */
export interface ExpressionFault {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly offset: number;
}

export type Compiled =
  | { readonly ok: true; readonly value: Expression }
  | { readonly ok: false; readonly faults: readonly ExpressionFault[] };

/** Reads an expression; `compile.ts` is the one there is, loaded only when a file has any. */
export type CompileExpression = (text: string, scope: Scope) => Compiled;
