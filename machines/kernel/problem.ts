/**
 * A Problem is an expected failure as a value: what a user can cause, said all at once and
 * never thrown.
 *
 * @spec timeline phase 1
 */

/** Where in the user's input a problem sits. `line` and `column` count from 1. */
export interface Place {
  readonly file?: string;
  /** Dotted path of the value in the document, such as `tracks[0].events[1].for`. */
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
}

export interface Problem {
  /** Stable, SCREAMING_SNAKE name of the law that was broken, such as `UNKNOWN_AXIS`. */
  readonly code: string;
  /** The law and the value: "Expected X, got Y." */
  readonly message: string;
  readonly where?: Place;
  /** What to do about it: "Try …" or "Did you mean …?". */
  readonly hint?: string;
}

/** A value, or every problem that kept us from having one. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function succeed<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

export function refuse(problems: readonly Problem[]): Result<never> {
  return { ok: false, problems };
}
