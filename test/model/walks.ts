/**
 * Walks along a tour and waits for delayed events, each step compared with the table of rules:
 * state, effects in order, rules taken, and waits pending.
 */
import type { AnyStateMachine } from 'xstate';
import type { Letter } from '../../machines/tour/graph.ts';
import type { Route } from '../../machines/tour/routes.ts';
import { type Outcome, startWalker } from '../../machines/tour/walker.ts';
import { differenceOf } from './probes.ts';
import { expectStep, type RuleTable, timersOf } from './rules.ts';

export interface Walked {
  readonly from: readonly string[];
  readonly letter: Letter;
  readonly observed: Outcome;
  readonly fault?: string;
}

/** Walks one path of a tour, lazily, so that whoever looks for one fault can stop there. */
export function* walkPath(
  machine: AnyStateMachine,
  table: RuleTable,
  path: Route,
): Generator<Walked> {
  const walker = startWalker(machine);
  let from: readonly string[] = walker.parts();
  if (from.join(' ') !== table.initial.join(' ')) {
    throw new Error(`Expected ${machine.id} to start in ${table.initial}, got ${from}.`);
  }
  for (const letter of path) {
    const expected = expectStep(table, from, letter.name);
    const observed = walker.active() ? walker.send(letter) : nothing(from);
    const fault = faultOf(expected, observed);
    yield { from, letter, observed, ...(fault === undefined ? {} : { fault }) };
    from = observed.parts;
  }
}

function nothing(parts: readonly string[]): Outcome {
  return { parts, effects: [], rules: [], timers: [] };
}

function faultOf(expected: Outcome, observed: Outcome): string | undefined {
  const difference = differenceOf(expected, observed);
  if (difference) return difference;
  const [due, kept] = [expected.timers.join(' ms, '), observed.timers.join(' ms, ')];
  return due === kept ? undefined : `expected the waits [${due}], got [${kept}]`;
}

/**
 * Goes to a state and lets time pass: nothing happens until each of its waits is over, and then
 * the event that was waited for is fired by itself.
 */
export function* waitIn(
  machine: AnyStateMachine,
  table: RuleTable,
  way: readonly Letter[],
): Generator<string> {
  const arrive = () => {
    const walker = startWalker(machine);
    for (const letter of way) walker.send(letter);
    return walker;
  };
  const parts = arrive().parts();
  for (const { letter, afterMs } of table.waits.filter(({ state }) => parts.includes(state))) {
    const walker = arrive();
    const early = walker.wait(afterMs - 1);
    const unchanged = { parts, effects: [], rules: [], timers: timersOf(table, parts) };
    const hasty = faultOf(unchanged, early);
    if (hasty) yield `${parts.join(' ')}  1 ms before ${letter}: ${hasty}`;
    const late = faultOf(expectStep(table, parts, letter), walker.wait(1));
    if (late) yield `${parts.join(' ')}  ${letter} after ${afterMs} ms: ${late}`;
  }
}

/** Whether a letter starts the wait of the state at the end of the way anew, to the millisecond. */
export function waitsAnew(
  machine: AnyStateMachine,
  way: readonly string[],
  type: string,
  afterMs: number,
): boolean {
  const walker = startWalker(machine);
  const send = (one: string) => walker.send({ name: one, event: { type: one } }).parts.join(' ');
  for (const one of way) send(one);
  walker.wait(afterMs - 1);
  const waiting = send(type);
  const before = walker.wait(afterMs - 1).parts.join(' ');
  return before === waiting && walker.wait(1).parts.join(' ') !== waiting;
}
