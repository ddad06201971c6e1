/**
 * What the expressions of a run say at a tick: they are compiled once, and see the signals of the
 * sample, what happened to the target so far, and windows over both.
 *
 * @spec timeline phase 3
 */
import type { HandsAnswer } from '../machines/hands/messages.ts';
import type { Reader } from '../machines/timeline/expression/availability.ts';
import type {
  Evaluation,
  Expression,
  Reading,
  Scope,
} from '../machines/timeline/expression/expression.ts';
import { scopeOfPlan } from '../machines/timeline/expression/file-scope.ts';
import { compileExpression } from '../machines/timeline/expression/load.ts';
import { readersIn, readersOfSignals } from '../machines/timeline/expression/readers.ts';
import { signalsAt, type TargetCounts } from '../machines/timeline/expression/sample-signals.ts';
import { WindowKeeper } from '../machines/timeline/expression/windows.ts';
import type { Plan } from '../machines/timeline/timeline.ts';

export type Sampled = Extract<HandsAnswer, { is: 'sampled' }>;

export interface Sight {
  /** Another tick: from now on expressions are about this sample, and what the panes are then. */
  look(
    sample: Sampled,
    atMs: number,
    counts: TargetCounts,
    events: Reading['events'],
    panes: Reading['signals'],
  ): void;
  /** Who asks about which signal. */
  readonly readers: ReadonlyMap<string, readonly Reader[]>;
  /** Of a signal at the latest tick; null where it has none. */
  figureOf(signal: string): Reading['signals'][string];
  /** An expression of the plan at the latest tick. */
  evaluate(text: string): Evaluation;
}

export function createSight(plan: Plan): Sight {
  const readers = readersIn(plan);
  const texts = new Set(readers.map(({ text }) => text));
  const scope = scopeOfPlan(plan);
  const expressions = new Map([...texts].map((text) => [text, compiled(text, scope)] as const));
  const keeper = new WindowKeeper([...expressions.values()].flatMap(({ windows }) => windows));
  let reading: Reading = { signals: {}, events: {}, windows: {} };
  return {
    readers: readersOfSignals(readers, (text) => expressions.get(text)),
    figureOf: (signal) => reading.signals[signal] ?? null,
    look(sample, atMs, counts, events, panes) {
      const signals = { ...signalsAt(sample, atMs, counts), ...panes };
      keeper.take(atMs, (name) => signals[name]);
      reading = { signals, events, windows: keeper.read(atMs) };
    },
    evaluate(text) {
      const expression = expressions.get(text);
      if (expression === undefined) throw new Error(`Expected an expression of the plan: ${text}.`);
      return expression.evaluate(reading);
    },
  };
}

/** What cannot be compiled was refused with the file. */
function compiled(text: string, scope: Scope): Expression {
  const made = compileExpression(text, scope);
  if (!made.ok) throw new Error(`Expected an expression that was checked, got ${text}.`);
  return made.value;
}
