/**
 * The Theory of Constraints in a timeline: one axis is the bottleneck, the drum to which the rest
 * marches; rules say which other axes give way to it, when, and how far.
 *
 * @spec timeline phase 3
 */
import type { Axis } from '../axis.ts';
import type { Level, Percent } from '../level.ts';

/** What an axis does when it gives way. None of them ever asks for more than the plan does. */
export type Action =
  /** Each of its events takes this at most. */
  | { readonly do: 'intensity'; readonly level: Level | Percent }
  /** All of its events together take this at most. */
  | { readonly do: 'cap'; readonly level: Level | Percent }
  /** It takes nothing, and goes on afterwards. */
  | { readonly do: 'pause' }
  /** Its events end. */
  | { readonly do: 'stop' };

export const actions = ['intensity', 'cap', 'pause', 'stop'] as const;

export interface Rule {
  /** The axis that gives way. */
  readonly axis: Axis;
  /** Expression over signals, as written. */
  readonly when: string;
  /** How long `when` must have held. */
  readonly holdMs: number;
  /** It gives way until this holds; absent: until `when` no longer does. */
  readonly until?: string;
  readonly action: Action;
}

/** A rule on a known host: what the action means in the unit of its axis. */
export interface PlannedRule extends Rule {
  /** The most that is left to an event, or to all of them; 0 under `pause` and `stop`. */
  readonly cap: number;
}

export interface Constraints<AnyRule extends Rule = Rule> {
  readonly bottleneck: Axis | 'auto';
  readonly rules: readonly AnyRule[];
}

/** A rule is applied or released at most once in so many ticks. */
export const changeTicksMin = 2;
/** A rule is released when it was due for so many ticks in a row. */
export const releaseTicks = 2;
/** After so many ticks under all rules a constraint that still holds is one to be elevated. */
export const reliefTicksMax = 10;

/** In few words, such as `intensity light` or `cap 40%`. */
export function actionText(action: Action): string {
  if (action.do === 'pause' || action.do === 'stop') return action.do;
  const { level } = action;
  return `${action.do} ${typeof level === 'string' ? level : `${level.percent}%`}`;
}
