/**
 * The suite that every machine of the timeline goes through: tours with effects, negative
 * probes, waits, rules, plain config, and planted faults that the suite must see.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { explore, type Letter, shortestWays } from '../../machines/tour/graph.ts';
import { type Route, routesOf } from '../../machines/tour/routes.ts';
import { startWalker } from '../../machines/tour/walker.ts';
import { drawFrom } from './draw.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { nameFaults, namesOf } from './plain-config.ts';
import { probeState, statesOf } from './probes.ts';
import { parseRules, type RuleTable } from './rules.ts';
import { waitIn, walkPath } from './walks.ts';

/** Beyond this many states times letters a machine is too large to be checked whole. */
const exhaustiveMax = 20_000;
/** The least share of planted faults that must be seen. */
const killedShareMin = 0.95;

/** In a mutation run, where faults planted in a fault would tell nothing new. */
const mutated = process.env.STRYKER_MUTATOR_WORKER !== undefined;

interface Subject {
  readonly machine: AnyStateMachine;
  readonly letters: readonly Letter[];
  /** At most so many mutants of each fault are tried, drawn by a fixed seed. */
  readonly mutantsPerFault: number;
}

interface Suite extends Subject {
  readonly table: RuleTable;
  readonly paths: readonly Route[];
  readonly states: readonly (readonly string[])[];
  /** A way to every state in which something is waited for. */
  readonly ways: readonly Route[];
}

/** Declares the tests of one machine. */
export function proveMachine(subject: Subject): void {
  const suite = suiteOf(subject);
  const { machine, table, paths, states, letters } = suite;

  describe('a tour takes every step, as the table of rules says', () => {
    it.each(paths.map((path, index) => ({ number: index + 1, path })))(
      'path $number, $path.length steps',
      ({ path }) => {
        const faults = [...walkPath(machine, table, path)].flatMap(({ fault }) => fault ?? []);
        expect(faults).toEqual([]);
      },
    );

    it('reads as the golden file does', () => {
      const printed = print(suite);
      const file = golden(`${machine.id}.txt`);
      if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, printed);
      expect(printed).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '');
    });
  });

  it('does nothing in any state that the table does not list, and all that it lists', () => {
    expect(states.length * letters.length).toBeLessThan(exhaustiveMax);
    const faults = states.flatMap((parts) => [...probeState(machine, table, letters, parts)]);
    expect(faults).toEqual([]);
    expect(states.map((parts) => parts.join(' ')).sort()).toEqual(machineStates(suite));
  });

  it('fires what it waits for by itself, after the time named, and forgets it when it leaves', () => {
    expect(suite.ways.flatMap((way) => [...waitIn(machine, table, way)])).toEqual([]);
  });

  it('is over exactly where the table leads no further', () => {
    const leads = new Set(table.rows.map(({ from }) => from));
    for (const way of suite.ways) {
      const walker = startWalker(machine);
      for (const letter of way) walker.send(letter);
      const parts = walker.parts();
      // Regions side by side are over only together, and some only tell of the others.
      const told = parts.length > 1 || parts.some((part) => leads.has(part));
      expect(walker.active(), parts.join(' ')).toBe(told);
    }
  });

  proveRules(suite);
  provePlain(suite);

  it.skipIf(mutated)(`shows ${killedShareMin * 100} % of planted faults`, () => {
    const { lines, share, missed } = hunt(suite);
    console.info(`${machine.id}: ${lines.join('; ')}`);
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(killedShareMin);
  });
}

function proveRules({ machine, table, paths }: Suite): void {
  it('covers every row of the table, and knows no rule besides', () => {
    const seen = new Set<string>();
    for (const path of paths) {
      for (const { from, letter } of walkPath(machine, table, path)) {
        for (const part of from) seen.add(`${part} ${letter.name}`);
      }
    }
    const rows = table.rows.map(({ from, letter }) => `${from} ${letter}`);
    expect(rows.filter((row) => !seen.has(row))).toEqual([]);
    expect([...namesOf(machine).rules].sort()).toEqual([...table.rules].sort());
  });
}

