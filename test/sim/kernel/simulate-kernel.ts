/**
 * One seed from beginning to end: a world is drawn, its schedule is done to the kernel, everything
 * heals, 120 virtual seconds pass, and every checker says what it saw.
 *
 * @spec reliability simulation
 */

import { createSeededRandom } from '../../../runtime/host/random.ts';
import { Mortal } from '../crash/mortal.ts';
import { ContractCheck } from './contract-check.ts';
import { createDesk, devMode, safeMode, telemetry } from './deeds.ts';
import { createDice } from './dice.ts';
import { EnvelopeCheck } from './envelope-check.ts';
import { House } from './house.ts';
import { InjectionCheck } from './injection-check.ts';
import { LifeCheck } from './life-check.ts';
import { Lives } from './lives.ts';
import { MemoryCheck } from './memory-check.ts';
import { ResizeCheck } from './resize-check.ts';
import { type Act, drawSchedule } from './schedule.ts';
import { StateCheck } from './state-check.ts';
import type { Accuse, Turn } from './turn.ts';
import { compareTwins, type Twinned } from './twins.ts';
import { viewOf } from './view.ts';
import { type Twin, World } from './world.ts';

export interface Fault {
  readonly invariant: number;
  readonly what: string;
  readonly atMs: number;
  readonly turn: number;
}

export interface Outcome {
  readonly seed: number;
  readonly faults: readonly Fault[];
  readonly digest: string;
  readonly events: number;
  readonly virtualMs: number;
  readonly acts: readonly Act[];
  readonly lines: readonly string[];
}

export interface SeedOptions {
  readonly seed: number;
  /** Instead of the schedule that the seed draws. */
  readonly acts?: readonly Act[] | undefined;
  readonly keep?: boolean;
}

const healMs = 120_000;
/** Faults of one seed that are told: the first says most. */
const faultsMax = 20;

export function simulateKernel({ seed, acts, keep = false }: SeedOptions): Outcome {
  const twin = twinOf(seed);
  const first = play({ seed, acts, keep, twin, isTwin: false });
  // Where handlers call back, one word more or less changes who is heard by whom.
  if (twin === undefined || first.isNested) return first.outcome;
  const other = play({ seed, acts, keep: false, twin, isTwin: true });
  const found = compareTwins(twin, first.twinned, other.twinned);
  const faults = found.map((what) => ({ ...what, atMs: 0, turn: 0 }));
  return { ...first.outcome, faults: [...first.outcome.faults, ...faults] };
}

/** Every sixth seed is played a second time with one thing left out. */
function twinOf(seed: number): Twin | undefined {
  if (isMortal(seed)) return undefined;
  return (['lane-b-off', 'no-shadow', 'no-looks'] as const)[seed % 18];
}

/** In every fifth world the head dies, now and then, and goes on. */
function isMortal(seed: number): boolean {
  return seed % 5 === 4;
}

interface Play extends SeedOptions {
  readonly twin: Twin | undefined;
  readonly isTwin: boolean;
}

function play({ seed, acts, keep = false, twin, isTwin }: Play) {
  const faults: Fault[] = [];
  let turn: Turn | null = null;
  const accuse: Accuse = (invariant, what) => {
    if (faults.length >= faultsMax) return;
    faults.push({ invariant, what, atMs: turn?.atMs ?? 0, turn: turn?.number ?? 0 });
  };
  let check: (turn: Turn) => void = () => {};
  let mortal: Mortal | undefined;
  const world = new World({
    seed,
    mortal: isMortal(seed)
      ? (its) => {
          mortal = new Mortal(its);
          return mortal;
        }
      : undefined,
    keep,
    twin,
    isTwin,
    accuse,
    onTurn: (over) => {
      turn = over;
      check(over);
    },
  });
  const checks = createChecks(world, accuse, mortal);
  check = checks.turn;
  const schedule =
    acts ??
    drawSchedule(createDice(createSeededRandom(seed).fork('schedule')), world.faults, world.panes);
  try {
    run(world, schedule);
    checks.end();
  } catch (error) {
    accuse(0, `the world ended: ${error instanceof Error ? error.stack : String(error)}`);
  }
  const { events, lines } = world;
  const outcome: Outcome = {
    ...{ seed, faults, events, lines, acts: schedule },
    digest: world.digest(),
    virtualMs: world.clock.monotonicMs(),
  };
  const counts = JSON.stringify(world.kernel.stats().contracts);
  const twinned: Twinned = { laneA: world.laneA, faults, counts };
  return { outcome, twinned, isNested: world.isNested };
}

function run(world: World, schedule: readonly Act[]): void {
  const act = createDesk(world);
  if (world.isTwin && world.twin === 'lane-b-off') telemetry(world, false);
  for (const one of schedule) {
    world.clock.advance(one.afterMs);
    act(one);
  }
  heal(world);
}

/** Whatever was wrong is right again, and the kernel has two minutes to show it. */
function heal(world: World): void {
  world.healed = true;
  world.down.clear();
  world.edge('bridge.connected', 'system');
  for (const pane of world.panes) {
    world.edge('pty.up', pane);
    for (const owner of ['user', 'agent-0', 'agent-1'])
      world.report('focus.released', pane, { owner });
    world.report('cli.compaction.ended', pane);
    world.report('overlay.closed', pane);
    world.report('pane.visibility.changed', pane, { visible: true });
  }
  safeMode(world, 'off');
  devMode(world, false);
  world.clock.advance(healMs);
  world.query({});
  world.query({ type: 'inject.*' });
}

function createChecks(world: World, accuse: Accuse, mortal: Mortal | undefined) {
  const view = viewOf(world);
  const house = new House(view);
  const lives = new Lives();
  const envelopes = new EnvelopeCheck(accuse, view);
  const life = new LifeCheck(accuse, view, lives);
  const memory = new MemoryCheck(accuse, () => world.overheard());
  const injections = new InjectionCheck(accuse, house, lives);
  const states = new StateCheck(accuse, house);
  const resizes = new ResizeCheck(accuse, house);
  const contracts = new ContractCheck(accuse, house, lives);
  const always = [envelopes, life, memory];
  const strict = world.isNested ? [] : [injections, states, resizes, contracts];
  return {
    turn(turn: Turn): void {
      mortal?.turn(turn);
      // Models of one life know of no other, nor of level states.
      if (mortal && (mortal.deaths > 0 || mortal.isRemote)) return;
      for (const check of always) check.turn(turn);
      if (world.isNested) return;
      resizes.begin(turn);
      contracts.begin(turn);
      house.hear(turn);
      for (const event of turn.events) {
        contracts.event(event, turn);
        states.event(event, turn);
        injections.event(event, turn);
        resizes.event(event, turn);
      }
      for (const check of strict) check.turn(turn);
    },
    end(): void {
      mortal?.end();
      if (mortal && (mortal.deaths > 0 || mortal.isRemote)) return;
      for (const check of [...always, ...strict]) check.end();
    },
  };
}
