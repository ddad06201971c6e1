/**
 * Draws a timeline from a seed: events, conditions, chains, constraints, curves, and what goes wrong
 * meanwhile; and writes it down as an author would.
 *
 * @spec reliability simulation
 */
import { createSeededRandom } from '../../../runtime/host/random.ts';
import type { SimulatedStress } from '../../../stressors/simulated.ts';
import { createDice, type Dice } from '../kernel/dice.ts';
import type {
  Condition,
  Ending,
  Leaf,
  ModelChain,
  ModelEvent,
  ModelFaults,
  ModelRule,
  ModelTimeline,
} from './model.ts';

const durationMs = 60_000;
const endings = ['any', 'any', 'survived', 'crash', 'exit', 'hang'] as const;
const levels = ['light', 'medium', 'heavy', 'extreme'] as const;

/** Signals that are asked about, and bounds that they may cross. */
const bounds: Readonly<Record<string, readonly [number, ...number[]]>> = {
  cpu_load: [0.1, 0.3, 0.5, 0.8],
  memory_pressure: [0.2, 0.6],
  io_pressure: [0.3, 0.7],
  queue: [3, 20],
  elapsed_s: [1, 7.25, 15, 30],
  crashes: [0.5, 1.5],
  exits: [0.5],
  'target.rss_mb': [20, 100],
};
const names = Object.keys(bounds) as [string, ...string[]];
const pressures = ['memory_pressure', 'io_pressure', 'cpu_load'] as const;

