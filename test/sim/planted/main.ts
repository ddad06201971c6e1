/**
 * `npm run planted`: every planted bug, one after the other, two at a time; which died, by which
 * invariant, at which seed. Only what an oracle says is a kill: a tree that no longer runs is none.
 * Fails when more than one in twenty does not die.
 */
import { takeArguments } from '../../tool-arguments.ts';
import { allPlanted } from './all-planted.ts';
import { Ground, type Hunt } from './plant.ts';
import type { Planted } from './planted.ts';

/** Of all planted bugs at least so many must die. */
const killedMin = 0.95;

const bugs = allPlanted.map(({ id }) => id);
const { counts, names } = takeArguments({
  usage: `Usage: npm run planted -- [BUG ...] [--seeds 200] [--workers 2]\nBugs: ${bugs.join(', ')}`,
  counts: { seeds: 1, workers: 1 },
  flags: [],
  names: bugs,
});
const { seeds = 200, workers = 2 } = counts;
const wanted = allPlanted.filter(({ id }) => names.length === 0 || names.includes(id));
const left = [...wanted];
const killed: { readonly bug: Planted; readonly hunt: Hunt }[] = [];

async function work(): Promise<void> {
  const ground = new Ground();
  try {
    const sick = await ground.play(20);
    if (sick !== 'survived') {
      const what = sick === 'broke' ? 'one that does not run' : `(${sick.invariant}) ${sick.what}`;
      throw new Error(`Expected a healthy kernel to live, got ${what}.`);
    }
    for (let bug = left.shift(); bug; bug = left.shift()) {
      const hunt = await ground.try(bug, seeds);
      killed.push({ bug, hunt });
      process.stdout.write(`${bug.id.padEnd(26)} ${toldOf(hunt, bug)}\n`);
    }
  } finally {
    ground.clear();
  }
}

await Promise.all(Array.from({ length: workers }, work));
const dead = killed.filter(({ hunt }) => typeof hunt === 'object');
const named = dead.filter(({ hunt }) => typeof hunt === 'object' && hunt.named !== null);
process.stdout.write(`${dead.length} of ${killed.length} died, `);
process.stdout.write(`${named.length} of them by an invariant that they break by the law\n`);
for (const { bug, hunt } of killed) {
  if (typeof hunt === 'string') process.stdout.write(`  ${hunt}: ${bug.id}\n`);
}
process.exitCode = dead.length >= killedMin * killed.length ? 0 : 1;

function toldOf(hunt: Hunt, { breaks }: Planted): string {
  const due = breaks.map((one) => `(${one})`).join(' ');
  if (typeof hunt === 'string') return `${hunt.toUpperCase().padEnd(34)} breaks ${due}`;
  const first = `killed by (${hunt.invariant}) at seed ${hunt.seed}`;
  const { named } = hunt;
  const also = named ? `(${named.invariant}) at seed ${named.seed}` : 'NOT SEEN';
  return `${first.padEnd(34)} breaks ${due}: ${also}`;
}
