/**
 * One kill: a real `ambush run` with a target, grandchildren in sessions of their own (one with a
 * cleared environment) and a stressor; at a moment counted from its birth the head, the daemon, the
 * guardian or several of them are killed with SIGKILL. Then every process, file and control group of the run is
 * looked for, and what the head left behind is read.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reportSchema } from '../../machines/report/report.ts';
import { parentDirectory } from '../../runtime/guardian/run-directory.ts';
import {
  bornAs,
  goneWithinMs,
  groupsOf,
  includesHead,
  type Remain,
  readLog,
  remains,
  sleep,
  untilGone,
  type Victim,
  victims,
  within,
} from './remains.ts';

export interface Trial {
  readonly victim: Victim;
  /** After the victim was born. */
  readonly killedAfterMs: number;
  /** How far the run had come: the types of its events, as the log has them. */
  readonly reached: readonly string[];
  /** From the kill, or from the end of the head where that came later and in order. */
  readonly goneAfterMs: number;
  /** What is wrong, in words; empty where all is well. */
  readonly faults: readonly string[];
}

/** A head whose hands are gone ends in order. */
const headPatienceMs = 15_000;

const source = fileURLToPath(new URL('../..', import.meta.url));
/** The root of the repository, from the source and from what the compiler wrote. */
export const root = source.endsWith('/dist/')
  ? fileURLToPath(new URL('../../..', import.meta.url))
  : source;
export const kin = `${root}test/fixtures/programs/kin.mjs`;

export interface TrialPlan {
  readonly victim: Victim;
  readonly killAfterMs: number;
  /** Unlike that of every other trial. */
  readonly mark: string;
}

export async function kill({ victim, killAfterMs, mark }: TrialPlan): Promise<Trial> {
  // On a disk, so that the guardian takes it for its directory instead of looking for one.
  const temporary = mkdtempSync(join(parentDirectory(), 'ambush-kill-'));
  const kept = mkdtempSync(join(tmpdir(), 'ambush-test-'));
  const run = startRun(temporary, kept, mark);
  const ended = new Promise<number | null>((resolve) => run.once('exit', resolve));
  const runIds = new Set<string>();
  try {
    const pids = victims[victim].map((part) =>
      part === 'head' ? (run.pid ?? 0) : bornAs(part, mark, runIds),
    );
    const born = await Promise.all(pids);
    await sleep(killAfterMs);
    remains(mark, runIds);
    for (const pid of born) process.kill(pid, 'SIGKILL');
    const isHeadDead = includesHead(victim);
    const look = (): readonly (Remain | string)[] => [
      // The head outlives its hands, and ends in its own time.
      ...remains(mark, runIds).filter((one) => isHeadDead || one.pid !== run.pid),
      ...readdirSync(temporary).map((found) => join(temporary, found)),
      ...groupsOf(runIds),
    ];
    // Behind its guardian a run ends in order, and takes its time.
    if (victim === 'guardian') await within(ended, headPatienceMs);
    const sinceMs = performance.now();
    const left = await untilGone(sinceMs, look);
    const goneAfterMs = Math.round(performance.now() - sinceMs);
    const status = await within(ended, headPatienceMs);
    const log = readLog(join(kept, 'l.ndjson'));
    const faults = [
      ...left.map((one) => `left: ${one}`),
      ...(goneAfterMs > goneWithinMs ? [`gone only after ${goneAfterMs} ms`] : []),
      ...log.faults,
      ...(isHeadDead ? [] : headFaults(status, kept, log.reached)),
    ];
    return { victim, killedAfterMs: Math.round(killAfterMs), ...log, goneAfterMs, faults };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
    rmSync(kept, { recursive: true, force: true });
  }
}

/** What a run after all these says, in a directory that knows nothing of them. */
export function startAgain(): { readonly status: number | null; readonly err: string } {
  const kept = mkdtempSync(join(tmpdir(), 'ambush-test-'));
  const timeline = {
    program: { command: 'sleep', args: ['60'] },
    duration: '1s',
    events: [{ id: 'spike', axis: 'cpu', at: 0, for: '1s', intensity: 'light' }],
  };
  writeFileSync(join(kept, 't.json'), JSON.stringify(timeline));
  const words = [`${root}dist/bin/ambush.js`, 'run', 't.json', '--quiet', '--exit-zero'];
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: kept, encoding: 'utf8' });
  rmSync(kept, { recursive: true, force: true });
  return { status, err: stderr };
}

function startRun(temporary: string, kept: string, mark: string): ChildProcess {
  const timeline = {
    program: { command: process.execPath, args: [kin, mark] },
    seed: 7,
    duration: '20s',
    events: [{ id: 'spike', axis: 'cpu', at: 0, for: '20s', intensity: 'light' }],
  };
  writeFileSync(join(kept, 't.json'), JSON.stringify(timeline));
  const words = ['run', 't.json', '--log', 'l.ndjson', '--output', 'r.json', '--quiet'];
  return spawn(process.execPath, [`${root}dist/bin/ambush.js`, ...words], {
    cwd: kept,
    env: { ...process.env, KILL_TEST: mark, TMPDIR: temporary },
    stdio: 'ignore',
  });
}

/** The head outlives its hands: status 4, a report that says so, and nothing left. */
function headFaults(
  status: number | null | undefined,
  kept: string,
  reached: readonly string[],
): readonly string[] {
  const faults = status === 4 ? [] : [`the head ended with status ${status}`];
  const file = join(kept, 'r.json');
  if (!existsSync(file)) return reached.length === 0 ? faults : [...faults, 'no report'];
  const read = reportSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) return [...faults, 'the report is none'];
  const { status: told, cleanup, reasons } = read.data.ambush.run;
  return [
    ...faults,
    ...(told === 'errored' ? [] : [`the report says ${told}`]),
    ...(cleanup === 'clean' ? [] : [`the report says ${cleanup}`]),
    ...(/broke down.*: [Tt]he (daemon|guardian|hands)/.test(reasons[0] ?? '')
      ? []
      : [`the report gives as its reason: ${reasons[0]}`]),
  ];
}
