/**
 * Draws expressions and conditions: of every form that the language has, over signals whose bounds
 * they may cross.
 *
 * @spec reliability simulation
 */
import type { Dice } from '../kernel/dice.ts';
import type { Condition, Term, Test } from './model.ts';

export const endings = ['any', 'any', 'survived', 'crash', 'exit', 'hang'] as const;

/** Signals that are asked about, and bounds that they may cross. */
const bounds: Readonly<Record<string, readonly [number, ...number[]]>> = {
  cpu_load: [0.1, 0.3, 0.5, 0.8],
  memory_pressure: [0.2, 0.6],
  io_pressure: [0.3, 0.7],
  io_latency_ms: [20, 60],
  queue: [3, 20],
  elapsed_s: [1, 7.25, 15, 30],
  crashes: [0.5, 1.5],
  exits: [0.5],
  'target.rss_mb': [20, 100],
};
const names = Object.keys(bounds) as [string, ...string[]];
const counts = ['crashes', 'exits', 'elapsed_s'];
const words = {
  state: ['pending', 'armed', 'running', 'running', 'running', 'done', 'skipped', 'failed'],
  outcome: ['none', 'survived', 'survived', 'crash', 'exit', 'hang'],
} as const;

/** `before`: events that may be asked about. */
export function drawTest(dice: Dice, before: readonly string[], depth = 0): Test {
  const kind = dice.weigh({
    compare: 12,
    word: before.length > 0 ? 3 : 0,
    not: depth < 2 ? 1 : 0,
    both: depth < 2 ? 2 : 0,
  });
  const [first, ...others] = before;
  if (kind === 'word' && first !== undefined) {
    const field = dice.pick(['state', 'outcome'] as const);
    const op = dice.pick(['==', '==', '==', '!='] as const);
    const word: string = dice.pick(field === 'state' ? words.state : words.outcome);
    return { is: 'word', event: dice.pick([first, ...others]), field, op, word };
  }
  if (kind === 'not') return { is: 'not', of: drawTest(dice, before, depth + 1) };
  if (kind === 'both') {
    const of = [drawTest(dice, before, depth + 1), drawTest(dice, before, depth + 1)] as const;
    return { is: dice.pick(['and', 'or'] as const), of };
  }
  return drawComparison(dice);
}

export function drawComparison(dice: Dice): Test {
  const name = dice.pick(names);
  const bound = dice.pick([...(bounds[name] ?? [1])] as [number, ...number[]]);
  // What grows only must not hold from the start.
  if (counts.includes(name)) {
    return { is: 'compare', left: { is: 'signal', name }, op: '>=', bound };
  }
  const op = dice.pick(['>', '>', '<'] as const);
  return { is: 'compare', op, ...drawTerm(dice, name, bound) };
}

function drawTerm(dice: Dice, name: string, bound: number): { left: Term; bound: number } {
  const left: Term = { is: 'signal', name };
  switch (dice.weigh({ plain: 8, window: 8, rate: 1, scaled: 1, sum: 1, difference: 1 })) {
    case 'window': {
      const fn = dice.pick(['avg', 'max', 'p95'] as const);
      // Of a few figures the largest is the one that 95 % do not exceed.
      const told = dice.pick(fn === 'p95' ? [15_000, 30_000] : [1_000, 1_000, 4_000]);
      const ms = dice.chance(0.3) ? null : told;
      return { left: { is: 'window', fn, name, ms }, bound };
    }
    case 'rate':
      return { left: { is: 'window', fn: 'rate', name, ms: 2_000 }, bound: bound / 10 };
    case 'scaled':
      return { left: { is: '*', of: left, by: 100 }, bound: bound * 100 };
    case 'sum':
      return { left: { is: '+', of: [left, { is: 'signal', name: 'cpu_load' }] }, bound };
    case 'difference':
      return { left: { is: '-', of: [left, { is: 'signal', name: 'cpu_load' }] }, bound };
    default:
      return { left, bound };
  }
}

export function drawHolds(dice: Dice, before: readonly string[]): Condition {
  const holdMs = dice.chance(0.2) ? dice.pick([700, 2_000]) : 0;
  return { is: 'holds', test: drawTest(dice, before), holdMs };
}

export function drawCondition(dice: Dice, before: readonly string[], depth = 0): Condition {
  const [first, ...others] = before;
  if (first !== undefined && dice.chance(0.35)) {
    const holdMs = dice.chance(0.15) ? 1_500 : 0;
    const event = dice.pick([first, ...others]);
    return { is: 'ended', event, outcome: dice.pick(endings), holdMs };
  }
  if (depth < 2 && dice.chance(0.3)) {
    const of = [0, 1].map(() => drawCondition(dice, before, depth + 1));
    return { is: dice.pick(['all', 'any']), of, holdMs: dice.chance(0.2) ? 1_000 : 0 };
  }
  return drawHolds(dice, before);
}
