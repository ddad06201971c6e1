/**
 * `npm run injections -- --seed N --count 1000`: a storm of injections against pretend programs,
 * judged by two witnesses. Prints what became of them, and the seed with everything that is wrong.
 */
import { takeArguments } from '../tool-arguments.ts';
import { stormOfInjections } from './injections.ts';

const usage = `Usage: npm run injections -- [--seed N] [--count N] [--panes N] [--calm MS]
1,000 injections into 10 panes by default, across the bridge to a daemon: about three minutes. Each pane is disturbed
every 2,500 ms, the connection every 5 s, and the daemon is killed every 40 s.`;

async function main(): Promise<number> {
  const { counts } = takeArguments({
    usage,
    counts: { seed: 0, count: 1, panes: 1, calm: 1 },
    flags: [],
    names: [],
  });
  const { seed = 1, count = 1_000, panes = 10, calm = 2_500 } = counts;
  const sinceMs = performance.now();
  const killMs = { first: 10_000, next: 32_000 };
  const options = { seed, count, panes, compactMs: 5_000, calmMs: calm, killMs };
  const judged = await stormOfInjections(options);
  const seconds = Math.round((performance.now() - sinceMs) / 1_000);
  process.stdout.write(`seed ${seed}: ${count} injections into ${panes} panes in ${seconds} s\n`);
  for (const [name, number] of Object.entries(judged.counts).sort()) {
    process.stdout.write(`  ${String(number).padStart(6)}  ${name}\n`);
  }
  for (const problem of judged.problems) process.stdout.write(`WRONG ${problem}\n`);
  if (judged.problems.length === 0) return 0;
  process.stdout.write(
    `Again: npm run injections -- --seed ${seed} --count ${count} --panes ${panes} --calm ${calm}\n`,
  );
  return 1;
}

process.exitCode = await main();
