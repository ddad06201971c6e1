/**
 * Draws a timeline from a seed: events, conditions, chains, constraints, curves, what is expected, and
 * what goes wrong meanwhile.
 *
 * @spec reliability simulation
 */
import { createSeededRandom } from '../../../runtime/host/random.ts';
import type { SimulatedStress } from '../../../stressors/simulated.ts';
import { createDice, type Dice } from '../kernel/dice.ts';
import { drawComparison, drawCondition, drawHolds, drawTest, endings } from './draw-conditions.ts';
import type {
  Condition,
  ModelChain,
  ModelEvent,
  ModelExpectation,
  ModelFaults,
  ModelRule,
  ModelSideChain,
  ModelTimeline,
  Test,
} from './model.ts';

const durationMs = 60_000;
const levels = ['light', 'medium', 'heavy', 'extreme'] as const;
const pressures = ['memory_pressure', 'io_pressure', 'cpu_load'] as const;

export function drawTimeline(seed: number): ModelTimeline {
  const dice = createDice(createSeededRandom(seed).fork('timeline'));
  const count = 2 + dice.below(6);
  const ids = Array.from({ length: count }, (_, at) => `e${at}`);
  const chains = drawChains(dice.fork('chains'), ids);
  const events = ids.map((id, at) => drawEvent(dice.fork(id), id, ids.slice(0, at), chains));
  const isAsked = dice.chance(0.4);
  const bottleneck = dice.pick(['memory', 'disk', 'auto', 'auto'] as const);
  return {
    ...{ seed, durationMs, events, chains, isAsked, bottleneck },
    restart: dice.pick(['never', 'on-crash', 'on-crash', 'always']),
    isCircular: dice.chance(0.04),
    rules: drawRules(dice.fork('rules'), bottleneck),
    abort: drawAbort(dice.fork('abort'), ids),
    expect: drawExpectations(dice.fork('expect'), ids),
    fates: drawFates(dice.fork('fates'), isAsked),
    signals: drawSignals(dice.fork('signals')),
    faults: drawFaults(dice.fork('faults'), ids),
  };
}

function drawEvent(
  dice: Dice,
  id: string,
  before: readonly string[],
  chains: readonly ModelChain[],
): ModelEvent {
  const isChained = chains.some(({ to }) => to === id);
  const start = dice.chance(isChained ? 0.2 : 0.5) ? drawCondition(dice, before) : null;
  const isTimed = start === null && !isChained;
  return {
    ...{ id, start, ...drawIntensity(dice) },
    axis: dice.pick([
      ...(['cpu', 'cpu', 'cpu', 'cpu', 'memory', 'memory'] as const),
      ...(['disk', 'network', 'concurrency', 'time'] as const),
    ]),
    atMs: isTimed || dice.chance(0.3) ? dice.below(isTimed ? 40 : 8) * 500 : null,
    forMs: 500 + dice.below(20) * 500,
    byMs: start !== null && dice.chance(0.3) ? 52_000 + dice.below(4) * 1_000 : null,
    stop: dice.chance(0.3) ? drawStop(dice, before) : null,
  };
}

function drawStop(dice: Dice, before: readonly string[]): Condition {
  return dice.chance(0.7) ? drawHolds(dice, before) : drawCondition(dice, before);
}

type Intensity = Pick<ModelEvent, 'intensity' | 'isSteady' | 'sideChain'>;

function drawIntensity(dice: Dice): Intensity {
  if (dice.chance(0.7)) {
    const share = `${10 + dice.below(9) * 10}%`;
    const intensity = dice.chance(0.5) ? dice.pick(levels) : share;
    return { intensity, isSteady: true, sideChain: null };
  }
  const from = `${10 + dice.below(4) * 10}%`;
  const shape = dice.pick([
    ...(['ramp', 'steps', 'sine', 'triangle', 'pulse'] as const),
    ...(['side-chain', 'side-chain', 'side-chain'] as const),
  ]);
  if (shape !== 'side-chain') {
    return { intensity: { from, to: '90%', shape }, isSteady: false, sideChain: null };
  }
  const by = dice.pick(['cpu_load', 'memory_pressure', 'queue']);
  // The queue is often longer, or shorter, than its bounds.
  const sideChain: ModelSideChain = { by, between: by === 'queue' ? [5, 20] : [0, 1] };
  const between = by === 'queue' ? { between: sideChain.between } : {};
  return { intensity: { from, to: '90%', by, ...between }, isSteady: false, sideChain };
}

/** From earlier ids to later ones, so that no circle comes about by chance. */
function drawChains(dice: Dice, ids: readonly string[]): readonly ModelChain[] {
  const chains: ModelChain[] = [];
  for (const [at, to] of ids.entries()) {
    const before = ids.slice(0, at);
    const links = dice.weigh({ none: 6, one: 3, two: 1, shared: 2 });
    if (before.length === 0 || links === 'none') continue;
    const shared = chains.findLast(({ from }) => from.every(({ event }) => before.includes(event)));
    if (links === 'shared') {
      // What led to another leads to this one as well: it fans out.
      if (shared) chains.push({ from: shared.from, to });
      continue;
    }
    for (let count = links === 'one' ? 1 : 2; count > 0; count -= 1) {
      const size = before.length > 1 && dice.chance(0.25) ? 2 : 1;
      const from = [...new Set(Array.from({ length: size }, () => dice.below(before.length)))];
      chains.push({
        to,
        from: from.map((index) => ({ event: before[index] ?? '', outcome: dice.pick(endings) })),
      });
    }
  }
  return chains;
}

