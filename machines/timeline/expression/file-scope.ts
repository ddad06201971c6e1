/**
 * What the expressions of a file, or of the plan made of it, may ask about.
 *
 * @spec timeline phase 2
 */
import type { TimelineInput } from '../schema.ts';
import { declaredSignals, userSignalsOf } from '../signal/user-signal.ts';
import type { Plan } from '../timeline.ts';
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

export function scopeOfPlan({
  signals = [],
  target,
  events,
  inputs = [],
}: Pick<Plan, 'signals' | 'target' | 'events' | 'inputs'>): Scope {
  const inputIds = inputs.map(({ id }) => id);
  return {
    signals: declaredSignals(signals, target.pane !== undefined),
    ...{ eventIds: [...events.map(({ id }) => id), ...inputIds], inputIds },
    usualWindow: windowUsualMs,
  };
}

/** The same scope where more is known: how long the run lasts, and how often the program restarts. */
export function narrowed(scope: Scope, { fromMs, untilMs, restartsMax }: Narrowing): Scope {
  const narrow: Readonly<Record<string, { readonly min?: number; readonly max?: number }>> = {
    elapsed_s: { min: fromMs / 1_000, ...(untilMs === null ? {} : { max: untilMs / 1_000 }) },
    restarts: restartsMax === null ? {} : { max: restartsMax },
  };
  const signals = scope.signals.map((signal) => ({ ...signal, ...narrow[signal.name] }));
  return { ...scope, signals };
}

export interface Narrowing {
  /** Nothing is asked before. */
  readonly fromMs: number;
  /** The end of the run; null where the file does not tell. */
  readonly untilMs: number | null;
  readonly restartsMax: number | null;
}
