/**
 * The process table of the simulated host: pids, signals, pauses, what each process takes.
 *
 * @spec reliability simulation
 */
import type { TreeReading } from '../../machines/hands/rates.ts';
import type { Child, Clock, Processes, Random, SpawnSpec, WaitStatus } from './host.ts';
import type { SimulatedProcess, SimulatedProgram } from './simulated-program.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface SimulatedProcesses extends Processes {
  alive(): readonly number[];
  /** CPU milliseconds that all processes ever used. */
  cpuMs(): number;
  /** Resident bytes of all live processes. */
  rssBytes(): number;
  reading(pid: number): TreeReading | null;
  /** Whether a live process of the target's answers its probe. */
  anyAnswers(): boolean;
  /** Every process that was ever started, in order. */
  readonly started: readonly SpawnSpec[];
}

interface Entry {
  readonly pid: number;
  readonly spec: SpawnSpec;
  alive: boolean;
  paused: boolean;
  answers: boolean;
  killable: boolean;
  cores: number;
  rssBytes: number;
  cpuMs: number;
  sinceMs: number;
  status: WaitStatus | null;
  readonly lines: ((line: string) => void)[];
  readonly signals: ((signal: string) => boolean)[];
  readonly outputs: ((chunk: Uint8Array, stream: 'stdout' | 'stderr') => void)[];
  readonly exits: ((status: WaitStatus) => void)[];
  readonly early: [Uint8Array, 'stdout' | 'stderr'][];
  /** Timers that fell due while it was paused. */
  readonly held: (() => void)[];
}

export function createSimulatedProcesses(input: {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly programs: Readonly<Record<string, SimulatedProgram>>;
  readonly spawnMs: number;
  readonly spawnErrors: Readonly<Record<number, string>>;
}): SimulatedProcesses {
  const { clock, programs } = input;
  const table = new Map<number, Entry>();
  const started: SpawnSpec[] = [];

  function end(entry: Entry, status: WaitStatus): void {
    if (!entry.alive) return;
    settle(entry, clock.now());
    entry.alive = false;
    entry.status = status;
    for (const listener of entry.exits) listener(status);
  }

  function signal(pid: number, name: string): boolean {
    const entry = table.get(pid);
    if (!entry?.alive) return false;
    settle(entry, clock.now());
    if (name === 'SIGKILL') {
      if (entry.killable) end(entry, { kind: 'signalled', signal: name });
    } else if (name === 'SIGSTOP') {
      entry.paused = true;
    } else if (name === 'SIGCONT') {
      entry.paused = false;
      for (const due of entry.held.splice(0)) due();
    } else if (!entry.signals.some((listener) => listener(name))) {
      end(entry, { kind: 'signalled', signal: name });
    }
    return true;
  }

  return {
    started,
    spawn(spec) {
      started.push(spec);
      const program = programs[spec.command];
      const error = input.spawnErrors[started.length] ?? (program ? undefined : 'ENOENT');
      const pid = 1000 + started.length;
      return new Promise((resolve) => {
        clock.setTimeout(() => {
          if (error !== undefined || !program) return resolve({ error: error ?? 'ENOENT' });
          const entry = newEntry(pid, spec, clock.now());
          table.set(pid, entry);
          program(processOf(entry, clock, input.random.fork(`pid:${pid}`), end));
          resolve(childOf(entry, clock));
        }, input.spawnMs);
      });
    },
    signal,
    tree: (rootPid) => (table.get(rootPid)?.alive ? [rootPid] : []),
    alive: () => [...table.values()].filter((entry) => entry.alive).map((entry) => entry.pid),
    cpuMs() {
      let total = 0;
      for (const entry of table.values()) {
        settle(entry, clock.now());
        total += entry.cpuMs;
      }
      return total;
    },
    rssBytes() {
      let total = 0;
      for (const entry of table.values()) total += entry.alive ? entry.rssBytes : 0;
      return total;
    },
    reading(pid) {
      const entry = table.get(pid);
      if (!entry?.alive) return null;
      settle(entry, clock.now());
      const { cpuMs, rssBytes } = entry;
      return { cpuMs, rssBytes, readBytes: 0, writeBytes: 0, threads: 1, fds: 3, processes: 1 };
    },
    anyAnswers: () =>
      [...table.values()].some(
        (entry) => entry.alive && entry.spec.role === 'target' && entry.answers && !entry.paused,
      ),
  };
}

function newEntry(pid: number, spec: SpawnSpec, nowMs: number): Entry {
  return {
    pid,
    spec,
    alive: true,
    paused: false,
    answers: true,
    killable: true,
    cores: 0,
    rssBytes: 0,
    cpuMs: 0,
    sinceMs: nowMs,
    status: null,
    lines: [],
    signals: [],
    outputs: [],
    exits: [],
    early: [],
    held: [],
  };
}

/** Adds the CPU time since the last look. */
function settle(entry: Entry, nowMs: number): void {
  if (entry.alive && !entry.paused) entry.cpuMs += (nowMs - entry.sinceMs) * entry.cores;
  entry.sinceMs = nowMs;
}

function processOf(
  entry: Entry,
  clock: VirtualClock,
  random: Random,
  end: (entry: Entry, status: WaitStatus) => void,
): SimulatedProcess {
  const encoder = new TextEncoder();
  return {
    pid: entry.pid,
    args: entry.spec.args,
    random,
    clock: pausable(entry, clock),
    print(text, stream = 'stdout') {
      const chunk = encoder.encode(text);
      if (entry.outputs.length === 0) entry.early.push([chunk, stream]);
      for (const listener of entry.outputs) listener(chunk, stream);
    },
    onLine: (listener) => void entry.lines.push(listener),
    onSignal: (listener) => void entry.signals.push(listener),
    exit: (code) => end(entry, { kind: 'exited', code }),
    crash: (signal) => end(entry, { kind: 'signalled', signal }),
    use({ cores, rssBytes }) {
      settle(entry, clock.now());
      if (cores !== undefined) entry.cores = cores;
      if (rssBytes !== undefined) entry.rssBytes = rssBytes;
    },
    answer(answers) {
      entry.answers = answers;
    },
    resistKill() {
      entry.killable = false;
    },
  };
}

function pausable(entry: Entry, clock: VirtualClock): Clock {
  return {
    monotonicMs: clock.monotonicMs,
    wallMs: clock.wallMs,
    clearTimeout: clock.clearTimeout,
    setTimeout: (fn, delayMs) =>
      clock.setTimeout(() => {
        if (!entry.alive) return;
        if (entry.paused) entry.held.push(fn);
        else fn();
      }, delayMs),
  };
}

/** Lines and exits cross in a turn of their own, as they do between real processes. */
function childOf(entry: Entry, clock: VirtualClock): Child {
  return {
    pid: entry.pid,
    write(line) {
      if (!entry.alive) return false;
      clock.setTimeout(() => {
        if (!entry.alive) return;
        for (const listener of entry.lines) listener(line);
      }, 0);
      return true;
    },
    onOutput(listener) {
      entry.outputs.push(listener);
      for (const [chunk, stream] of entry.early.splice(0)) listener(chunk, stream);
    },
    onExit(listener) {
      const { status } = entry;
      if (status) clock.setTimeout(() => listener(status), 0);
      else entry.exits.push(listener);
    },
    release() {
      entry.outputs.length = 0;
    },
  };
}
