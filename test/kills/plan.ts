/**
 * Which kills are tried: every victim in turn, each at moments that are drawn by a seed from
 * equal shares of the time from its birth to the middle of the stress, or to a while after a pane
 * was opened.
 */
import { createSeededRandom } from '../../runtime/host/random.ts';
import type { Victim } from './remains.ts';
import type { TrialPlan } from './trial.ts';

/** The head is born first, and has the daemon and its guardian to start. */
const untilMs: Readonly<Record<Victim, number>> = {
  ...{ head: 3_000, daemon: 2_700, guardian: 2_600 },
  ...{ 'head and daemon': 2_600, 'head and guardian': 2_600, 'all three': 2_600 },
  'hands, then head': 2_600,
};

/** A program that sleeps for so long is one of ours. */
const marks = { run: 7, host: 8 } as const;
export type Scene = keyof typeof marks;

/** A run does not outlive its hands, so that its head cannot be killed later. */
const each = [
  ...['head', 'daemon', 'guardian'],
  ...['head and daemon', 'head and guardian', 'all three'],
] as readonly Victim[];
export const victimsIn: Readonly<Record<Scene, readonly Victim[]>> = {
  run: each,
  host: [...each, 'hands, then head'],
};

export function planKills(scene: Scene, seed: number, count: number): readonly TrialPlan[] {
  const random = createSeededRandom(seed);
  const victims = victimsIn[scene];
  const shares = Math.ceil(count / victims.length);
  return Array.from({ length: count }, (_, index) => {
    const victim = victims[index % victims.length] ?? 'head';
    const share = (Math.floor(index / victims.length) + random.next()) / shares;
    const mark = `${marks[scene]}${seed % 1_000}${index}.${String(random.next()).slice(2, 10)}`;
    return { victim, killAfterMs: share * untilMs[victim], mark };
  });
}

/** Trials at the same time; more would only wait for the cores. */
const sideBySide = 4;

export async function inBatches<Plan, Value>(
  plans: readonly Plan[],
  work: (plan: Plan) => Promise<Value>,
  tell: (value: Value) => void = () => {},
): Promise<readonly Value[]> {
  const done: Value[] = [];
  for (let first = 0; first < plans.length; first += sideBySide) {
    const batch = await Promise.all(plans.slice(first, first + sideBySide).map(work));
    done.push(...batch);
    for (const one of batch) tell(one);
  }
  return done;
}
