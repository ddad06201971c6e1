/**
 * `npm run flood -- --panes 100 --seconds 10`: floods, and what they cost; fails when something does
 * not add up or leaves its bounds.
 */
import { takeArguments } from '../tool-arguments.ts';
import { floodPanes } from './flood.ts';

const usage = `Usage: npm run flood -- [--panes N] [--seconds N] [--watched N]
100 panes for 10 seconds by default, of which 10 are looked at.`;
const mib = 2 ** 20;
const grownMax = 192 * mib;
const landedMaxMs = 1_000;
const laneMaxMs = 50;

async function main(): Promise<number> {
  const { counts } = takeArguments({
    usage,
    counts: { panes: 1, seconds: 1, watched: 0 },
    flags: [],
    names: [],
  });
  const { panes = 100, seconds = 10, watched = 10 } = counts;
  const flooded = await floodPanes({ panes, seconds, watched });
  const {
    readBytes,
    unseenBytes,
    grownBytes,
    daemonBytes,
    laneMs,
    idleLaneMs,
    appliedMs,
    verifiedMs,
  } = flooded;
  const text = [
    `${panes} panes for ${seconds} s: read ${(readBytes / mib).toFixed(1)} MiB, of which`,
    `${(unseenBytes / mib).toFixed(1)} never reached a screen (told ${flooded.dropsTold} times)`,
    `daemon grown by ${(daemonBytes / mib).toFixed(1)} MiB, with this process by ${(grownBytes / mib).toFixed(1)}`,
    `Lane A there and back: p99 ${laneMs.toFixed(1)} ms of ${flooded.trips} (${idleLaneMs.toFixed(1)} ms without a flood)`,
    `${flooded.injections} injections into the quiet pane: in the terminal after at most`,
    `${appliedMs.toFixed(0)} ms, verified after at most ${verifiedMs.toFixed(0)} ms`,
  ];
  process.stdout.write(`${text.join('\n')}\n`);
  const problems = [
    ...flooded.problems,
    ...(grownBytes < grownMax ? [] : ['it grew by 192 MiB or more']),
    ...(laneMs < laneMaxMs ? [] : ['Lane A took 50 ms or more']),
    ...(appliedMs < landedMaxMs ? [] : ['an injection took a second or more']),
  ];
  for (const problem of problems) process.stdout.write(`WRONG ${problem}\n`);
  return problems.length === 0 ? 0 : 1;
}

process.exitCode = await main();
