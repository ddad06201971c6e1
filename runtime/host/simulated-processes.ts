/**
 * The process table of the simulated host: pids, signals, pauses, what each process takes.
 *
 * @spec reliability simulation
 */
import type { TreeReading } from '../../machines/hands/rates.ts';
import type {
  Child,
  Clock,
  Processes,
  Random,
  SpawnSpec,
  Terminal,
  TerminalSpec,
  WaitStatus,
} from './host.ts';
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
  readonly started: readonly (SpawnSpec | TerminalSpec)[];
}

interface Entry {
  readonly pid: number;
  readonly spec: SpawnSpec | TerminalSpec;
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
  readonly sizes: ((cols: number, rows: number) => void)[];
  readonly signals: ((signal: string) => boolean)[];
  readonly outputs: ((chunk: Uint8Array, stream: 'stdout' | 'stderr') => void)[];
  readonly exits: ((status: WaitStatus) => void)[];
  readonly early: [Uint8Array, 'stdout' | 'stderr'][];
  /** Timers that fell due while it was paused. */
  readonly held: (() => void)[];
}

interface Played {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly programs: Readonly<Record<string, SimulatedProgram>>;
  readonly target?: SimulatedProgram | undefined;
  readonly spawnMs: number;
  readonly spawnErrors: Readonly<Record<number, string>>;
}

export function createSimulatedProcesses(input: Played): SimulatedProcesses {
  return new ProcessTable(input);
}

class ProcessTable implements SimulatedProcesses {
  readonly started: (SpawnSpec | TerminalSpec)[] = [];
  readonly #input: Played;
  readonly #table = new Map<number, Entry>();

  constructor(input: Played) {
    this.#input = input;
  }

  spawn(spec: SpawnSpec): Promise<Child | { readonly error: string }> {
    return this.#start(spec, (entry) => childOf(entry, this.#input.clock));
  }

  terminal(spec: TerminalSpec): Promise<Terminal | { readonly error: string }> {
    return this.#start(spec, (entry) => terminalOf(entry, this.#input.clock));
  }

  #start<Kind>(
    spec: SpawnSpec | TerminalSpec,
    handleOf: (entry: Entry) => Kind,
  ): Promise<Kind | { readonly error: string }> {
    const { clock, programs, random, spawnErrors, spawnMs, target } = this.#input;
    this.started.push(spec);
    const program = (spec.role === 'target' ? target : undefined) ?? programs[spec.command];
    const error = spawnErrors[this.started.length];
    const pid = 1000 + this.started.length;
    return new Promise((resolve) => {
      clock.setTimeout(() => {
        if (error !== undefined || !program) return resolve({ error: error ?? 'ENOENT' });
        const entry = newEntry(pid, spec, clock.now());
        this.#table.set(pid, entry);
        const end = (status: WaitStatus): void => this.#end(entry, status);
        program(processOf(entry, clock, random.fork(`pid:${pid}`), end));
        resolve(handleOf(entry));
      }, spawnMs);
    });
  }

  signal(pid: number, name: string): boolean {
    const entry = this.#table.get(pid);
    if (!entry?.alive) return false;
    settle(entry, this.#input.clock.now());
    if (name === 'SIGKILL') {
      if (entry.killable) this.#end(entry, { kind: 'signalled', signal: name });
    } else if (name === 'SIGSTOP') {
      entry.paused = true;
    } else if (name === 'SIGCONT') {
      entry.paused = false;
      for (const due of entry.held.splice(0)) due();
    } else if (!entry.signals.some((listener) => listener(name))) {
      this.#end(entry, { kind: 'signalled', signal: name });
    }
    return true;
  }

  tree(rootPid: number): readonly number[] {
    return this.#table.get(rootPid)?.alive ? [rootPid] : [];
  }

  alive(): readonly number[] {
    return this.#live().map(({ pid }) => pid);
  }

  cpuMs(): number {
    let total = 0;
    for (const entry of this.#table.values()) {
      settle(entry, this.#input.clock.now());
      total += entry.cpuMs;
    }
    return total;
  }

  rssBytes(): number {
    return this.#live().reduce((total, { rssBytes }) => total + rssBytes, 0);
  }

  reading(pid: number): TreeReading | null {
    const entry = this.#table.get(pid);
    if (!entry?.alive) return null;
    settle(entry, this.#input.clock.now());
    const { cpuMs, rssBytes } = entry;
    return { cpuMs, rssBytes, readBytes: 0, writeBytes: 0, threads: 1, fds: 3, processes: 1 };
  }

  anyAnswers(): boolean {
    return this.#live().some(
      ({ spec, answers, paused }) => spec.role === 'target' && answers && !paused,
    );
  }

  #live(): readonly Entry[] {
    return [...this.#table.values()].filter(({ alive }) => alive);
  }

  #end(entry: Entry, status: WaitStatus): void {
    if (!entry.alive) return;
    settle(entry, this.#input.clock.now());
    entry.alive = false;
    entry.status = status;
    for (const listener of entry.exits) listener(status);
  }
}

function newEntry(pid: number, spec: SpawnSpec | TerminalSpec, nowMs: number): Entry {
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
    sizes: [],
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
  end: (status: WaitStatus) => void,
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
    onResize: (listener) => void entry.sizes.push(listener),
    onSignal: (listener) => void entry.signals.push(listener),
    exit: (code) => end({ kind: 'exited', code }),
    crash: (signal) => end({ kind: 'signalled', signal }),
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

/** What is written reaches the program as it is, in a turn of its own; the terminal is never full. */
function terminalOf(entry: Entry, clock: VirtualClock): Terminal {
  const child = childOf(entry, clock);
  const decoder = new TextDecoder();
  return {
    pid: entry.pid,
    write(bytes, done) {
      const isTaken = child.write(decoder.decode(bytes, { stream: true }));
      done(isTaken ? 'taken' : 'gone', isTaken ? bytes.length : 0);
    },
    resize(cols, rows) {
      for (const listener of entry.sizes) listener(cols, rows);
      return entry.alive;
    },
    onOutput: (listener) => child.onOutput((chunk) => listener(chunk)),
    onExit: child.onExit,
    release: child.release,
  };
}
