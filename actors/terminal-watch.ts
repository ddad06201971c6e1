/**
 * The detector behind a terminal: bytes, sizes and witnesses in, events out. However many chunks
 * come within one look, it is one look at the screen.
 *
 * @spec kernel 9
 */
import {
  fromHook,
  fromOsc,
  fromTranscriptLine,
  type Testimony,
} from '../machines/compaction/authority.ts';
import type { Profile } from '../machines/compaction/profile.ts';
import type { Screen } from '../machines/compaction/screen.ts';
import { createScreenTerminal, type ScreenModes } from '../runtime/screen/screen-terminal.ts';
import {
  type CompactionEvent,
  type CompactionState,
  createDetector,
  type DetectorClock,
  type Explanation,
} from './detector.actor.ts';

export interface TerminalWatchOptions {
  readonly clock: DetectorClock;
  /** Size of the terminal in cells, 2 to 1,000. */
  readonly columns: number;
  readonly rows: number;
  /** One profile; or several, of which the first is for programs that no other recognises. */
  readonly profiles: readonly [Profile, ...Profile[]];
  /** The screen is looked at so many milliseconds after something was written to it. */
  readonly lookMs: number | (() => number);
  readonly onEvent: (event: CompactionEvent, explain: () => Explanation) => void;
  /** What may be written back to a program that asked its terminal something. */
  readonly onAnswer?: (answer: string) => void;
  /** The payload of each OSC, at most 64 KiB. */
  readonly onOsc?: (payload: string) => void;
  /** Each look at the screen, whether it changed or not. */
  readonly onLook?: (screen: Screen) => void;
}

export interface TerminalWatch {
  /** What the program wrote; bytes are UTF-8, and may be cut anywhere. */
  write(chunk: Uint8Array | string): void;
  resize(columns: number, rows: number): void;
  /** The parsed JSON of a hook; false when it says nothing about compaction. */
  hook(input: unknown): boolean;
  /** A line of the program's transcript; false when it says nothing about compaction. */
  transcript(line: string): boolean;
  /** Somebody asked the program for something now: what follows is no surprise. */
  cause(): void;
  /** Looks at the screen now, instead of a little later. */
  look(): void;
  state(): CompactionState;
  explain(): Explanation;
  /** What is on the screen after all that was written. */
  screen(): Screen;
  modes(): ScreenModes;
  /** The screen as another terminal draws it. */
  paint(): string;
  stop(): void;
}

export function createTerminalWatch(options: TerminalWatchOptions): TerminalWatch {
  const { clock, profiles, lookMs, onEvent, onAnswer } = options;
  const detector = createDetector({ clock, profiles, onEvent });
  const terminal = createScreenTerminal({
    columns: options.columns,
    rows: options.rows,
    ...(onAnswer ? { onAnswer } : {}),
    onOsc(payload) {
      for (const { osc } of profiles) hear(fromOsc(payload, osc));
      options.onOsc?.(payload);
    },
  });
  let shown = '';
  let timer: unknown = null;

  function hear(testimony: Testimony | null): boolean {
    if (testimony) detector.testify(testimony);
    return testimony !== null;
  }

  function look(): void {
    if (timer !== null) clock.clearTimeout(timer);
    timer = null;
    const screen = terminal.read();
    const now = `${screen.alternate} ${screen.columns} ${screen.rows.join('\n')}`;
    if (now !== shown) {
      shown = now;
      detector.observe(screen);
    }
    options.onLook?.(screen);
  }

  function changed(): void {
    timer ??= clock.setTimeout(look, typeof lookMs === 'number' ? lookMs : lookMs());
  }

  return {
    write(chunk) {
      terminal.write(chunk);
      changed();
    },
    resize(columns, rows) {
      terminal.resize(columns, rows);
      changed();
    },
    hook: (input) => hear(fromHook(input)),
    transcript: (line) => hear(fromTranscriptLine(line)),
    cause: () => detector.cause(),
    look,
    state: () => detector.state(),
    explain: () => detector.explain(),
    screen: terminal.read,
    modes: terminal.modes,
    paint: terminal.paint,
    stop() {
      if (timer !== null) clock.clearTimeout(timer);
      detector.stop();
      terminal.dispose();
    },
  };
}
