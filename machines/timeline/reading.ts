/**
 * What became of one value of the file: the value as the model wants it, or the law it broke.
 * The place is added by whoever knows the document.
 *
 * @spec timeline phase 1
 */

export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: Fault };

export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** Where inside the value, when it is not the value as a whole. */
  readonly path?: readonly (string | number)[];
  /** Whether the place is the last key of the path rather than its value. */
  readonly part?: 'key';
  /** Where inside its text, in characters, when it is not the text as a whole. */
  readonly offset?: number;
}

export function read<Value>(value: Value): Reading<Value> {
  return { ok: true, value };
}

export function fault(code: string, message: string, hint?: string): Reading<never> {
  return { ok: false, fault: hint === undefined ? { code, message } : { code, message, hint } };
}
