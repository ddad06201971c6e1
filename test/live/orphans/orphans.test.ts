/**
 * Goal: whatever moment the head is killed at, one second later nothing of its run is left.
 * Method: a real head with a target, grandchildren in sessions of their own (one with a cleared
 * environment) and a stressor is killed with SIGKILL at seeded random moments, from before the
 * guardian runs to the middle of the stress; then every process, directory and control group of
 * the run is looked for, each head having a temporary directory of its own. As root the control group does it, as an ordinary user the sweep.
 *
 * @spec reliability orphans
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parentDirectory } from '../../../runtime/guardian/run-directory.ts';
import { createSeededRandom } from '../../../runtime/host/random.ts';
import { homeOf } from '../../../runtime/host/run-cgroup.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const head = fileURLToPath(new URL('head.mjs', import.meta.url));
const kin = fileURLToPath(new URL('../../fixtures/programs/kin.mjs', import.meta.url));
const isRoot = process.getuid?.() === 0;
const asNobody = ['runuser', '-u', 'nobody', '--'];
const nobodyCanRun =
  isRoot &&
  spawnSync('runuser', [...asNobody.slice(1), process.execPath, '--check', head]).status === 0;

const whyNot = isRoot ? 'runuser cannot start this head as nobody' : 'only root may become another';

/** A head killed sooner has hardly begun to load; later, everything has long been running. */
const killMs = { from: 40, to: 1_400 };
const limitMs = 1_000;
/** Heads that live at the same time; more would only wait for the cores. */
const sideBySide = 3;
const seed = 20_261;

interface Trial {
  readonly killedAtMs: number;
  readonly said: readonly string[];
  readonly goneAfterMs: number;
  readonly left: readonly string[];
}

describe.runIf(process.platform === 'linux')('after kill -9 of the head', () => {
  it('nothing is left, at any moment', { timeout: 60_000 }, async () => {
    await expectNothingLeft(9, []);
  });

  const name = `nothing is left for an ordinary user${nobodyCanRun ? '' : ` (skipped: ${whyNot})`}`;
  it.runIf(nobodyCanRun)(name, { timeout: 60_000 }, async () => {
    const trials = await expectNothingLeft(4, asNobody);
    expect(trials.flatMap(({ said }) => said)).toContain('method environment sweep');
  });
});

async function expectNothingLeft(count: number, prefix: readonly string[]) {
  const random = createSeededRandom(seed);
  const trials: Trial[] = [];
  for (let first = 0; first < count; first += sideBySide) {
    const batch = Array.from({ length: Math.min(sideBySide, count - first) }, (_, index) => {
      const trial = first + index;
      const span = (killMs.to - killMs.from) / count;
      // Stratified, so that every phase of the start is met.
      const delayMs = killMs.from + (trial + random.next()) * span;
      // However slow the machine is, the last head is killed in the middle of its stress.
      const isLast = trial === count - 1;
      const seconds = `61${trial}.${String(random.next()).slice(2, 10)}`;
      return killHead(delayMs, prefix, seconds, isLast);
    });
    trials.push(...(await Promise.all(batch)));
  }
  const late = trials.filter(({ left, goneAfterMs }) => left.length > 0 || goneAfterMs > limitMs);
  expect(late, `seed ${seed}`).toEqual([]);
  // The trials would prove nothing if no run had come to its middle, or all had.
  expect(trials.some(({ said }) => said.includes('stressor.started'))).toBe(true);
  expect(trials.some(({ said }) => !said.includes('target.started'))).toBe(true);
  return trials;
}

async function killHead(
  delayMs: number,
  prefix: readonly string[],
  seconds: string,
  isLast: boolean,
): Promise<Trial> {
  const [command = '', ...args] = [...prefix, process.execPath, head, root, kin, seconds];
  // On a disk, so that the guardian takes it for its directory instead of looking for one.
  const temporary = mkdtempSync(join(parentDirectory(), 'ambush-orphans-'));
  chmodSync(temporary, 0o777);
  const child = spawn(command, args, {
    env: { ...process.env, ORPHAN_TEST: seconds, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  await sleep(delayMs);
  const waitedMs = performance.now();
  while (isLast && !output.includes('stressor.started')) {
    if (performance.now() - waitedMs > 10_000) break;
    await sleep(10);
  }
  let headPid = prefix.length === 0 ? (child.pid ?? 0) : headOf(seconds);
  for (; headPid === 0; headPid = headOf(seconds)) await sleep(10);
  process.kill(headPid, 'SIGKILL');
  const killedMs = performance.now();
  await exited;
  const runIds = new Set<string>();
  const look = (): readonly string[] => [
    ...remains(seconds, headPid, runIds),
    ...readdirSync(temporary).map((found) => join(temporary, found)),
    ...groupsOf(runIds),
  ];
  let left = look();
  while (left.length > 0 && performance.now() - killedMs < 2 * limitMs) {
    await sleep(25);
    left = look();
  }
  rmSync(temporary, { recursive: true, force: true });
  const goneAfterMs = Math.round(performance.now() - killedMs);
  return { killedAtMs: Math.round(delayMs), said: output.trim().split('\n'), goneAfterMs, left };
}

/**
 * What belongs to the run: by environment, by arguments, by the guardian's own arguments, of
 * which the run's id is kept. A guardian outlives its head long enough to be seen.
 */
function remains(seconds: string, headPid: number, runIds: Set<string>): readonly string[] {
  return pids().flatMap((pid) => {
    const words = read(`/proc/${pid}/cmdline`).split('\0');
    const isGuardian = words[1]?.endsWith('guardian/main.js') && words[3] === String(headPid);
    if (isGuardian && words[2]) runIds.add(words[2]);
    const isOurs =
      words.includes(seconds) ||
      read(`/proc/${pid}/environ`).split('\0').includes(`ORPHAN_TEST=${seconds}`) ||
      isGuardian;
    return isOurs ? [`${pid} ${words.join(' ')}`] : [];
  });
}

/** Control groups of these runs. */
function groupsOf(runIds: ReadonlySet<string>): readonly string[] {
  const home = homeOf(read('/proc/self/mountinfo'), read('/proc/self/cgroup'));
  if (home === null) return [];
  return readdirSync(home)
    .filter((name) => [...runIds].some((runId) => name === `ambush-${runId}`))
    .map((name) => join(home, name));
}

/** The head under a program that starts it as somebody else. */
function headOf(seconds: string): number {
  const found = pids().find((pid) => {
    const words = read(`/proc/${pid}/cmdline`).split('\0');
    return words[0] === process.execPath && words[1] === head && words.includes(seconds);
  });
  return found ?? 0;
}

function pids(): readonly number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