function provePlain({ machine, letters }: Suite): void {
  it('is plain JSON in which every name has a body, and every body a name', () => {
    expect(JSON.parse(JSON.stringify(machine.config))).toEqual(machine.config);
    expect(nameFaults(machine)).toEqual([]);
    const types = new Set(letters.map(({ event }) => event.type));
    expect([...types].sort()).toEqual([...machine.events].sort());
  });
}

function suiteOf(subject: Subject): Suite {
  const { machine, letters } = subject;
  const table = parseRules(readFileSync(golden(`${machine.id}.rules.md`), 'utf8'));
  const graph = explore(machine, letters);
  const ways = [...shortestWays(graph).values()];
  return { ...subject, table, paths: routesOf(graph), states: statesOf(table, letters), ways };
}

function machineStates({ machine, ways }: Suite): readonly string[] {
  return ways
    .map((way) => {
      const walker = startWalker(machine);
      for (const letter of way) walker.send(letter);
      return walker.parts().join(' ');
    })
    .sort();
}

interface Hunt {
  readonly lines: readonly string[];
  readonly share: number;
  readonly missed: readonly string[];
}

/** Runs the suite as it stands against each mutant, and stops at the first difference. */
function hunt(suite: Suite): Hunt {
  const draw = drawFrom(`mutants ${suite.machine.id}`);
  const kinds = new Map<string, (() => Mutant)[]>();
  for (const make of mutantsOf(suite.machine, [...suite.machine.events])) {
    const { fault } = make();
    kinds.set(fault, [...(kinds.get(fault) ?? []), make]);
  }
  const missed: string[] = [];
  let tried = 0;
  const lines = [...kinds].map(([fault, makers]) => {
    const killers = { tour: 0, probes: 0, waits: 0 };
    const chosen = draw.some(makers, suite.mutantsPerFault);
    for (const make of chosen) {
      const mutant = make();
      const killer = killerOf(suite, mutant.machine);
      if (killer) killers[killer] += 1;
      else missed.push(`${fault} ${mutant.what}`);
    }
    tried += chosen.length;
    const { tour, probes, waits } = killers;
    return `${fault} ${tour + probes + waits}/${chosen.length} (by the tour alone ${tour})`;
  });
  return { lines, share: 1 - missed.length / tried, missed };
}

function killerOf(suite: Suite, machine: AnyStateMachine): 'tour' | 'probes' | 'waits' | undefined {
  const { table, letters, paths, states, ways } = suite;
  const some = (steps: Iterable<unknown>) => !steps[Symbol.iterator]().next().done;
  const offRoute = (path: Route) => {
    for (const { fault } of walkPath(machine, table, path)) if (fault) return true;
    return false;
  };
  if (paths.some(offRoute)) return 'tour';
  if (states.some((parts) => some(probeState(machine, table, letters, parts)))) return 'probes';
  return ways.some((way) => some(waitIn(machine, table, way))) ? 'waits' : undefined;
}

/** The tours, readable: one step a line, and which rule it keeps. */
function print({ machine, table, paths }: Suite): string {
  const steps = paths.reduce((sum, path) => sum + path.length, 0);
  const lines = paths.flatMap((path, index) => [
    '',
    `path ${index + 1}`,
    ...[...walkPath(machine, table, path)].map(({ from, letter, observed }) => {
      const effects = observed.effects.map((effect) => ` !${effect}`).join('');
      const to = shortly(observed.parts);
      const rules = observed.rules.join(' ');
      return `  ${shortly(from)} --${letter.name}--> ${to}${effects}  [${rules}]`;
    }),
  ]);
  return [`${machine.id}: ${paths.length} paths, ${steps} steps`, ...lines, ''].join('\n');
}

/** The states without the names of their regions, of which no two share a state's name. */
function shortly(parts: readonly string[]): string {
  return parts.map((part) => part.replace(/^.*\./, '')).join('/');
}

function golden(name: string): string {
  const folder = fileURLToPath(new URL('../golden/tours/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  return `${folder}${name}`;
}
