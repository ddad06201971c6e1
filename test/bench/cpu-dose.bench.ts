/**
 * Error of the cpu dose at 10 to 90 %, on a quiet machine and with one spinner per core, beside
 * stress-ng in the same run. Both are measured alike from outside: by the CPU time of the
 * process and its children in the middle of the event, all at the same priority.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type Bench, median } from './bench.ts';
import { nowMs, PooledStressor, wait } from './stressor-pool.ts';

const percents = [10, 25, 50, 75, 90];
const fairPercent = 50;
const eventMs = 4000;
const cores = availableParallelism();
const rounds = 1;

interface Errors {
  readonly ours: number[];
  readonly told: number[];
  readonly peer: number[];
}

export const bench: Bench = {
  name: 'cpu-dose',
  aim: 'mean absolute error at most a quarter of that of stress-ng: quiet at all doses, contended up to the fair share',
  async measure() {
    const hasPeer = spawnSync('stress-ng', ['--version']).status === 0;
    const quiet = await errorsOf(hasPeer);
    const spinners = Array.from({ length: cores }, () =>
      spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
    );
    await wait(300);
    const contended = await errorsOf(hasPeer);
    for (const spinner of spinners) spinner.kill('SIGKILL');
    const fair = { ours: fairOf(contended.ours), peer: fairOf(contended.peer) };
    const ratios = [quiet, fair].map((each) => mean(each.ours) / mean(each.peer));
    return {
      figures: {
        ours_quiet_points: mean(quiet.ours),
        ours_quiet_by_its_own_account_points: mean(quiet.told),
        stress_ng_quiet_points: mean(quiet.peer),
        quiet_ratio: ratios[0] ?? Number.NaN,
        ours_contended_points: mean(contended.ours),
        stress_ng_contended_points: mean(contended.peer),
        contended_all_doses_ratio: mean(contended.ours) / mean(contended.peer),
        ours_contended_fair_points: mean(fair.ours),
        stress_ng_contended_fair_points: mean(fair.peer),
        contended_fair_ratio: ratios[1] ?? Number.NaN,
        ...figuresOf('ours_contended', contended.ours),
        ...figuresOf('stress_ng_contended', contended.peer),
      },
      met: hasPeer ? ratios.every((ratio) => ratio <= 0.25) : null,
      notes: [
        hasPeer ? '' : 'stress-ng is not installed: there was no peer.',
        'With one spinner per core at the same priority the fair share is 50 %: what is asked',
        'beyond it is under-delivered by both, so those doses are shown but not in the aim.',
      ].filter((note) => note !== ''),
    };
  },
};

async function errorsOf(hasPeer: boolean): Promise<Errors> {
  const errors: Errors = { ours: [], told: [], peer: [] };
  const stressor = new PooledStressor();
  await wait(300);
  for (const percent of percents) {
    const tries: Errors = { ours: [], told: [], peer: [] };
    for (let round = 0; round < rounds; round += 1) {
      const startAtMs = nowMs() + 400;
      const endAtMs = startAtMs + eventMs;
      const event = stressor.cpu({ percent, startAtMs, endAtMs, priority: 'normal' });
      await event.startedAtMs;
      tries.ours.push(Math.abs((await shareOf(stressor.pid)) - percent));
      tries.told.push(Math.abs((await event.delivered) - percent));
      if (hasPeer) tries.peer.push(Math.abs((await peerShare(percent)) - percent));
    }
    for (const which of ['ours', 'told', 'peer'] as const) errors[which].push(median(tries[which]));
  }
  await stressor.close();
  return errors;
}

async function peerShare(percent: number): Promise<number> {
  const args = ['--cpu', String(cores), '--cpu-load', String(percent), '--timeout', '60'];
  const peer: ChildProcess = spawn('stress-ng', args, { stdio: 'ignore' });
  await wait(400);
  const share = await shareOf(peer.pid ?? 0);
  const gone = new Promise((resolve) => peer.on('exit', resolve));
  peer.kill('SIGINT');
  await gone;
  return share;
}

/** Percent of all cores that a process and its children use over most of the event. */
async function shareOf(pid: number): Promise<number> {
  const [from, fromMs] = [cpuMsOf(pid), nowMs()];
  await wait(eventMs - 600);
  return ((cpuMsOf(pid) - from) * 100) / ((nowMs() - fromMs) * cores);
}

/** By the scheduler's nanoseconds, thread by thread: the ticks of `stat` are too coarse. */
function cpuMsOf(root: number): number {
  let sum = 0;
  for (const pid of treeOf(root)) {
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      const stat = readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'latin1');
      sum += Number(stat.split(' ')[0]) / 1e6;
    }
  }
  return sum;
}

function treeOf(root: number): readonly number[] {
  const children = readFileSync(`/proc/${root}/task/${root}/children`, 'latin1').trim();
  return [root, ...(children === '' ? [] : children.split(' ').map(Number).flatMap(treeOf))];
}

/** The errors of the doses that a fair scheduler can grant beside one spinner per core. */
function fairOf(errors: readonly number[]): readonly number[] {
  return errors.filter((_error, at) => (percents[at] ?? 0) <= fairPercent);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

function figuresOf(name: string, errors: readonly number[]): Record<string, number> {
  return Object.fromEntries(
    percents.map((percent, at) => [`${name}_at_${percent}`, errors[at] ?? Number.NaN]),
  );
}
