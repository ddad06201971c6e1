/**
 * What is done to a kernel, as plain data: drawn from a seed, shortened when a seed fails.
 *
 * @spec reliability simulation
 */
import type { Dice } from './dice.ts';
import type { FaultKind, Faults } from './faults.ts';

export const deeds = [
  'inject',
  'burst',
  'type',
  'idle',
  'lock',
  'release',
  'agent-lock',
  'agent-release',
  'claim',
  'suspect',
  'compact',
  'compacted',
  'cover',
  'uncover',
  'hide',
  'show',
  'resize',
  'storm',
  'fit',
  'rogue-fit',
  'rogue-submit',
  'pty-down',
  'pty-up',
  'cut',
  'mend',
  'safe-on',
  'safe-off',
  'step-wall',
  'sleep',
  'stray',
  'telemetry',
  'dev-mode',
  'query',
  'explain',
  'remote',
  'data',
  'flood',
  'malformed',
  'probe',
  'crash',
  'restart-hands',
] as const;

export type Deed = (typeof deeds)[number];

export interface Act {
  /** Virtual milliseconds that pass before it. */
  readonly afterMs: number;
  readonly deed: Deed;
  readonly pane: string;
  /** What the deed makes of it: a kind of body, a size, a count. */
  readonly n: number;
  readonly flag: boolean;
  readonly odd: boolean;
}

/** How often each deed is drawn, and the fault without which it never is. */
const weights: Readonly<Record<Deed, readonly [number, FaultKind?]>> = {
  inject: [26],
  burst: [0.4, 'bursts'],
  type: [4, 'typing'],
  idle: [5, 'typing'],
  lock: [2, 'typing'],
  release: [3, 'typing'],
  'agent-lock': [2, 'agents'],
  'agent-release': [2, 'agents'],
  claim: [2, 'agents'],
  suspect: [2, 'compactions'],
  compact: [3, 'compactions'],
  compacted: [5, 'compactions'],
  cover: [2, 'overlays'],
  uncover: [3, 'overlays'],
  hide: [1.5, 'hiding'],
  show: [2.5, 'hiding'],
  resize: [6, 'resizes'],
  storm: [0.5, 'resize-storms'],
  fit: [1.5, 'resizes'],
  'rogue-fit': [0.8, 'rogues'],
  'rogue-submit': [2, 'rogues'],
  'pty-down': [1.5, 'pty-deaths'],
  'pty-up': [3, 'pty-deaths'],
  cut: [1, 'bridge-cuts'],
  mend: [2, 'bridge-cuts'],
  'safe-on': [0.7, 'safe-mode'],
  'safe-off': [0.7, 'safe-mode'],
  'step-wall': [1, 'wall-steps'],
  sleep: [0.5, 'sleep'],
  stray: [2, 'stray-answers'],
  telemetry: [1, 'telemetry-switch'],
  'dev-mode': [0.7, 'dev-mode'],
  query: [2],
  explain: [1],
  remote: [4, 'remote-sources'],
  data: [2],
  flood: [0.06, 'floods'],
  malformed: [1, 'malformed'],
  probe: [1.5, 'probes'],
  crash: [4, 'crashes'],
  'restart-hands': [1, 'hands-restarts'],
};

/** Short gaps, and the times of the law, a little under and over included. */
const gaps = [
  0, 0, 0, 0, 1, 2, 3, 5, 10, 20, 50, 100, 149, 150, 300, 700, 1_000, 1_499, 1_500, 2_000, 3_000,
  5_000, 9_999, 10_000, 30_000, 44_999, 45_000, 61_000,
] as const;

export function drawSchedule(dice: Dice, faults: Faults, panes: readonly string[]): readonly Act[] {
  const odds = Object.fromEntries(
    deeds.map((deed) => {
      const [weight, needs] = weights[deed];
      return [deed, needs === undefined || faults.has(needs) ? weight : 0];
    }),
  ) as Record<Deed, number>;
  const haste = dice.below(4);
  const count = 30 + dice.below(70);
  return Array.from({ length: count }, (): Act => {
    const deed = dice.weigh(odds);
    const longest = haste === 0 ? gaps.length : gaps.length - 6 * (haste - 1) - 1;
    return {
      afterMs: gaps[dice.below(longest)] ?? 0,
      deed,
      pane: panes[dice.below(panes.length)] ?? '1',
      n: dice.below(1_000),
      flag: dice.chance(0.5),
      odd: dice.chance(0.12),
    };
  });
}
