/**
 * What the table must say of every state and every letter, and negative probes: fire what the
 * table does not list, and nothing may change and nothing may be emitted. The states come from
 * the table, not from the machine.
 */
import type { AnyStateMachine } from 'xstate';
import type { Letter } from '../../machines/tour/graph.ts';
import { type Outcome, startWalker } from '../../machines/tour/walker.ts';
import { expectStep, type RuleTable } from './rules.ts';

/** Every state that the table can reach, as its parts, first the initial one. */
export function statesOf(
  table: RuleTable,
  letters: readonly Letter[],
): readonly (readonly string[])[] {
  const known = new Map([[table.initial.join(' '), table.initial]]);
  for (const parts of known.values()) {
    for (const { name } of letters) {
      const next = expectStep(table, parts, name).parts;
      const key = next.join(' ');
      if (!known.has(key)) known.set(key, next);
    }
  }
  return [...known.values()];
}

/**
 * One state against the whole alphabet: what the machine did otherwise than the table says.
 * Waits are left out here, because a restored state has none; the tours check them.
 */
export function* probeState(
  machine: AnyStateMachine,
  table: RuleTable,
  letters: readonly Letter[],
  parts: readonly string[],
): Generator<string> {
  let walker = startWalker(machine, parts);
  for (const letter of letters) {
    const expected = expectStep(table, parts, letter.name);
    if (!walker.active()) {
      if (expected.rules.length > 0) yield `${parts.join(' ')}  is over, but ${letter.name} is due`;
      continue;
    }
    const observed = walker.send(letter);
    const difference = differenceOf(expected, observed);
    if (difference) yield `${parts.join(' ')}  ${letter.name}  ${difference}`;
    if (observed.rules.length > 0 || difference) walker = startWalker(machine, parts);
  }
}

/** Says how two steps differ, waits aside; undefined when they do not. */
export function differenceOf(expected: Outcome, observed: Outcome): string | undefined {
  const wanted = textOf(expected);
  const got = textOf(observed);
  return wanted === got ? undefined : `expected ${wanted}, got ${got}`;
}

function textOf({ parts, effects, rules }: Outcome): string {
  return `-> ${parts.join(' ')} ! ${effects.join(', ')} [${rules.join(', ')}]`;
}