function drawRules(dice: Dice, bottleneck: 'memory' | 'disk' | 'auto'): readonly ModelRule[] {
  if (dice.chance(0.3)) return [];
  const others = bottleneck === 'auto' ? (['memory', 'disk'] as const) : (['network'] as const);
  const axes = dice.chance(0.5) ? (['cpu'] as const) : (['cpu', ...others] as const);
  return axes.map((axis) => ({
    axis,
    when: drawPressure(dice),
    holdMs: dice.chance(0.3) ? dice.pick([500, 700, 2_000]) : 0,
    until: dice.chance(0.3) ? drawComparison(dice) : null,
    action: dice.pick<ModelRule['action']>([
      ...(['pause', 'stop', { intensity: 'light' }] as const),
      ...([{ cap: '30%' }, { cap: '30%' }] as const),
    ]),
  }));
}

function drawPressure(dice: Dice): Test {
  const name = dice.pick(pressures);
  const one: Test = {
    ...{ is: 'compare', op: '>', bound: dice.pick([0.3, 0.6]) },
    left: dice.chance(0.7)
      ? { is: 'signal', name }
      : { is: 'window', fn: dice.pick(['avg', 'p95', 'max']), name, ms: dice.pick([1_000, 3_000]) },
  };
  return dice.chance(0.2) ? { is: 'and', of: [one, drawComparison(dice)] } : one;
}

function drawAbort(dice: Dice, ids: readonly string[]): Condition | null {
  return dice.chance(0.3) ? drawCondition(dice, ids) : null;
}

function drawExpectations(dice: Dice, ids: readonly string[]): readonly ModelExpectation[] {
  if (dice.chance(0.4)) return [];
  return Array.from({ length: 1 + dice.below(4) }, () => ({
    is: dice.pick(['always', 'sometimes', 'finally', 'usual'] as const),
    test: drawTest(dice, ids),
  }));
}

function drawFates(dice: Dice, isAsked: boolean): ModelTimeline['fates'] {
  const kinds = dice.weigh({ none: 4, one: 4, two: 2 });
  return Array.from({ length: kinds === 'none' ? 0 : kinds === 'one' ? 1 : 2 }, () => {
    const atMs = dice.below(300) * 100 + 37;
    const kind = dice.weigh({ crash: 5, exit: 2, hang: isAsked ? 6 : 0 });
    // Somebody kills it, or it breaks by itself.
    if (kind === 'crash') return { kind, atMs, signal: dice.pick(['SIGSEGV', 'SIGKILL']) };
    if (kind === 'exit') return { kind, atMs, code: dice.pick([0, 0, 3]) };
    return { kind, atMs, untilMs: Number.POSITIVE_INFINITY };
  });
}

function drawSignals(dice: Dice): ModelTimeline['signals'] {
  const scripted = ['cpu_load', 'memory_pressure', 'io_pressure', 'queue', 'target.cpu'];
  return [...scripted, 'io_latency_ms'].flatMap((name) =>
    Array.from({ length: dice.below(4) }, () => {
      const fromMs = dice.below(80) * 250;
      const value = figureOf(dice, name);
      const untilMs = fromMs + 500 + dice.below(40) * 250;
      return { name, fromMs, untilMs, value: dice.chance(0.1) ? null : value };
    }),
  );
}

function figureOf(dice: Dice, name: string): number {
  if (name === 'queue') return dice.below(40);
  return name === 'io_latency_ms' ? dice.below(100) : dice.below(11) / 10;
}

function drawFaults(dice: Dice, ids: readonly string[]): ModelFaults {
  const stress: Record<string, SimulatedStress> = {};
  for (const id of ids) {
    const fault = dice.weigh({ none: 16, weak: 2, dies: 1, mute: 1, deaf: 2 });
    if (fault === 'weak') stress[id] = { delivers: 0.5, limited: 'no more' };
    if (fault === 'dies') stress[id] = { diesAfterMs: 100 + dice.below(3_000) };
    if (fault === 'mute') stress[id] = { neverStarts: true };
    if (fault === 'deaf') stress[id] = { ignoresAdjust: true };
  }
  return {
    stress,
    spawnErrors: dice.chance(0.05) ? { [2 + dice.below(3)]: 'EAGAIN' } : {},
    interruptAtMs: dice.chance(0.08) ? dice.below(400) * 100 : null,
    guardLostAtMs: dice.chance(0.04) ? dice.below(300) * 100 : null,
    blindLooks: dice.chance(0.1)
      ? Array.from({ length: 1 + dice.below(7) }, () => dice.below(60))
      : [],
    headAheadMs: dice.chance(0.2) ? dice.below(1_000_000) : 0,
    lagsMs: dice.chance(0.25) ? Array.from({ length: 5 }, () => dice.below(450)) : [],
  };
}
