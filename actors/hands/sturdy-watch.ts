/**
 * The screen of a pane and its detector, of which a fault costs this pane its screen and no other
 * anything: what threw is replaced by one that is empty. One that throws again and again is given up,
 * and the pane goes on without a screen until its program is started anew.
 *
 * @spec kernel 7.6
 * @spec reliability simulation
 */
import type { Screen } from '../../machines/compaction/screen.ts';
import { addInstant, type Instants, isReached } from '../../machines/safety/violation-window.ts';
import type { CompactionEvent, Explanation } from '../detector.actor.ts';
import {
  createTerminalWatch,
  type TerminalWatch,
  type TerminalWatchOptions,
} from '../terminal-watch.ts';

/** So many faults within so long, and there will be no end of them. */
export const faults = { count: 3, windowMs: 10_000 };

export type Fault = 'drawing_failed' | 'drawing_given_up';

export interface SturdyWatchOptions extends TerminalWatchOptions {
  readonly onFault: (fault: Fault) => void;
}

export interface SturdyWatch extends TerminalWatch {
  /** False when it is not on the screen. */
  write(chunk: Uint8Array | string): boolean;
}

type Make = (options: TerminalWatchOptions) => TerminalWatch;

/** `make`: where a watch comes from; from the terminal layer, tests aside. */
export function createSturdyWatch(
  options: SturdyWatchOptions,
  make: Make = createTerminalWatch,
): SturdyWatch {
  return new KeptWatch(options, make);
}

class KeptWatch implements SturdyWatch {
  readonly #options: SturdyWatchOptions;
  readonly #make: Make;
  /** Null once it is given up. */
  #watch: TerminalWatch | null;
  /** Which of the watches it is; timers of one before are void. */
  #nth = 0;
  #faults: Instants = [];
  #size: { readonly columns: number; readonly rows: number };
  #pastes = false;
  /** Since when the detector says that the program compacts. */
  #sinceMs: number | null = null;

  constructor(options: SturdyWatchOptions, make: Make) {
    this.#options = options;
    this.#make = make;
    this.#size = { columns: options.columns, rows: options.rows };
    this.#watch = this.#open();
  }

  write(chunk: Uint8Array | string): boolean {
    return this.#try((watch) => {
      watch.write(chunk);
      this.#pastes = watch.modes().bracketedPaste;
      return true;
    }, false);
  }

  resize(columns: number, rows: number): void {
    this.#size = { columns, rows };
    this.#try((watch) => watch.resize(columns, rows), undefined);
  }

  hook(input: unknown): boolean {
    return this.#try((watch) => watch.hook(input), false);
  }

  transcript(line: string): boolean {
    return this.#try((watch) => watch.transcript(line), false);
  }

  cause(): void {
    this.#try((watch) => watch.cause(), undefined);
  }

  look(): void {
    this.#try((watch) => watch.look(), undefined);
  }

  state(): ReturnType<TerminalWatch['state']> {
    return this.#try((watch) => watch.state(), 'none');
  }

  explain(): Explanation {
    const [{ id: profile }] = this.#options.profiles;
    return this.#try((watch) => watch.explain(), { ...blind, profile });
  }

  screen(): Screen {
    const { columns, rows } = this.#size;
    const blank = Array.from({ length: rows }, () => '');
    const empty = { rows: blank, columns, cursor: { row: 0, column: 0 }, alternate: false };
    return this.#try((watch) => watch.screen(), empty);
  }

  modes(): ReturnType<TerminalWatch['modes']> {
    return this.#try((watch) => watch.modes(), { bracketedPaste: this.#pastes, title: null });
  }

  paint(): string {
    return this.#try((watch) => watch.paint(), '');
  }

  stop(): void {
    const watch = this.#watch;
    this.#watch = null;
    this.#nth += 1;
    quietly(() => watch?.stop());
  }

  #open(): TerminalWatch {
    this.#nth += 1;
    const { clock, onEvent } = this.#options;
    const nth = this.#nth;
    return this.#make({
      ...this.#options,
      ...this.#size,
      clock: {
        monotonicMs: () => clock.monotonicMs(),
        setTimeout: (fn, delayMs) => clock.setTimeout(() => this.#due(nth, fn), delayMs),
        clearTimeout: (timer) => clock.clearTimeout(timer),
      },
      onEvent: (event, explain) => {
        this.#heard(event);
        onEvent(event, explain);
      },
    });
  }

  #due(nth: number, fn: () => void): void {
    if (nth === this.#nth) this.#try(() => fn(), undefined);
  }

  #heard({ type }: CompactionEvent): void {
    if (type === 'cli.compaction.ended') this.#sinceMs = null;
    else this.#sinceMs ??= this.#options.clock.monotonicMs();
  }

  #try<Value>(work: (watch: TerminalWatch) => Value, orElse: Value): Value {
    const watch = this.#watch;
    if (watch === null) return orElse;
    try {
      return work(watch);
    } catch {
      if (this.#watch === watch) this.#replace(watch);
      return orElse;
    }
  }

  #replace(broken: TerminalWatch): void {
    const { clock, onFault } = this.#options;
    this.#faults = addInstant(this.#faults, clock.monotonicMs(), faults);
    const isOver = isReached(this.#faults, faults);
    this.#nth += 1;
    this.#watch = null;
    quietly(() => broken.stop());
    if (!isOver) quietly(() => this.#begin());
    onFault(this.#watch === null ? 'drawing_given_up' : 'drawing_failed');
    this.#endCompaction();
  }

  /** Empty, but taking what the program takes. */
  #begin(): void {
    const watch = this.#open();
    if (this.#pastes) watch.write('\u001b[?2004h');
    this.#watch = watch;
  }

  /** What is not seen any more holds nobody back. */
  #endCompaction(): void {
    if (this.#sinceMs === null) return;
    const { clock, onEvent } = this.#options;
    const durationMs = clock.monotonicMs() - this.#sinceMs;
    this.#sinceMs = null;
    const payload = { durationMs, endReason: 'screen_lost' };
    onEvent({ type: 'cli.compaction.ended', payload }, () => this.explain());
  }
}

const blind: Explanation = {
  ...{ state: 'none', profile: '', authority: 'screen', testimony: null, sight: 'unknown' },
  ...{ because: 'the screen could not be drawn', confidence: 0, evidence: [], stalledMs: null },
};

/** Whatever is broken already may break once more as it ends. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // Told as the fault that it is.
  }
}