export function drawTimeline(seed: number): ModelTimeline {
  const dice = createDice(createSeededRandom(seed).fork('timeline'));
  const count = 2 + dice.below(6);
  const ids = Array.from({ length: count }, (_, at) => `e${at}`);
  const chains = drawChains(dice.fork('chains'), ids);
  const events = ids.map((id, at) => drawEvent(dice.fork(id), id, ids.slice(0, at), chains));
  const isAsked = dice.chance(0.4);
  return {
    ...{ seed, durationMs, events, chains, isAsked },
    restart: dice.pick(['never', 'on-crash', 'on-crash', 'always']),
    isCircular: dice.chance(0.04),
    bottleneck: dice.pick(['memory', 'disk', 'auto']),
    rules: drawRules(dice.fork('rules')),
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
  const { intensity, isSteady } = drawIntensity(dice);
  return {
    ...{ id, intensity, isSteady, start },
    axis: dice.pick([
      ...(['cpu', 'cpu', 'cpu', 'cpu', 'memory', 'memory'] as const),
      ...(['disk', 'network', 'concurrency', 'time'] as const),
    ]),
    atMs: isTimed || dice.chance(0.3) ? dice.below(isTimed ? 40 : 8) * 500 : null,
    forMs: 500 + dice.below(12) * 500,
    byMs: start !== null && dice.chance(0.3) ? 52_000 + dice.below(4) * 1_000 : null,
    stop: dice.chance(0.3) ? drawLeaf(dice) : null,
  };
}

function drawIntensity(dice: Dice): { intensity: unknown; isSteady: boolean } {
  if (dice.chance(0.7)) {
    const share = `${10 + dice.below(9) * 10}%`;
    return { intensity: dice.chance(0.5) ? dice.pick(levels) : share, isSteady: true };
  }
  const from = `${10 + dice.below(4) * 10}%`;
  const shape = dice.pick(['ramp', 'steps', 'sine', 'triangle', 'pulse', 'side-chain'] as const);
  const curve =
    shape === 'side-chain'
      ? { from, to: '90%', by: dice.pick(['cpu_load', 'memory_pressure']) }
      : { from, to: '90%', shape };
  return { intensity: curve, isSteady: false };
}

function drawLeaf(dice: Dice): Leaf {
  const signal = dice.pick(names);
  const [first, ...others] = bounds[signal] ?? [1];
  const bound = dice.pick([first ?? 1, ...others]);
  const isCount = signal === 'crashes' || signal === 'exits';
  const over = !isCount && signal !== 'elapsed_s' && dice.chance(0.3);
  return {
    ...{ is: 'holds', signal, bound },
    over: over ? { fn: dice.pick(['avg', 'max']), ms: dice.pick([1_000, 4_000]) } : null,
    // What grows only must not hold from the start.
    op: isCount || signal === 'elapsed_s' ? '>=' : dice.pick(['>', '>', '<']),
    holdMs: dice.chance(0.2) ? dice.pick([700, 2_000]) : 0,
  };
}

function drawCondition(dice: Dice, before: readonly string[], depth = 0): Condition {
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
  return drawLeaf(dice);
}

/** From earlier ids to later ones, so that no circle comes about by chance. */
function drawChains(dice: Dice, ids: readonly string[]): readonly ModelChain[] {
  return ids.flatMap((to, at) => {
    const before = ids.slice(0, at);
    const links = dice.weigh({ none: 6, one: 3, two: 1 });
    if (before.length === 0 || links === 'none') return [];
    return Array.from({ length: links === 'one' ? 1 : 2 }, () => {
      const size = before.length > 1 && dice.chance(0.25) ? 2 : 1;
      const from = [...new Set(Array.from({ length: size }, () => dice.below(before.length)))];
      return {
        to,
        from: from.map((index) => ({ event: before[index] ?? '', outcome: dice.pick(endings) })),
      };
    });
  });
}

function drawRules(dice: Dice): readonly ModelRule[] {
  if (dice.chance(0.4)) return [];
  const axes = dice.chance(0.5) ? (['cpu'] as const) : (['cpu', 'network'] as const);
  return axes.map((axis) => ({
    axis,
    when: {
      ...{ is: 'holds', signal: dice.pick(pressures), over: null, op: '>', holdMs: 0 },
      bound: dice.pick([0.3, 0.6]),
    },
    action: dice.pick<ModelRule['action']>([
      ...(['pause', 'stop', { intensity: 'light' }] as const),
      ...([{ cap: '30%' }, { cap: '30%' }] as const),
    ]),
  }));
}

function drawFates(dice: Dice, isAsked: boolean): ModelTimeline['fates'] {
  const kinds = dice.weigh({ none: 4, one: 4, two: 2 });
  return Array.from({ length: kinds === 'none' ? 0 : kinds === 'one' ? 1 : 2 }, () => {
    const atMs = dice.below(300) * 100 + 37;
    const kind = dice.weigh({ crash: 5, exit: 2, hang: isAsked ? 6 : 0 });
    if (kind === 'crash') return { kind, atMs, signal: 'SIGSEGV' };
    return kind === 'exit' ? { kind, atMs, code: 0 } : { kind, atMs, untilMs: Infinity };
  });
}

function drawSignals(dice: Dice): ModelTimeline['signals'] {
  return ['cpu_load', 'memory_pressure', 'io_pressure', 'queue'].flatMap((name) =>
    Array.from({ length: dice.below(4) }, () => {
      const fromMs = dice.below(80) * 250;
      const value = name === 'queue' ? dice.below(40) : dice.below(11) / 10;
      const untilMs = fromMs + 500 + dice.below(40) * 250;
      return { name, fromMs, untilMs, value: dice.chance(0.1) ? null : value };
    }),
  );
}

function drawFaults(dice: Dice, ids: readonly string[]): ModelFaults {
  const stress: Record<string, SimulatedStress> = {};
  for (const id of ids) {
    const fault = dice.weigh({ none: 16, weak: 2, dies: 1, mute: 1 });
    if (fault === 'weak') stress[id] = { delivers: 0.5, limited: 'no more' };
    if (fault === 'dies') stress[id] = { diesAfterMs: 100 + dice.below(3_000) };
    if (fault === 'mute') stress[id] = { neverStarts: true };
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
  };
}

/** The file; JSON is YAML as well. */
export function textOf(model: ModelTimeline): string {
  const { restart, isAsked, events, rules, bottleneck } = model;
  return JSON.stringify(
    {
      program: './played',
      duration: model.durationMs / 1_000,
      seed: model.seed,
      target: {
        restart,
        ...(isAsked ? { ready: { tcp: 8080, within: '2s' } } : {}),
      },
      signals: { queue: { output: 'queue=(?<value>\\d+)' } },
      ...(rules.length === 0 ? {} : { constraints: { bottleneck, subordinate: ruled(rules) } }),
      events: events.map(({ id, axis, atMs, forMs, intensity, start, byMs, stop }) => ({
        ...{ id, axis, for: forMs / 1_000, intensity },
        ...(atMs === null ? {} : { at: atMs / 1_000 }),
        ...(start === null ? {} : { start_when: { all: [conditionOf(start)], ...byOf(byMs) } }),
        ...(stop === null ? {} : { stop_when: conditionOf(stop) }),
      })),
      ...(model.chains.length === 0 && !model.isCircular ? {} : { chains: chained(model) }),
    },
    null,
    2,
  );
}

function ruled(rules: readonly ModelRule[]) {
  return Object.fromEntries(
    rules.map(({ axis, when, action }) => [axis, { if: leafText(when), action }]),
  );
}

const byOf = (byMs: number | null) => (byMs === null ? {} : { by: byMs / 1_000 });

function conditionOf(condition: Condition): unknown {
  const hold = condition.holdMs === 0 ? {} : { hold: condition.holdMs / 1_000 };
  switch (condition.is) {
    case 'holds':
      return condition.holdMs === 0 ? leafText(condition) : { if: leafText(condition), ...hold };
    case 'ended':
      return { event: condition.event, outcome: condition.outcome, ...hold };
    case 'all':
    case 'any':
      return { [condition.is]: condition.of.map(conditionOf), ...hold };
  }
}

export function leafText({ signal, over, op, bound }: Leaf): string {
  const what = over === null ? signal : `${over.fn}(${signal}, ${over.ms / 1_000}s)`;
  return `${what} ${op} ${bound}`;
}

function chained({ chains, events, isCircular }: ModelTimeline): readonly string[] {
  const link = ({ event, outcome }: { event: string; outcome: Ending }) =>
    outcome === 'any' ? event : `${event}[${outcome}]`;
  const texts = chains.map(({ from, to }) => {
    const left = from.map(link);
    return `${left.length === 1 ? left[0] : `[${left.join(', ')}]`} -> ${to}`;
  });
  const [first, last] = [events[0]?.id, events.at(-1)?.id];
  return isCircular ? [...texts, `${first} -> ${last}`, `${last} -> ${first}`] : texts;
}
