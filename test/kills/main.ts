/**
 * `npm run kills`: 100 runs, in each of which the head, the daemon or the guardian is killed with
 * SIGKILL at a moment drawn by the seed. Prints every fault, and the counts.
 */
import { takeArguments } from '../tool-arguments.ts';
import { inBatches, planKills } from './plan.ts';
import { goneWithinMs, kill, startAgain, type Trial, victims } from './trial.ts';

const { counts } = takeArguments({
  usage: 'Usage: npm run kills -- [--count N] [--seed N]',
  ...{ counts: { count: 1, seed: 0 }, flags: [], names: [] },
});
const { count = 100, seed = 20_261 } = counts;

const trials = await inBatches(planKills(seed, count), kill, ({ faults, ...trial }) => {
  const { victim, killedAfterMs, goneAfterMs, reached } = trial;
  const last = reached.at(-1) ?? 'nothing yet';
  const how = faults.length === 0 ? 'clean' : faults.join('; ');
  process.stdout.write(
    `${victim.padEnd(8)} killed after ${String(killedAfterMs).padStart(4)} ms (${last}), ` +
      `gone after ${String(goneAfterMs).padStart(4)} ms: ${how}\n`,
  );
});

for (const victim of victims) {
  const of = trials.filter((trial) => trial.victim === victim);
  const clean = of.filter(({ faults }) => faults.length === 0).length;
  const goneMs = of.map(({ goneAfterMs }) => goneAfterMs).sort((a, b) => a - b);
  process.stdout.write(
    `${victim}: ${of.length} killed, ${clean} clean, gone after ${goneMs[goneMs.length >> 1] ?? 0} ms ` +
      `in the middle, ${goneMs.at(-1) ?? 0} ms at most (limit ${goneWithinMs})\n`,
  );
}
process.stdout.write(
  `${reachedEvents(trials)} of ${count} had come to their stress (seed ${seed})\n`,
);
const again = startAgain();
const isClean = again.status === 0 && again.err === '';
process.stdout.write(
  `the next start: ${isClean ? 'clean' : `status ${again.status} ${again.err}`}\n`,
);
process.exitCode = !isClean || trials.some(({ faults }) => faults.length > 0) ? 1 : 0;

function reachedEvents(all: readonly Trial[]): number {
  return all.filter(({ reached }) => reached.includes('clip.started')).length;
}
