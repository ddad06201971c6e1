/**
 * The daemon as a process: started in a session of its own, so that no Ctrl-C of a terminal
 * reaches it, held by a pipe whose end means that we are dead, and cleaned up after when it died.
 *
 * @spec reliability orphans
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Leftover } from '../../machines/hands/messages.ts';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import { quietMs, type RunTraces, sweepRun } from '../guardian/sweep.ts';
import type { Clock } from '../host/host.ts';
import { readProcess } from '../host/process-table.ts';
import { connectLocal } from './connect-local.ts';
import {
  bridgeSubject,
  type DaemonArguments,
  type DaemonReady,
  type DaemonWord,
} from './daemon-words.ts';
import type { Peer } from './peer.ts';

/** It starts a guardian first, which is given as long. */
const startPatienceMs = 30_000;
/** What the guardian of a dead daemon needs: it looks for a while, and for 5 s at the unkillable. */
const guardianPatienceMs = 8_000;
const lookEveryMs = 10;
/** Enough of what a dying process says to know why. */
const lastWordsMax = 2_048;

export interface DaemonProcess {
  readonly pid: number;
  readonly ready: DaemonReady;
  /** To its own socket, or to another one that leads there. */
  connect(path?: string): Promise<Result<Peer>>;
  /** Told once when it has ended, with the reason as a sentence. */
  onEnded(listener: (reason: string) => void): void;
  /** Lets go of it, so that it ends in order by itself; resolves when it has. */
  release(patienceMs: number): Promise<void>;
  /** Ends it if need be, waits for its guardian, and looks for what was left all the same. */
  sweep(): Promise<readonly Leftover[]>;
}

export interface StartDaemonOptions extends Omit<DaemonArguments, 'headPid'> {
  /** JavaScript file of the daemon. */
  readonly entry: string;
  readonly clock: Clock;
}

/** Refused with what kept it from starting; then nothing of it is left. */
export async function startDaemonProcess(
  options: StartDaemonOptions,
): Promise<Result<DaemonProcess>> {
  const { entry, clock, ...rest } = options;
  const { runId } = rest;
  const given: DaemonArguments = { ...rest, headPid: process.pid };
  const child: ChildProcess = spawn(process.execPath, [entry, JSON.stringify(given)], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const life = watch(child);
  const word = await firstWord(child, life, clock);
  if (word?.is === 'ready' && child.pid !== undefined) {
    return succeed(new Daemon(child, child.pid, word, life, options));
  }
  const failed = word?.is === 'failed' ? word.problems : [unstarted(life.reason ?? 'no answer.')];
  // Where there is no room for a process there is none to look for those that it left either.
  if (child.pid === undefined) return refuse(failed);
  child.stdin?.destroy();
  child.kill('SIGKILL');
  const traces = { runId, scratch: null, cgroup: null, known: new Map(), headPid: process.pid };
  await sweepRun({ ...traces, spared: new Set([process.pid]) }, quietMs.atClose);
  return refuse(failed);
}

class Daemon implements DaemonProcess {
  readonly pid: number;
  readonly ready: DaemonReady;
  readonly #child: ChildProcess;
  readonly #life: Life;
  readonly #options: StartDaemonOptions;
  #sweeping: Promise<readonly Leftover[]> | null = null;

  constructor(
    child: ChildProcess,
    pid: number,
    ready: DaemonReady,
    life: Life,
    options: StartDaemonOptions,
  ) {
    this.#child = child;
    this.pid = pid;
    this.ready = ready;
    this.#life = life;
    this.#options = options;
  }

  connect(path: string = this.ready.socket): Promise<Result<Peer>> {
    const { clock } = this.#options;
    return connectLocal({ path, speaks: bridgeSubject, clock });
  }

  onEnded(listener: (reason: string) => void): void {
    this.#life.onEnded(listener);
  }

  async release(patienceMs: number): Promise<void> {
    this.#child.stdin?.end();
    await this.#waitFor(() => this.#life.reason !== null, patienceMs);
  }

  sweep(): Promise<readonly Leftover[]> {
    this.#sweeping ??= this.#sweep();
    return this.#sweeping;
  }

  async #sweep(): Promise<readonly Leftover[]> {
    const { guardian, scratch, cgroup } = this.ready;
    this.#child.kill('SIGKILL');
    this.#child.stdin?.destroy();
    const isGone = (): boolean => readProcess(guardian.pid)?.start !== guardian.start;
    await this.#waitFor(isGone, guardianPatienceMs);
    const traces: RunTraces = {
      runId: this.#options.runId,
      scratch,
      cgroup,
      known: new Map(),
      spared: new Set([process.pid]),
      headPid: process.pid,
    };
    return sweepRun(traces, quietMs.atClose);
  }

  async #waitFor(isSo: () => boolean, patienceMs: number): Promise<void> {
    const { clock } = this.#options;
    const beganMs = clock.monotonicMs();
    while (!isSo() && clock.monotonicMs() - beganMs < patienceMs) {
      await new Promise<void>((resolve) => clock.setTimeout(resolve, lookEveryMs));
    }
  }
}

interface Life {
  /** Why it ended, or null while it lives. */
  readonly reason: string | null;
  onEnded(listener: (reason: string) => void): void;
}

function watch(child: ChildProcess): Life {
  const listeners: ((reason: string) => void)[] = [];
  let reason: string | null = null;
  let lastWords = '';
  const end = (how: string): void => {
    if (reason !== null) return;
    const said = lastWords.trim().split('\n').filter(Boolean);
    const error = said.find((line) => /^\w*Error\b/.test(line)) ?? said.at(-1);
    reason = `The daemon ${how}${error === undefined ? '.' : `: ${error}`}`;
    for (const listener of listeners) listener(reason);
  };
  child.stdin?.on('error', () => {});
  child.stdout?.on('error', () => {});
  child.stderr?.on('error', () => {});
  child.stderr?.on('data', (chunk) => {
    lastWords = `${lastWords}${String(chunk)}`.slice(-lastWordsMax);
  });
  child.once('error', (error) => end(`could not be started: ${error.message}`));
  child.once('exit', (code, signal) => {
    end(code === null ? `was ended by ${signal}` : `exited with status ${code}`);
  });
  return {
    get reason() {
      return reason;
    },
    onEnded(listener) {
      if (reason === null) listeners.push(listener);
      else listener(reason);
    },
  };
}

function firstWord(child: ChildProcess, life: Life, clock: Clock): Promise<DaemonWord | null> {
  return new Promise((resolve) => {
    const timer = clock.setTimeout(() => resolve(null), startPatienceMs);
    const done = (word: DaemonWord | null): void => {
      clock.clearTimeout(timer);
      resolve(word);
    };
    life.onEnded(() => done(null));
    // A process for which there were no descriptors has no streams, not even null ones.
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).once('line', (line) => {
      try {
        done(JSON.parse(line) as DaemonWord);
      } catch {
        done(null);
      }
    });
  });
}

function unstarted(reason: string): Problem {
  return {
    code: 'DAEMON_FAILED',
    message: `Expected the daemon that holds the program and the stress to start, got: ${reason}`,
    hint: 'Try again; if it stays so, try TMPDIR with a short path that you may write to.',
  };
}
