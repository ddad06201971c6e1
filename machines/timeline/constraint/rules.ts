/**
 * When an axis gives way, and when it is let go again: a pure fold over the ticks. A rule that
 * flickers changes its axis at most once in two ticks, and is released only when it was due for
 * two ticks in a row.
 *
 * @spec timeline phase 3
 */
import type { Axis } from '../axis.ts';
import { changeTicksMin, type Rule, releaseTicks } from './constraint.ts';

/** What the expressions of one rule said at a tick; null where a signal was not there. */
export interface RuleReading {
  readonly axis: Axis;
  readonly when: boolean | null;
  /** Null where the rule has no `until`, or a signal was not there. */
  readonly until: boolean | null;
}

export interface RuleState {
  readonly isHeld: boolean;
  readonly changedTick: number | null;
  /** Offset since when `when` holds without a break; null while it does not. */
  readonly sinceMs: number | null;
  /** Ticks in a row at which the release was due. */
  readonly dueTicks: number;
}

export type RuleStates = Readonly<Partial<Record<Axis, RuleState>>>;

export interface RuleChange {
  readonly axis: Axis;
  readonly to: 'applied' | 'released';
}

const fresh: RuleState = { isHeld: false, changedTick: null, sinceMs: null, dueTicks: 0 };

/** One tick. `spared` is the bottleneck itself, which never gives way. */
export function judgeRules(
  rules: readonly Rule[],
  states: RuleStates,
  tick: { readonly tick: number; readonly atMs: number; readonly spared: Axis | null },
  readings: readonly RuleReading[],
): { readonly states: RuleStates; readonly changes: readonly RuleChange[] } {
  const next: Partial<Record<Axis, RuleState>> = {};
  const changes: RuleChange[] = [];
  for (const rule of rules) {
    const before = states[rule.axis] ?? fresh;
    const reading = readings.find(({ axis }) => axis === rule.axis);
    const after = step(rule, before, tick, reading);
    next[rule.axis] = after;
    if (after.isHeld !== before.isHeld) {
      changes.push({ axis: rule.axis, to: after.isHeld ? 'applied' : 'released' });
    }
  }
  return { states: next, changes };
}

function step(
  rule: Rule,
  state: RuleState,
  {
    tick,
    atMs,
    spared,
  }: { readonly tick: number; readonly atMs: number; readonly spared: Axis | null },
  reading: RuleReading | undefined,
): RuleState {
  const isSpared = spared === rule.axis;
  const holds = reading?.when === true && !isSpared;
  const sinceMs = holds ? (state.sinceMs ?? atMs) : null;
  const mayChange = state.changedTick === null || tick - state.changedTick >= changeTicksMin;
  if (!state.isHeld) {
    const isDue = sinceMs !== null && atMs - sinceMs >= rule.holdMs;
    if (!isDue || !mayChange) return { ...state, sinceMs, dueTicks: 0 };
    return { isHeld: true, changedTick: tick, sinceMs, dueTicks: 0 };
  }
  const isOver = isSpared || (rule.until === undefined ? !holds : reading?.until === true);
  const dueTicks = isOver ? state.dueTicks + 1 : 0;
  if (dueTicks < releaseTicks || !mayChange) return { ...state, sinceMs, dueTicks };
  return { isHeld: false, changedTick: tick, sinceMs, dueTicks: 0 };
}
