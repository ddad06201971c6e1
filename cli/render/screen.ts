/**
 * Who tells the run while it runs: live lines on a terminal, one plain line per transition
 * elsewhere, nothing when asked to be quiet.
 *
 * @spec timeline execution semantics
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { Plan } from '../../machines/timeline/timeline.ts';
import type { Clock } from '../../runtime/host/host.ts';
import { type Io, wantsColor } from '../io.ts';
import { narratorOf } from './lines.ts';
import { liveLines } from './live.ts';
import { createPainter } from './live-painter.ts';
import { foldLive, viewOf } from './live-view.ts';
import { coloured, type Palette, plain } from './palette.ts';

/** Height of a terminal that does not tell. */
const defaultRows = 24;

export interface Screen {
  hear(event: Envelope): void;
  /** Something that is no event, such as that a second Ctrl-C would skip the grace period. */
  note(text: string): void;
  close(): void;
}

export interface ScreenInput {
  readonly io: Io;
  readonly clock: Clock;
  readonly plan: Plan;
  readonly quiet: boolean;
}

export function openScreen(input: ScreenInput): Screen {
  if (input.quiet) return silentScreen;
  return isLive(input.io) ? liveScreen(input) : lineScreen(input);
}

export const silentScreen: Screen = { hear() {}, note() {}, close() {} };

export function paletteFor(io: Io): Palette {
  return wantsColor(io, io.stdout) ? coloured : plain;
}

/** Redrawing is for a terminal that can, with a person before it. */
export function isLive({ stdout, env }: Io): boolean {
  const continuous = (env.CI ?? '') !== '' && env.CI !== 'false' && env.CI !== '0';
  return stdout.isTTY && !continuous && env.TERM !== 'dumb';
}

/** One plain line per transition. */
export function lineScreen({ io, plan }: Pick<ScreenInput, 'io' | 'plan'>): Screen {
  const narrate = narratorOf(plan);
  const palette = paletteFor(io);
  return {
    hear(event) {
      const line = narrate(event);
      if (line) io.stdout.write(`${line.mood === 'bad' ? palette.bad(line.text) : line.text}\n`);
    },
    note(text) {
      io.stdout.write(`${text}\n`);
    },
    close() {},
  };
}

function liveScreen({ io, clock, plan }: ScreenInput): Screen {
  const narrate = narratorOf(plan);
  const palette = paletteFor(io);
  const { stdout } = io;
  let view = viewOf(plan);
  let originMs: number | null = null;
  const painter = createPainter({
    output: stdout,
    clock,
    frame: () =>
      liveLines(view, {
        nowMs: originMs === null ? 0 : clock.monotonicMs() - originMs,
        columns: stdout.columns,
        rows: stdout.rows ?? defaultRows,
        palette,
      }),
  });
  // Whatever ends the process must not leave a terminal without a cursor.
  const restore = (): void => painter.close();
  process.once('exit', restore);
  painter.update();
  return {
    hear(event) {
      view = foldLive(view, event);
      if (event.type === 'run.origin.set') {
        originMs = clock.monotonicMs() + Number(event.payload.countInMs ?? 0);
      }
      const line = narrate(event);
      if (line?.mood === 'bad') painter.say(palette.bad(line.text));
      else painter.update();
    },
    note: (text) => painter.say(palette.doubtful(text)),
    close() {
      process.off('exit', restore);
      painter.close();
    },
  };
}
