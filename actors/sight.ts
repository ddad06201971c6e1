/**
 * What the expressions of a run say at a tick: they are compiled once, and see the signals of the
 * sample, what happened to the target so far, and windows over both.
 *
 * @spec timeline phase 3
 */
import type { HandsAnswer } from '../machines/hands/messages.ts';
import { expectationScope, isTotal, textOf } from '../machines/timeline/expectation/expectation.ts';
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
  look(sample: Sampled, now: Known): void;
  /** Between two ticks: what became of the target, of events and of panes since the last one. */
  lookAgain(now: Known, isTargetGone: boolean): void;
  /** Who asks about which signal. */
  readonly readers: ReadonlyMap<string, readonly Reader[]>;
  /** Events whose state or outcome some expression asks: of the others nobody need know. */
  readonly eventIds: ReadonlySet<string>;
  /** Of a signal at the latest tick; null where it has none. */
  figureOf(signal: string): Reading['signals'][string];
  /** An expression of a condition, a rule or a side-chain at the latest tick. */
  evaluate(text: string): Evaluation;
  /** An expression of an expectation, whose windows reach over the whole run. */
  expects(text: string): Evaluation;
  /** Whether it asks how the target, or an event, ended. */
  asksOfEnd(text: string): boolean;
  /** Whether an expectation asks only for what is of the whole run: no tick tells more than its end. */
  sumsUp(text: string): boolean;
}

/** What is known besides the sample. */
export interface Known {
  readonly atMs: number;
  readonly counts: TargetCounts;
  readonly events: Reading['events'];
  readonly panes: Reading['signals'];
}

const signalsOfEnd: ReadonlySet<string> = new Set(['crashes', 'exits', 'restarts']);

export function createSight(plan: Plan): Sight {
  const readers = readersIn(plan);
  const scope = scopeOfPlan(plan);
  const now = new Book(
    readers.flatMap(({ role, text }) => (role === 'expect' ? [] : text)),
    scope,
  );
  const expected = (plan.expect ?? []).flatMap((one) => textOf(one) ?? []);
  const whole = new Book(expected, expectationScope(scope));
  let sample: Sighted = { host: null, target: null };
  let atMs = 0;
  let current: Reading = { signals: {}, events: {}, windows: {} };
  const see = (known: Known, isNew: (name: string) => boolean): void => {
    atMs = known.atMs;
    const signals = { ...signalsAt(sample, atMs, known.counts), ...known.panes };
    const figureOf = (name: string) => (isNew(name) ? signals[name] : null);
    for (const { keeper } of [now, whole]) keeper.take(atMs, figureOf);
    current = { signals, events: known.events, windows: now.keeper.read(atMs) };
  };
  return {
    eventIds: new Set([...now.eventIds, ...whole.eventIds]),
    readers: readersOfSignals(readers, (text) => now.find(text) ?? whole.find(text)),
    figureOf: (signal) => current.signals[signal] ?? null,
    look(sampled, known) {
      sample = sampled;
      see(known, () => true);
    },
    lookAgain(known, isTargetGone) {
      if (isTargetGone) sample = { ...sample, target: null };
      // Figures of the last sample were taken once, and are no others now.
      see(known, isTotal);
    },
    evaluate: (text) => now.of(text).evaluate(current),
    expects: (text) => whole.of(text).evaluate({ ...current, windows: whole.keeper.read(atMs) }),
    asksOfEnd(text) {
      const { signals, windows, eventIds } = now.of(text);
      const asked = [...signals, ...windows.map(({ signal }) => signal)];
      return eventIds.length > 0 || asked.some((signal) => signalsOfEnd.has(signal));
    },
    sumsUp(text) {
      const { latest, windows } = whole.of(text);
      return latest.every(isTotal) && windows.every(({ lengthMs }) => lengthMs === 'whole');
    },
  };
}

type Sighted = Pick<Sampled, 'host' | 'target' | 'signals'>;

/** Expressions of one scope, compiled once, with the windows that they look through. */
class Book {
  readonly keeper: WindowKeeper;
  readonly #expressions: ReadonlyMap<string, Expression>;

  constructor(texts: readonly string[], scope: Scope) {
    const each = [...new Set(texts)].map((text) => [text, compiled(text, scope)] as const);
    this.#expressions = new Map(each);
    this.keeper = new WindowKeeper(each.flatMap(([, { windows }]) => windows));
  }

  /** Events that some expression asks about. */
  get eventIds(): readonly string[] {
    return [...this.#expressions.values()].flatMap(({ eventIds }) => eventIds);
  }

  find(text: string): Expression | undefined {
    return this.#expressions.get(text);
  }

  of(text: string): Expression {
    const expression = this.find(text);
    if (expression === undefined) throw new Error(`Expected an expression of the plan: ${text}.`);
    return expression;
  }
}

/** What cannot be compiled was refused with the file. */
function compiled(text: string, scope: Scope): Expression {
  const made = compileExpression(text, scope);
  if (!made.ok) throw new Error(`Expected an expression that was checked, got ${text}.`);
  return made.value;
}
