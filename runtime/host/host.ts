/**
 * The port to the world: time, chance, files, processes and sensors. The system host is the
 * real one; the simulated host is the same port on a virtual clock.
 *
 * @spec reliability simulation
 */
import type { Leftover } from '../../machines/hands/messages.ts';
import type { HostReading, TreeReading } from '../../machines/hands/rates.ts';
import type { HostFacts } from '../../machines/timeline/axis.ts';

export type { HostReading, TreeReading };

export interface Clock {
  /**
   * What `monotonicMs` counts from, such as the id of this boot: clocks of the same origin agree,
   * in other processes and later ones too. Absent where it cannot be told.
   */
  readonly origin?: string;
  /** Monotonic milliseconds with a fraction, comparable across processes of this host. */
  monotonicMs(): number;
  /** Wall-clock milliseconds since 1970, an integer. */
  wallMs(): number;
  /** XState's clock shape; the handle is opaque. Never fires early. */
  setTimeout(fn: () => void, delayMs: number): unknown;
  clearTimeout(handle: unknown): void;
}

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** A UUID of version 4. */
  uuid(): string;
  /** An independent stream that depends on this one's seed and the label only. */
  fork(label: string): Random;
}

/**
 * A child has a session of its own: a Ctrl-C of the terminal does not reach it, and where the
 * kernel shares the cores out by session, stressors stand beside the target as equals instead of
 * behind whatever else the terminal runs.
 */
export interface SpawnSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Variables added to the inherited ones; the host adds the tag of the run. */
  readonly env: Readonly<Record<string, string>>;
  /** Nice value of the child, 0 to 19. */
  readonly nice: number;
  /** The program under test, or a helper of ours, which is never part of the target's tree. */
  readonly role: 'target' | 'helper';
}

/** The kernel's own word on how a process ended. */
export type WaitStatus =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string; readonly core?: boolean };

/** A child process. Callbacks are called at most once each, except `onOutput`. */
export interface Child {
  readonly pid: number;
  /** Writes one line to standard input; false when the child no longer reads. */
  write(line: string): boolean;
  onOutput(listener: (chunk: Uint8Array, stream: 'stdout' | 'stderr') => void): void;
  /** Told once the process has ended and what it wrote before was delivered. */
  onExit(listener: (status: WaitStatus) => void): void;
  /** Stops reading its pipes and lets go of them, whoever still holds the other end. */
  release(): void;
}

/**
 * A program in a terminal of its own: a session of its own whose controlling terminal it is. Of the
 * target, or of a pane, whose processes are no part of the target's tree.
 */
export interface TerminalSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly nice: number;
  readonly role: 'target' | 'pane';
  readonly cols: number;
  readonly rows: number;
}

/** `stuck`: the program took no byte for five seconds. `gone`: it no longer has its terminal. */
export type TerminalWrite = 'taken' | 'stuck' | 'gone';

/** A terminal with its program. */
export interface Terminal {
  readonly pid: number;
  /** In order, each whole or not at all unless the outcome is bad; `done` is called once. */
  write(bytes: Uint8Array, done: (outcome: TerminalWrite, takenBytes: number) => void): void;
  /** False when the terminal is gone. */
  resize(cols: number, rows: number): boolean;
  /** One listener, told everything in order from the start. */
  onOutput(listener: (chunk: Uint8Array) => void): void;
  /** Told once the program has ended and what it printed before was delivered. */
  onExit(listener: (status: WaitStatus) => void): void;
  /** Hangs up, whoever still holds the other end. */
  release(): void;
}

export interface Processes {
  /** A program in a terminal; the error code `ENOTSUP` where the system has none. */
  terminal(spec: TerminalSpec): Promise<Terminal | { readonly error: string }>;
  /** A child, or the system's error code (`ENOENT`, `EACCES`, `EAGAIN` …). */
  spawn(spec: SpawnSpec): Promise<Child | { readonly error: string }>;
  /** Sends a signal to exactly this process, checking its start time first; false when gone. */
  signal(pid: number, signal: string): boolean;
  /**
   * Every live process that belongs to the tree or carries its tag, root first: of the pane whose
   * program this is, or else of the target.
   */
  tree(rootPid: number): readonly number[];
}

export interface Sensors {
  facts(): HostFacts;
  host(): HostReading | null;
  /** Null when the tree is gone. */
  tree(rootPid: number): TreeReading | null;
}

/** Questions to a local server. Null is a yes; otherwise the reason why it did not answer. */
export interface Probes {
  /** Connects to 127.0.0.1 and hangs up. */
  tcp(port: number, timeoutMs: number): Promise<string | null>;
  /** Asks for the address; a status from 200 to 399 is an answer. */
  http(url: string, timeoutMs: number): Promise<string | null>;
  /** What is there; longer than `bytesMax` is an error. */
  page(
    url: string,
    timeoutMs: number,
    bytesMax: number,
  ): Promise<{ readonly bytes: Uint8Array } | { readonly error: string }>;
}

/**
 * The group `value` of a pattern in the latest of some lines that matches, null where none does.
 * An error after `timeoutMs`, whatever the pattern.
 */
export type LineSearch = (
  pattern: string,
  lines: string,
  timeoutMs: number,
) => { readonly value: string | null } | { readonly error: string };

/** The watchman who ends the run's processes and removes its files when the head cannot. */
export interface Guard {
  /** How orphans are found, such as `cgroup.kill`. */
  readonly method: string;
  /** The run's directory for scratch files: exists, empty, mode 0700. */
  readonly scratch: string;
  /** The watchman died before its time. */
  onLost(listener: (reason: string) => void): void;
  /** Kills whatever is left of the run, removes its directory, and says what stayed. */
  close(): Promise<readonly Leftover[]>;
}

export interface Host {
  readonly clock: Clock;
  readonly random: Random;
  readonly processes: Processes;
  readonly sensors: Sensors;
  readonly probes: Probes;
  readonly search: LineSearch;
  readonly guard: Guard;
  /** Command and arguments that start a stressor process. */
  readonly stressor: { readonly command: string; readonly args: readonly string[] };
  /** Text of UTF-8 bytes; what is not UTF-8 becomes U+FFFD. */
  decode(bytes: Uint8Array): string;
  encode(text: string): Uint8Array;
  /** Bytes as text that any line of a wire can carry. */
  base64(bytes: Uint8Array): string;
}
