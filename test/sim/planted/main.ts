/**
 * `npm run planted`: every planted bug, one after the other, two at a time; which died, by which
 * invariant, at which seed. Fails when more than one in twenty survives.
 */
import { parseArgs } from 'node:util';
import { allPlanted } from './all-planted.ts';
import { Ground, type Kill } from './plant.ts';
import type { Planted } from './planted.ts';

/** Of all planted bugs at least so many must die. */
const killedMin = 0.95;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '200' },
    workers: { type: 'string', default: '2' },
  },
});
const wanted = allPlanted.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
const left = [...wanted];
const killed: { readonly bug: Planted; readonly kill: Kill | null }[] = [];

async function work(): Promise<void> {
  const ground = new Ground();
  try {
    const sick = await ground.play(20);
    if (sick)
      throw new Error(`Expected a healthy kernel to live, got (${sick.invariant}) ${sick.what}`);
    for (let bug = left.shift(); bug; bug = left.shift()) {
      const kill = await ground.try(bug, Number(values.seeds));
      killed.push({ bug, kill });
      const how = kill ? `killed by (${kill.invariant}) at seed ${kill.seed}` : 'SURVIVED';
      const due = bug.breaks.map((one) => `(${one})`).join(' ');
      process.stdout.write(`${bug.id.padEnd(26)} ${how.padEnd(34)} breaks ${due}\n`);
    }
  } finally {
    ground.clear();
  }
}

await Promise.all(Array.from({ length: Number(values.workers) }, work));
const dead = killed.filter(({ kill }) => kill !== null).length;
const survivors = killed.filter(({ kill }) => kill === null).map(({ bug }) => bug.id);
process.stdout.write(`${dead} of ${killed.length} died\n`);
for (const id of survivors) process.stdout.write(`  survived: ${id}\n`);
process.exitCode = dead >= killedMin * killed.length ? 0 : 1;
