/**
 * What it takes to run a plan, and what comes back. `actors/system.ts` makes one.
 *
 * @spec timeline execution semantics
 */
import type { Hands, Leftover, TargetLife } from '../machines/hands/messages.ts';
import type { Plan } from '../machines/timeline/timeline.ts';
import type { Bus } from '../runtime/bus/bus.ts';
import type { Clock, Random } from '../runtime/host/host.ts';
import type { RunKernel } from './run-kernel.ts';

/** Conditions and samples are taken at this cadence unless told otherwise. */
export const defaultCadenceMs = 500;

export interface RunInput {
  readonly plan: Plan;
  readonly hands: Hands;
  /** The way into the pane of the target; needed by a plan that has `target.pane`. */
  readonly kernel?: RunKernel | null;
  readonly clock: Clock;
  readonly random: Random;
  /** Everything said during the run; subscribe before starting to miss nothing. */
  readonly bus: Bus;
  readonly cadenceMs?: number;
}

export type RunStatus = 'completed' | 'aborted' | 'interrupted' | 'errored';

/** The end of a run. All of it was said as events too, but for the tails of the target's output. */
export interface RunOutcome {
  readonly status: RunStatus;
  readonly lives: readonly TargetLife[];
  readonly leftovers: readonly Leftover[];
}

export interface Run {
  /** Settles when everything has ended and is cleaned up; never rejects for what a user can cause. */
  readonly done: Promise<RunOutcome>;
  /** Ctrl-C: the first stops in order, the second skips the grace period. */
  interrupt(): void;
  /** A stop condition or a safety limit. */
  abort(reason: string): void;
}
