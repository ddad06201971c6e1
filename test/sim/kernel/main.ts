/**
 * `npm run sim`: 2,000 seeds on all cores, or one of them with its trace. A seed that fails is
 * shortened, told, and the command that replays it is printed.
 *
 * @spec reliability simulation
 */
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { takeArguments } from '../../tool-arguments.ts';
import { shrink } from './shrink.ts';
import { type Outcome, simulateKernel } from './simulate-kernel.ts';
import { tellFault, tellTrace } from './telling.ts';

/** What a worker says of one seed. */
interface Told {
  readonly seed: number;
  readonly digest: string;
  readonly events: number;
  readonly virtualMs: number;
  readonly faults: Outcome['faults'];
}

interface Share {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Failing seeds that are shortened; the first ones tell most. */
const shrunkMax = 3;

function work({ from, to, step }: Share): void {
  const told: Told[] = [];
  for (let seed = from; seed < to; seed += step) {
    const { digest, events, virtualMs, faults } = simulateKernel({ seed });
    told.push({ seed, digest, events, virtualMs, faults });
  }
  parentPort?.postMessage(told);
}

function share(workerData: Share): Promise<readonly Told[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function all(from: number, seeds: number, workers: number): Promise<number> {
  const sinceMs = performance.now();
  const to = from + seeds;
  const shares = Array.from({ length: workers }, (_, at) =>
    share({ from: from + at, to, step: workers }),
  );
  const told = (await Promise.all(shares)).flat().sort((one, other) => one.seed - other.seed);
  const seconds = (performance.now() - sinceMs) / 1_000;
  const sum = (of: (one: Told) => number): number => told.reduce((all, one) => all + of(one), 0);
  const digest = createHash('sha256');
  for (const one of told) digest.update(one.digest);
  const failed = told.filter(({ faults }) => faults.length > 0);
  print(
    `${told.length} seeds in ${seconds.toFixed(1)} s, ${(told.length / seconds).toFixed(0)} a second`,
    `${sum(({ events }) => events)} events, ${(sum(({ virtualMs }) => virtualMs) / 3.6e6).toFixed(0)} virtual hours`,
    `digest of digests ${digest.digest('hex')}`,
    failed.length === 0 ? 'every invariant holds' : `${failed.length} seeds fail`,
  );
  for (const { seed, faults } of failed)
    print(`seed ${seed}`, ...faults.slice(0, 2).map(tellFault));
  for (const { seed } of failed.slice(0, shrunkMax)) tellShort(seed);
  return failed.length;
}

function tellShort(seed: number): void {
  const short = shrink(simulateKernel({ seed }));
  print(
    '',
    `seed ${seed}, shortened to ${short.acts.length} acts; replay it with`,
    `  npm run sim -- --seed ${seed}`,
    ...short.acts.map((act) => `  ${JSON.stringify(act)}`),
    ...short.faults.slice(0, 3).map(tellFault),
  );
}

function one(seed: number, isShort: boolean): number {
  const whole = simulateKernel({ seed, keep: true });
  const acts = isShort ? shrink(whole).acts : undefined;
  const outcome = acts ? simulateKernel({ seed, acts, keep: true }) : whole;
  print(tellTrace(outcome), `digest ${outcome.digest}`);
  return outcome.faults.length;
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

if (isMainThread) {
  const { counts, flags } = takeArguments({
    usage: [
      'Usage: npm run sim -- [--seeds 2000] [--from 0] [--workers 2]',
      '       npm run sim -- --seed SEED [--short]',
    ].join('\n'),
    counts: { seed: 0, seeds: 1, from: 0, workers: 1 },
    flags: ['short'],
    names: [],
  });
  const { seed, seeds = 2_000, from = 0, workers = Math.min(2, availableParallelism()) } = counts;
  const failed =
    seed === undefined ? await all(from, seeds, workers) : one(seed, flags.has('short'));
  process.exitCode = failed === 0 ? 0 : 1;
} else work(workerData as Share);
