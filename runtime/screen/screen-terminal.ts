/**
 * A terminal without a window behind the clamp: bytes or text in, a screen as data out. It is
 * synchronous, so that a screen is never older than the bytes before it. What the terminal itself
 * would answer to queries goes nowhere; only the table below may.
 *
 * @spec kernel 9.3
 */
import serializer from '@xterm/addon-serialize';
import xterm from '@xterm/headless';
import type { Screen } from '../../machines/compaction/screen.ts';
import { createClamp } from './clamp.ts';

/** Larger screens than this are nobody's. */
export const sizeMax = 1_000;
/** More answers than this to one write are a flood. */
const answersMax = 32;

export interface ScreenOptions {
  readonly columns: number;
  readonly rows: number;
  /** What may be written back to the program. */
  readonly onAnswer?: (answer: string) => void;
  /** The payload of each OSC, at most 64 KiB. */
  readonly onOsc?: (payload: string) => void;
}

export interface ScreenTerminal {
  /** Bytes are UTF-8; a character may be cut between two chunks. */
  write(chunk: Uint8Array | string): void;
  resize(columns: number, rows: number): void;
  read(): Screen;
  /** What the program switched on, and what it calls itself; null as long as it does not say. */
  modes(): ScreenModes;
  /** The screen as another terminal draws it: colours, modes and cursor; nothing else of it. */
  paint(): string;
  dispose(): void;
}

export interface ScreenModes {
  readonly bracketedPaste: boolean;
  readonly title: string | null;
}

/** Longer titles are no titles. */
const titleMax = 256;

type Position = { readonly row: number; readonly column: number };

/** Every query that is answered, and how; nothing that the program sent comes back in an answer. */
const answers: Readonly<Record<string, (at: Position) => string>> = {
  c: () => '\u001b[?62;22c',
  '0c': () => '\u001b[?62;22c',
  '>c': () => '\u001b[>0;0;0c',
  '>0c': () => '\u001b[>0;0;0c',
  '5n': () => '\u001b[0n',
  '6n': ({ row, column }) => `\u001b[${row + 1};${column + 1}R`,
  '?6n': ({ row, column }) => `\u001b[?${row + 1};${column + 1}R`,
};

/** The terminal's own synchronous entry; its public one waits for a timer. */
interface Core {
  readonly _core: { writeSync(data: string): void };
}

export function createScreenTerminal(options: ScreenOptions): ScreenTerminal {
  const terminal = new xterm.Terminal({
    cols: bounded(options.columns),
    rows: bounded(options.rows),
    allowProposedApi: true,
    // What scrolled away is not on the screen.
    scrollback: 0,
    logLevel: 'off',
  });
  const { _core: core } = terminal as unknown as Core;
  const serialize = new serializer.SerializeAddon();
  // The headless terminal has all of the window's that the serializer asks for.
  terminal.loadAddon(serialize as unknown as xterm.ITerminalAddon);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let title: string | null = null;
  terminal.onTitleChange((said) => {
    title = said.slice(0, titleMax);
  });
  let answered = 0;
  let batch = '';
  const flush = () => {
    core.writeSync(batch);
    batch = '';
  };
  const cursor = (): Position => {
    const { cursorY, cursorX } = terminal.buffer.active;
    return { row: cursorY, column: Math.min(cursorX, terminal.cols - 1) };
  };
  const clamp = createClamp({
    size: () => ({ rows: terminal.rows, columns: terminal.cols }),
    onSequence(sequence) {
      const answer = Object.hasOwn(answers, sequence) ? answers[sequence] : undefined;
      if (answer === undefined || answered >= answersMax) return;
      answered += 1;
      flush();
      options.onAnswer?.(answer(cursor()));
    },
    ...(options.onOsc ? { onOsc: options.onOsc } : {}),
  });
  return {
    write(chunk) {
      answered = 0;
      const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
      clamp.pass(text, (harmless) => {
        batch += harmless;
      });
      flush();
    },
    resize: (columns, rows) => terminal.resize(bounded(columns), bounded(rows)),
    read() {
      const { active } = terminal.buffer;
      const rows = Array.from({ length: terminal.rows }, (_, at) => {
        return active.getLine(active.baseY + at)?.translateToString(true) ?? '';
      });
      const alternate = active.type === 'alternate';
      return { rows, columns: terminal.cols, cursor: cursor(), alternate };
    },
    modes: () => ({ bracketedPaste: terminal.modes.bracketedPasteMode, title }),
    paint: () => serialize.serialize({ scrollback: 0 }),
    dispose: () => terminal.dispose(),
  };
}

function bounded(size: number): number {
  return Math.min(sizeMax, Math.max(2, Math.trunc(size)));
}
