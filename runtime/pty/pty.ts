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
import { createPtyWriter, type WriteOutcome, type WriterWorld } from './pty-writer.ts';

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
  write(bytes: Uint8Array, done: (outcome: WriteOutcome) => void): void;
  /** False when the terminal is gone. */
  resize(cols: number, rows: number): boolean;
  /** One listener; what was printed before there is one waits for it. */
  onOutput(listener: (chunk: Uint8Array) => void): void;
  /** Told once, after the last output. */
  onExit(listener: (end: PtyEnd) => void): void;
  /** Hangs up, whoever still holds the other end. */
  release(): void;
}

/**
 * What was printed last may still be on its way through the system when the program has ended; after
 * so many looks without any, so far apart, only an heir keeps the terminal, and nothing comes.
 */
const quiet = { looks: 4, everyMs: 25 } as const;
/** An heir that goes on printing may not hold up the end. */
const looksMax = 40;
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
  const hangUp = guardEnd(terminal, {
    closing: () => writer.end(),
    readOut: (done) => {
      const read = (): number | null => readAll(descriptor, (chunk) => show(chunk));
      lookUntilQuiet(clock, read, done);
    },
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
      hangUp();
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

interface Socket {
  destroy(error?: Error): unknown;
}

function socketOf(terminal: Terminal): Socket | null {
  const socket: unknown = Reflect.get(terminal, '_socket');
  return typeof socket === 'object' && socket !== null && 'destroy' in socket
    ? (socket as Socket)
    : null;
}

interface Ending {
  /** Reads what is left, and then is done. */
  readOut(done: () => void): void;
  closing(): void;
}

/**
 * The layer closes its descriptor 200 ms after the exit, read or not; on a busy machine that loses
 * output. It is closed when everything was read. Nobody writes to a number that is closed: by then
 * it may be another file's. Returns the way to close it at once.
 */
function guardEnd(terminal: Terminal, { readOut, closing }: Ending): () => void {
  const socket = socketOf(terminal);
  if (socket === null) return closing;
  const destroy = socket.destroy.bind(socket);
  let isAsked = false;
  let isClosed = false;
  const close = (error?: Error): void => {
    if (isClosed) return;
    isClosed = true;
    closing();
    destroy(error);
  };
  socket.destroy = (error) => {
    // An error, which is how the far end hangs up, comes after everything was read.
    if (error) close(error);
    else if (!isAsked) readOut(() => close());
    isAsked = true;
    return socket;
  };
  return () => close();
}

function lookUntilQuiet(
  clock: WriterWorld['clock'],
  read: () => number | null,
  done: () => void,
  looks = 1,
  quietLooks = 0,
): void {
  const bytes = read();
  const still = bytes === 0 ? quietLooks + 1 : 0;
  if (bytes === null || still >= quiet.looks || looks >= looksMax) done();
  else {
    const again = (): void => lookUntilQuiet(clock, read, done, looks + 1, still);
    clock.setTimeout(again, quiet.everyMs);
  }
}

/** How many bytes there were now; null when there never will be more. */
function readAll(descriptor: unknown, show: (chunk: Uint8Array) => void): number | null {
  if (typeof descriptor !== 'number') return 0;
  let total = 0;
  try {
    while (total < lookBytesMax) {
      const chunk = Buffer.alloc(64 * 1024);
      const length = readSync(descriptor, chunk);
      if (length === 0) return null;
      total += length;
      show(chunk.subarray(0, length));
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
