/**
 * Puts the live lines on a terminal and takes them away again: at most ten frames a second, each
 * written in one piece over the one before, whatever the width has become since.
 *
 * @spec timeline execution semantics
 */
import { stripVTControlCharacters } from 'node:util';
import type { Clock } from '../../runtime/host/host.ts';
import type { Output } from '../io.ts';
import { widthOf } from './printable.ts';

/** Ten frames a second are enough for an eye, and cost next to nothing. */
export const frameMs = 100;

const hideCursor = '\x1b[?25l';
const showCursor = '\x1b[?25h';
/** Between a terminal's becoming narrower and our knowing it, a line must not take two rows. */
const wrapOff = '\x1b[?7l';
const wrapOn = '\x1b[?7h';
/** Ends a line that is written over a longer one. */
const newLine = '\x1b[K\n';
const clearBelow = '\x1b[J';

export interface Painter {
  /** Something changed: draws now, or as soon as a frame is due again. */
  update(): void;
  /** A line that stays, above the live ones. */
  say(line: string): void;
  /** Takes the live lines away and gives the cursor back. Safe to call twice. */
  close(): void;
}

export interface PainterInput {
  readonly output: Output;
  readonly clock: Pick<Clock, 'monotonicMs' | 'setTimeout' | 'clearTimeout'>;
  /** The lines as of now, none wider than the terminal. */
  frame(): readonly string[];
}

export function createPainter({ output, clock, frame }: PainterInput): Painter {
  let painted: readonly string[] | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;
  let timer: unknown;
  let closed = false;

  /** Rows of the old frame. A terminal made narrower has broken its lines in two. */
  function oldRows(): number {
    const rows = (painted ?? []).map((line) => rowsOf(line, output.columns));
    return rows.reduce((sum, some) => sum + some, 0);
  }

  /** Written over, not cleared first: that would flicker, and fill the history of tmux. */
  function draw(above: readonly string[] = []): void {
    const lines = frame();
    const start = painted ? up(oldRows()) : hideCursor;
    const kept = above.map((line) => line + newLine).join('');
    const live = lines.map((line) => line + newLine).join('');
    output.write(start + kept + wrapOff + live + wrapOn + clearBelow);
    painted = lines;
    lastMs = clock.monotonicMs();
  }

  function tick(): void {
    timer = undefined;
    if (closed) return;
    draw();
    // The bars move even when nobody says anything.
    timer = clock.setTimeout(tick, frameMs);
  }

  return {
    update() {
      if (closed) return;
      if (clock.monotonicMs() - lastMs < frameMs) {
        timer ??= clock.setTimeout(tick, frameMs);
        return;
      }
      if (timer !== undefined) clock.clearTimeout(timer);
      tick();
    },
    say(line) {
      if (!closed) draw([line]);
    },
    close() {
      if (closed) return;
      closed = true;
      if (timer !== undefined) clock.clearTimeout(timer);
      if (!painted) return;
      const rows = oldRows();
      output.write(`${up(rows)}${newLine.repeat(rows)}${up(rows)}${showCursor}`);
    },
  };
}

/** To the first column, so many rows up. */
function up(rows: number): string {
  return rows > 0 ? `\r\x1b[${rows}A` : '\r';
}

function rowsOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(widthOf(stripVTControlCharacters(line)) / Math.max(1, columns)));
}
