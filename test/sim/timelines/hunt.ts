/**
 * Each planted bug, one after the other: found by which invariant, at which seed. A bug counts as
 * found only by an invariant that it breaks by the law.
 *
 * @spec reliability simulation
 */
import { Ground, type Stage } from '../planted/plant.ts';
import { inTimeline } from './in-timeline.ts';

const stage: Stage = {
  parts: [
    ...['machines', 'runtime', 'actors', 'stressors', 'test/sim/timelines'],
    ...['kernel/dice.js', 'planted/planted.js'].map((part) => `test/sim/${part}`),
  ],
  victim: 'test/sim/timelines/victim.js',
};
const seedsMax = 300;

/** Returns how many were not found; all of them where no name is given. */
export async function huntPlanted(names: readonly string[]): Promise<number> {
  const ground = new Ground(stage);
  let survivors = 0;
  try {
    const healthy = await ground.play(20, [54]);
    if (healthy !== 'survived') throw new Error(`Expected health, got ${JSON.stringify(healthy)}.`);
    for (const bug of inTimeline) {
      if (names.length > 0 && !names.includes(bug.id)) continue;
      const hunt = await ground.try(bug, seedsMax);
      const named = typeof hunt === 'string' ? null : hunt.named;
      if (named === null) survivors += 1;
      const due = bug.breaks.map((one) => `(${one})`).join(' ');
      const what = named
        ? `(${named.invariant}) at seed ${named.seed}: ${named.what}`
        : missed(hunt);
      process.stdout.write(`${bug.id.padEnd(20)} breaks ${due.padEnd(10)} ${what.slice(0, 90)}\n`);
    }
  } finally {
    ground.clear();
  }
  process.stdout.write(survivors === 0 ? 'all were found\n' : `${survivors} were not found\n`);
  return survivors;
}

function missed(hunt: Awaited<ReturnType<Ground['play']>>): string {
  return typeof hunt === 'string' ? `NOT FOUND: ${hunt}` : `NOT FOUND, but (${hunt.invariant})`;
}
