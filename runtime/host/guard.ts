/**
 * The head's side of the guardian: starts it before anything else, tells it whom to know, and
 * closes the run through it. Should the guardian die first, or with the head of us all, we clean up
 * by ourselves.
 *
 * @spec reliability orphans
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Leftover } from '../../machines/hands/messages.ts';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import type { HostFiles } from '../guardian/dead-host.ts';
import type { GuardianCommand, GuardianReport } from '../guardian/protocol.ts';
import { quietMs, sweepRun } from '../guardian/sweep.ts';
import type { Guard } from './host.ts';
import type { RunCgroup } from './run-cgroup.ts';

/** A machine that needs longer to start Node once is too loaded to measure anything on. */
const startPatienceMs = 15_000;
/** The guardian gives up on the unkillable after 5 s. */
const closePatienceMs = 8_000;
/** A guardian that ends sooner than it looks for has not done its work. */
const outlivesMs = quietMs.afterDeath / 2;

export interface SystemGuard extends Guard {
  readonly pid: number;
  readonly cgroup: RunCgroup | null;
  /** Processes that belong to the run from now on. */
  know(processes: ReadonlyMap<number, string>, role: 'target' | 'helper'): void;
  /** The run is being closed, or is closed, by whoever is in charge of it. */
  readonly isClosing: boolean;
  /** Nobody closes the run any more: lets the guardian do its work, and does it where it is dead. */
  letGo(): Promise<void>;
}

type Ready = Extract<GuardianReport, { is: 'ready' }>;

/** `host`: the files of the host that the run is part of, where it is. */
export async function startGuard(
  entry: string,
  runId: string,
  host: HostFiles | null = null,
): Promise<Result<SystemGuard>> {
  const words = [entry, runId, String(process.pid), JSON.stringify(host)];
  const child = spawn(process.execPath, words, {
    cwd: '/',
    detached: true,
    env: temporaryDirectoryOnly(process.env),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => {});
  const reports = listen(child);
  const first = await reports.next(startPatienceMs);
  if (first?.is === 'ready') return succeed(guardOf(child, reports, first, runId));
  child.stdin.destroy();
  child.kill('SIGKILL');
  const reason = first?.is === 'failed' ? first.reason : 'it did not answer.';
  return refuse([guardianProblem(reason)]);
}

function guardOf(child: ChildProcess, reports: Reports, ready: Ready, runId: string): SystemGuard {
  const known = new Map<number, string>();
  const say = (command: GuardianCommand): void => {
    if (child.stdin?.writable === true) child.stdin.write(`${JSON.stringify(command)}\n`);
  };
  const sweep = (quiet: number): Promise<readonly Leftover[]> => {
    const { scratch, cgroup } = ready;
    const spared = new Set([process.pid]);
    return sweepRun({ runId, scratch, cgroup, known, spared, headPid: process.pid }, quiet);
  };
  let closing: Promise<readonly Leftover[]> | null = null;
  const close = async (): Promise<readonly Leftover[]> => {
    say({ do: 'close' });
    const answer = reports.isOver() ? null : await reports.next(closePatienceMs);
    child.stdin?.destroy();
    if (answer?.is === 'closed') return answer.leftovers;
    return sweep(quietMs.atClose);
  };
  // The guardian must not keep the head alive: the head's death is what it waits for.
  child.unref();
  for (const pipe of [child.stdin, child.stdout]) unref(pipe);
  return {
    pid: ready.pid,
    method: ready.method,
    scratch: ready.scratch,
    cgroup: ready.cgroup,
    know(processes, role) {
      for (const [pid, start] of processes) known.set(pid, start);
      const rows = [...processes].map(([pid, start]) => ({ pid, start }));
      if (rows.length > 0) say({ do: 'know', processes: rows, helper: role === 'helper' });
    },
    onLost(listener) {
      reports.onOver(() => {
        if (closing === null) listener('The guardian of the run died.');
      });
    },
    get isClosing() {
      return closing !== null;
    },
    async letGo() {
      child.stdin?.destroy();
      if (await reports.isOverWithin(outlivesMs)) await sweep(quietMs.afterDeath);
    },
    close() {
      child.ref();
      for (const pipe of [child.stdin, child.stdout]) ref(pipe);
      closing ??= close();
      return closing;
    },
  };
}

interface Reports {
  /** The next report, or null when none came in time or ever will. */
  next(patienceMs: number): Promise<GuardianReport | null>;
  isOver(): boolean;
  isOverWithin(patienceMs: number): Promise<boolean>;
  onOver(listener: () => void): void;
}

function listen(child: ChildProcess): Reports {
  const waiting: ((report: GuardianReport | null) => void)[] = [];
  const listeners: (() => void)[] = [];
  let over = false;
  const finish = (): void => {
    if (over) return;
    over = true;
    for (const resolve of waiting.splice(0)) resolve(null);
    for (const listener of listeners) listener();
  };
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      waiting.shift()?.(JSON.parse(line) as GuardianReport);
    });
  }
  child.once('close', finish);
  child.once('error', finish);
  return {
    next: (patienceMs) =>
      new Promise((resolve) => {
        if (over) return resolve(null);
        const timer = setTimeout(() => resolve(null), patienceMs);
        waiting.push((report) => {
          clearTimeout(timer);
          resolve(report);
        });
      }),
    isOver: () => over,
    isOverWithin: (patienceMs) =>
      new Promise((resolve) => {
        if (over) return resolve(true);
        const timer = setTimeout(() => resolve(over), patienceMs);
        listeners.push(() => {
          clearTimeout(timer);
          resolve(true);
        });
      }),
    onOver(listener) {
      if (over) listener();
      else listeners.push(listener);
    },
  };
}

/** Nothing of the user's environment reaches the guardian, least of all options for Node. */
function temporaryDirectoryOnly(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = ['TMPDIR', 'TMP', 'TEMP', 'PATH', 'SystemRoot'];
  return Object.fromEntries(Object.entries(env).filter(([name]) => kept.includes(name)));
}

function guardianProblem(reason: string): Problem {
  return {
    code: 'GUARDIAN_FAILED',
    message: `Expected the guardian of the run to start, got: ${reason}`,
    hint: 'Try to free space in the temporary directory, or set TMPDIR to one that you may write.',
  };
}

function unref(pipe: unknown): void {
  if (isSocket(pipe)) pipe.unref();
}

function ref(pipe: unknown): void {
  if (isSocket(pipe)) pipe.ref();
}

function isSocket(pipe: unknown): pipe is { ref(): void; unref(): void } {
  return typeof pipe === 'object' && pipe !== null && 'unref' in pipe && 'ref' in pipe;
}
