/**
 * What the expressions of a file may ask about.
 *
 * @spec timeline phase 2
 */
import type { TimelineInput } from '../schema.ts';
import { declaredSignals, userSignalsOf } from '../signal/user-signal.ts';
import type { Scope } from './expression.ts';
import { windowUsualMs } from './signals.ts';

/** `ids` are those of the events; without any nothing may be asked about events. */
export function scopeOfFile(
  { signals, target }: TimelineInput,
  ids: { readonly eventIds: readonly string[]; readonly inputIds?: readonly string[] },
): Scope {
  const declared = declaredSignals(userSignalsOf(signals), target?.pane !== undefined);
  return { signals: declared, ...ids, usualWindow: windowUsualMs };
}
