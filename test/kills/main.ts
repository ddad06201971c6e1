/**
 * `npm run kills`: 100 runs, and as many hosts with a pane, in each of which the head, the daemon,
 * the guardian or several of them are killed with SIGKILL at a moment drawn by the seed. Prints every
 * fault, and the counts.
 */
import { takeArguments } from '../tool-arguments.ts';
import { killInHost } from './host-trial.ts';
import { inBatches, planKills, type Scene, victimsIn } from './plan.ts';
import { goneWithinMs } from './remains.ts';
import { kill, startAgain, type Trial } from './trial.ts';

const { counts, names } = takeArguments({
  usage: 'Usage: npm run kills -- [run] [host] [--count N] [--seed N]',
  ...{ counts: { count: 1, seed: 0 }, flags: [], names: ['run', 'host'] },
});
const { count = 100, seed = 20_261 } = counts;
const works = { run: kill, host: killInHost } as const;
const marks: Readonly<Record<Scene, string>> = { run: 'clip.started', host: 'pane opened' };

let isClean = true;
for (const scene of ['run', 'host'] as const) {
  if (names.length > 0 && !names.includes(scene)) continue;
  const trials = await inBatches(planKills(scene, seed, count), works[scene], (trial) => {
    say(`${scene} ${lineOf(trial)}`);
  });
  for (const line of sumsOf(scene, trials)) say(`${scene} ${line}`);
  const reached = trials.filter((trial) => trial.reached.includes(marks[scene])).length;
  say(`${scene}: ${reached} of ${count} had come to ${marks[scene]} (seed ${seed})`);
  isClean &&= trials.every(({ faults }) => faults.length === 0);
}
const again = startAgain();
const isAgain = again.status === 0 && again.err === '';
say(`the next start: ${isAgain ? 'clean' : `status ${again.status} ${again.err}`}`);
process.exitCode = isClean && isAgain ? 0 : 1;

function lineOf({ victim, killedAfterMs, goneAfterMs, reached, faults }: Trial): string {
  const last = reached.at(-1) ?? 'nothing yet';
  const how = faults.length === 0 ? 'clean' : faults.join('; ');
  return (
    `${victim.padEnd(17)} killed after ${String(killedAfterMs).padStart(4)} ms (${last}), ` +
    `gone after ${String(goneAfterMs).padStart(4)} ms: ${how}`
  );
}

function sumsOf(scene: Scene, trials: readonly Trial[]): readonly string[] {
  return victimsIn[scene].map((victim) => {
    const of = trials.filter((trial) => trial.victim === victim);
    const clean = of.filter(({ faults }) => faults.length === 0).length;
    const goneMs = of.map(({ goneAfterMs }) => goneAfterMs).sort((a, b) => a - b);
    const [middle = 0, most = 0] = [goneMs[goneMs.length >> 1], goneMs.at(-1)];
    return `${victim}: ${of.length} killed, ${clean} clean, gone after ${middle} ms in the middle, ${most} ms at most (limit ${goneWithinMs})`;
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
