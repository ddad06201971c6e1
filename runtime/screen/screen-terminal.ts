/**
 * A terminal without a window behind the clamp: bytes or text in, a screen as data out. It is
 * synchronous, so that a screen is never older than the bytes before it. What the terminal itself
 * would answer to queries goes nowhere; only the table below may.
 *
 * @spec kernel 9.3
 */
import serializer from '@xterm/addon-serialize';
import unicode from '@xterm/addon-unicode11';
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
  readonly _core: {
    writeSync(data: string): void;
    resize(columns: number, rows: number): void;
  };
}

export function createScreenTerminal(options: ScreenOptions): ScreenTerminal {
  let title: string | null = null;
  let drawn = openDrawn(options, (said) => {
    title = said.slice(0, titleMax);
  });
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let answered = 0;
  let batch = '';
  const flush = () => {
    const text = batch;
    batch = '';
    drawn = drawn.survive((core) => core.writeSync(text));
  };
  const clamp = createClamp({
    size: () => ({ rows: drawn.terminal.rows, columns: drawn.terminal.cols }),
    onSequence(sequence) {
      const answer = Object.hasOwn(answers, sequence) ? answers[sequence] : undefined;
      if (answer === undefined || answered >= answersMax) return;
      answered += 1;
      flush();
      options.onAnswer?.(answer(cursorOf(drawn.terminal)));
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
    resize(columns, rows) {
      const size = { columns: bounded(columns), rows: bounded(rows) };
      drawn = drawn.survive((core) => core.resize(size.columns, size.rows), size);
    },
    read() {
      const { terminal } = drawn;
      const { active } = terminal.buffer;
      const rows = Array.from({ length: terminal.rows }, (_, at) => {
        return active.getLine(active.baseY + at)?.translateToString(true) ?? '';
      });
      const alternate = active.type === 'alternate';
      return { rows, columns: terminal.cols, cursor: cursorOf(terminal), alternate };
    },
    modes: () => ({ bracketedPaste: drawn.terminal.modes.bracketedPasteMode, title }),
    paint: () => drawn.serialize.serialize({ scrollback: 0 }),
    dispose: () => drawn.terminal.dispose(),
  };
}

interface Drawn {
  readonly terminal: xterm.Terminal;
  readonly serialize: serializer.SerializeAddon;
  /**
   * The terminal afterwards. What it throws at would end the daemon with all of its panes, so one
   * that threw is replaced by an empty one of the size and the modes that it had.
   */
  survive(work: (core: Core['_core']) => void, size?: Size): Drawn;
}

interface Size {
  readonly columns: number;
  readonly rows: number;
}

function openDrawn({ columns, rows }: Size, onTitle: (title: string) => void): Drawn {
  const terminal = new xterm.Terminal({
    cols: bounded(columns),
    rows: bounded(rows),
    allowProposedApi: true,
    // What scrolled away is not on the screen; without any room for it the layer loses count of its
    // lines when wrapped ones are resized, and throws.
    scrollback: 1,
    logLevel: 'off',
  });
  const { _core: core } = terminal as unknown as Core;
  const serialize = new serializer.SerializeAddon();
  // The headless terminal has all of the window's that the serializer asks for.
  terminal.loadAddon(serialize as unknown as xterm.ITerminalAddon);
  // An emoji takes two cells, as in the terminals of today: programs that draw cell by cell count
  // so, and with the widths of Unicode 6 what they take back stays behind.
  terminal.loadAddon(new unicode.Unicode11Addon() as unknown as xterm.ITerminalAddon);
  terminal.unicode.activeVersion = '11';
  terminal.onTitleChange(onTitle);
  return {
    terminal,
    serialize,
    survive(work, size = { columns: terminal.cols, rows: terminal.rows }) {
      try {
        work(core);
        return this;
      } catch {
        const anew = openDrawn(size, onTitle);
        const { bracketedPasteMode } = terminal.modes;
        const isAlternate = terminal.buffer.active.type === 'alternate';
        terminal.dispose();
        const modes = `${isAlternate ? '\u001b[?1049h' : ''}${bracketedPasteMode ? '\u001b[?2004h' : ''}`;
        return anew.survive((fresh) => fresh.writeSync(modes));
      }
    },
  };
}

function cursorOf({ buffer, cols }: xterm.Terminal): Position {
  const { cursorY, cursorX } = buffer.active;
  return { row: cursorY, column: Math.min(cursorX, cols - 1) };
}

function bounded(size: number): number {
  return Math.min(sizeMax, Math.max(2, Math.trunc(size)));
}
