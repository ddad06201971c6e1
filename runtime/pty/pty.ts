/**
 * A program in a terminal of its own. The only file that knows the terminal layer, and that loads
 * it only when the first terminal is opened.
 *
 * It is never paused: a layer that is paused when its program exits loses what was printed last.
 * Bytes are written past the layer's own queue, which spins while a program does not read.
 *
 * @spec kernel 7.5
 */
import { readSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { findExecutable, whyNotStartIn } from './executable.ts';
import { createPtyWriter, type WriteDone, type WriterWorld } from './pty-writer.ts';
import { guardEnd, type TerminalSocket } from './terminal-end.ts';

export interface PtySpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** All variables of the program. */
  readonly env: Readonly<Record<string, string>>;
  readonly cols: number;
  readonly rows: number;
}

/** The end of the program, by the system's own word: its code, or the name of the signal. */
export interface PtyEnd {
  readonly code: number;
  readonly signal: string | null;
}

export interface Pty {
  readonly pid: number;
  write(bytes: Uint8Array, done: WriteDone): void;
  /** False when the terminal is gone. */
  resize(cols: number, rows: number): boolean;
  /** One listener; what was printed before there is one waits for it. */
  onOutput(listener: (chunk: Uint8Array) => void): void;
  /** Told once, after the last output. */
  onExit(listener: (end: PtyEnd) => void): void;
  /** Hangs up, whoever still holds the other end. */
  release(): void;
}

/** Most that is read at one look. */
const lookBytesMax = 1024 * 1024;

type Layer = typeof import('@lydell/node-pty');
type Terminal = ReturnType<Layer['spawn']>;

/** The layer, loaded when it is first needed; null where the system has none. */
export async function loadPtyLayer(): Promise<Layer | null> {
  try {
    return await import('@lydell/node-pty');
  } catch {
    return null;
  }
}

/** Synchronous, so that whoever opens it may be in a control group for that moment. */
export function openPty(
  layer: Layer,
  spec: PtySpec,
  clock: WriterWorld['clock'],
): Pty | { readonly error: string } {
  const found = findExecutable(spec.command, spec.env.PATH);
  if ('error' in found) return found;
  const wrong = spec.cwd === undefined ? null : whyNotStartIn(spec.cwd);
  if (wrong !== null) return { error: wrong };
  try {
    const terminal = layer.spawn(found.file, [...spec.args], {
      name: spec.env.TERM ?? 'xterm-256color',
      cols: spec.cols,
      rows: spec.rows,
      env: { ...spec.env },
      encoding: null,
      ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
    });
    return ptyOf(terminal, clock);
  } catch {
    // The layer says no more than that it could not fork.
    return { error: 'EAGAIN' };
  }
}

function ptyOf(terminal: Terminal, clock: WriterWorld['clock']): Pty {
  const { pid } = terminal;
  const descriptor: unknown = Reflect.get(terminal, 'fd');
  const writer = createPtyWriter({ clock, take: (bytes) => taken(terminal, descriptor, bytes) });
  let early: Uint8Array[] | null = [];
  let show = (chunk: Uint8Array): void => void early?.push(chunk);
  terminal.onData((data: unknown) => {
    show(typeof data === 'string' ? Buffer.from(data) : (data as Uint8Array));
  });
  const ending = guardEnd(socketOf(terminal), {
    clock,
    read: () =>
      readAll(descriptor, (chunk) => {
        show(chunk);
        return !ending.isClosed();
      }),
    closing: () => writer.end(),
  });
  let end: PtyEnd | null = null;
  const exits: ((end: PtyEnd) => void)[] = [];
  terminal.onExit(({ exitCode, signal }) => {
    writer.end();
    end = { code: exitCode, signal: nameOf(signal) };
    for (const listener of exits) listener(end);
  });
  return {
    pid,
    write: writer.write,
    resize(cols, rows) {
      if (ending.isClosed()) return false;
      try {
        terminal.resize(cols, rows);
        return true;
      } catch {
        return false;
      }
    },
    onOutput(listener) {
      show = listener;
      for (const chunk of early ?? []) listener(chunk);
      early = null;
    },
    onExit(listener) {
      if (end === null) exits.push(listener);
      else listener(end);
    },
    release() {
      show = () => {};
      ending.close();
    },
  };
}

/** How many bytes the terminal took; null when it is gone. */
function taken(terminal: Terminal, descriptor: unknown, bytes: Uint8Array): number | null {
  if (typeof descriptor !== 'number') {
    // Elsewhere the layer has a queue of its own, whose end nobody hears of.
    terminal.write(new TextDecoder().decode(bytes));
    return bytes.length;
  }
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    return codeOf(error) === 'EAGAIN' ? 0 : null;
  }
}

function socketOf(terminal: Terminal): TerminalSocket | null {
  const socket: unknown = Reflect.get(terminal, '_socket');
  return typeof socket === 'object' && socket !== null && 'destroy' in socket
    ? (socket as TerminalSocket)
    : null;
}

/** How many bytes there were now; null when there never will be more. `show` says to go on. */
function readAll(descriptor: unknown, show: (chunk: Uint8Array) => boolean): number | null {
  if (typeof descriptor !== 'number') return 0;
  let total = 0;
  try {
    while (total < lookBytesMax) {
      const chunk = Buffer.alloc(64 * 1024);
      const length = readSync(descriptor, chunk);
      if (length === 0) return null;
      total += length;
      if (!show(chunk.subarray(0, length))) return null;
    }
    return total;
  } catch (error) {
    return codeOf(error) === 'EAGAIN' ? total : null;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}

function nameOf(signal: number | undefined): string | null {
  if (signal === undefined || signal === 0) return null;
  return (
    Object.entries(constants.signals).find(([, number]) => number === signal)?.[0] ?? `SIG${signal}`
  );
}
