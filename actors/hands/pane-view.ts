/**
 * What the program of a pane printed, on its way to the screen, to whoever looks on, and to the
 * record: parsed when its turn comes, passed on in portions, counted whole.
 *
 * @spec kernel 3.5 7.6
 */
import type { Profile } from '../../machines/compaction/profile.ts';
import type { Screen } from '../../machines/compaction/screen.ts';
import type { PaneFactPayload } from '../../machines/hands/pane-facts.ts';
import type { Clock } from '../../runtime/host/host.ts';
import type { CompactionEvent } from '../detector.actor.ts';
import type { TerminalWatch } from '../terminal-watch.ts';
import { type Backlog, createBacklog, type Lost } from './backlog.ts';
import type { ParseRota, Parser } from './parse-rota.ts';
import { createSturdyWatch, type Fault, type SturdyWatch } from './sturdy-watch.ts';

/** A screen that has this much to catch up with shows only the end of it. */
const screenBytesMax = 128 * 1024;
/** The same for whoever looks on. */
const viewerBytesMax = 256 * 1024;
/** A screen that takes more to draw is shown without its colours. */
const paintMax = 128 * 1024;
/** One slice of parsing: about half a millisecond. */
const sliceBytes = 8 * 1024;
/** So many at the end of a program, whose last words matter most. */
const flushSlices = 4;
/** How soon after its output the screen is looked at, and viewers are shown it. */
export const lookMs = 50;
/** A screen that cannot keep up shows nothing that anybody could read. */
const floodLookMs = 400;
/** Output is told as a sum, this often. */
export const tellDataMs = 100;
/** So is what never reached the screen. */
export const tellLossMs = 1_000;
/** Enough of a chunk to tell whether it says anything. */
const sampleBytes = 512;

/** Ends whatever sequence a loss has cut. */
const cancel = '\u0018';

/** Why bytes never reached the screen: too many of them, a fault, or the end of the pane. */
export type LossReason = 'flood' | 'not_drawn' | 'closed';

export interface ViewListener {
  data(payload: PaneFactPayload<'pty.data.received'>): void;
  lost(lost: Lost, reason: LossReason): void;
  /** The screen is empty from here on, or gone. */
  fault(fault: Fault): void;
  compaction(event: CompactionEvent): void;
  mode(bracketedPaste: boolean): void;
  /** What the terminal says to the program. */
  answer(text: string): void;
  osc(payload: string): void;
  looked(screen: Screen): void;
  output(bytes: Uint8Array, where: { readonly dropped: number; readonly from: number }): void;
}

export interface ViewInput {
  readonly clock: Clock;
  readonly rota: ParseRota;
  readonly paneId: string;
  readonly cols: number;
  readonly rows: number;
  readonly profiles: readonly [Profile, ...Profile[]];
  readonly listener: ViewListener;
}

export class PaneView {
  readonly #input: ViewInput;
  readonly #watch: SturdyWatch;
  readonly #backlog: Backlog = createBacklog(screenBytesMax);
  readonly #parser: Parser;
  #viewer: Backlog | null = null;
  #pastes = false;
  /** Of the losses that are not told yet. */
  #lossReason: LossReason = 'flood';
  #untold = 0;
  #meaningful = false;
  #timers: { data?: unknown; loss?: unknown; viewer?: unknown } = {};

  constructor(input: ViewInput) {
    this.#input = input;
    const { clock, cols: columns, rows, profiles, listener } = input;
    this.#watch = createSturdyWatch({
      ...{ clock, columns, rows, profiles },
      lookMs: () => (this.#backlog.waiting() > sliceBytes ? floodLookMs : lookMs),
      onEvent: (event) => listener.compaction(event),
      onAnswer: (text) => listener.answer(text),
      onOsc: (payload) => listener.osc(payload),
      onLook: (screen) => listener.looked(screen),
      onFault: (fault) => listener.fault(fault),
    });
    this.#parser = { waiting: () => this.#backlog.waiting(), parse: () => this.#parse() };
  }

  get watch(): TerminalWatch {
    return this.#watch;
  }

  get bracketedPaste(): boolean {
    return this.#pastes;
  }

  /** `shown`: so many were shown, or told as dropped, since somebody looks on. */
  bytes(): { readonly readBytes: number; readonly droppedBytes: number; readonly shown: number } {
    const shown = this.#viewer?.readBytes() ?? 0;
    const [readBytes, droppedBytes] = [this.#backlog.readBytes(), this.#backlog.lostBytes()];
    return { readBytes, droppedBytes, shown };
  }

  /** All that was printed is on the screen, and was shown: what follows is on neither. */
  catchUp(): void {
    while (this.#backlog.waiting() > 0) this.#parse();
    this.#show();
  }

  print(chunk: Uint8Array): void {
    const { clock, rota } = this.#input;
    this.#backlog.add(chunk);
    this.#untold += chunk.length;
    this.#meaningful ||= says(chunk);
    rota.wake(this.#parser);
    this.#timers.data ??= clock.setTimeout(() => this.#tellData(), tellDataMs);
    if (this.#backlog.lostBytes() > 0) {
      this.#timers.loss ??= clock.setTimeout(() => this.#tellLoss(), tellLossMs);
    }
    if (this.#viewer === null) return;
    this.#viewer.add(chunk);
    this.#timers.viewer ??= clock.setTimeout(() => this.#show(), lookMs);
  }

  /** The screen after all that was printed, unless that is a flood. */
  now(): Screen {
    while (this.#backlog.waiting() > 0 && this.#backlog.waiting() <= sliceBytes) this.#parse();
    return this.#watch.screen();
  }

  /** Null for a screen that takes too much to draw. */
  paint(): string | null {
    const paint = this.#watch.paint();
    return paint.length <= paintMax ? paint : null;
  }

  viewers(on: boolean): void {
    if (on) this.#viewer ??= createBacklog(viewerBytesMax);
    else {
      this.#show();
      this.#viewer = null;
    }
  }

  /** Everything that was not told yet is told, and shown; the screen of a flood follows in turns. */
  flush(): void {
    for (let left = flushSlices; left > 0 && this.#backlog.waiting() > 0; left -= 1) this.#parse();
    this.#watch.look();
    this.#tellData();
    this.#tellLoss();
    this.#show();
  }

  stop(): void {
    const { clock, rota } = this.#input;
    rota.forget(this.#parser);
    for (const timer of Object.values(this.#timers)) clock.clearTimeout(timer);
    this.#watch.stop();
    // What was read last and not drawn any more is lost, too.
    this.#tellLoss();
    this.#lossReason = 'closed';
    this.#backlog.clear();
    this.#tellLoss();
  }

  #parse(): void {
    if (this.#backlog.hasGap()) this.#watch.write(cancel);
    const slice = this.#backlog.take(sliceBytes);
    if (slice === null) return;
    if (!this.#watch.write(slice)) this.#notDrawn(slice.length);
    const { bracketedPaste } = this.#watch.modes();
    if (bracketedPaste === this.#pastes) return;
    this.#pastes = bracketedPaste;
    this.#input.listener.mode(bracketedPaste);
  }

  #notDrawn(bytes: number): void {
    if (this.#lossReason === 'flood') this.#tellLoss();
    this.#lossReason = 'not_drawn';
    this.#backlog.unshown(bytes);
    const { clock } = this.#input;
    this.#timers.loss ??= clock.setTimeout(() => this.#tellLoss(), tellLossMs);
  }

  #tellData(): void {
    this.#input.clock.clearTimeout(this.#timers.data);
    this.#timers.data = undefined;
    const [byteLen, meaningful] = [this.#untold, this.#meaningful];
    this.#untold = 0;
    this.#meaningful = false;
    if (byteLen === 0) return;
    const chunkType = meaningful ? 'text' : 'control';
    const { paneId, listener } = this.#input;
    listener.data({ paneId, byteLen, meaningful, chunkType });
  }

  #tellLoss(): void {
    this.#input.clock.clearTimeout(this.#timers.loss);
    this.#timers.loss = undefined;
    const lost = this.#backlog.loss();
    if (lost !== null) this.#input.listener.lost(lost, this.#lossReason);
    this.#lossReason = 'flood';
  }

  #show(): void {
    this.#input.clock.clearTimeout(this.#timers.viewer);
    this.#timers.viewer = undefined;
    const viewer = this.#viewer;
    if (viewer === null) return;
    const dropped = viewer.loss()?.bytes ?? 0;
    const parts: Uint8Array[] = [];
    for (let part = viewer.take(viewerBytesMax); part; part = viewer.take(viewerBytesMax)) {
      parts.push(part);
    }
    const bytes = joined(parts);
    const from = viewer.readBytes() - bytes.length - dropped;
    if (bytes.length > 0 || dropped > 0) this.#input.listener.output(bytes, { dropped, from });
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether something visible is in it, beside control sequences. */
function says(chunk: Uint8Array): boolean {
  let isSequence = false;
  for (let at = 0; at < Math.min(chunk.length, sampleBytes); at += 1) {
    const byte = chunk[at] ?? 0;
    if (byte === 0x1b) isSequence = true;
    else if (isSequence) isSequence = !(byte >= 0x40 && byte <= 0x7e && byte !== 0x5b);
    else if (byte > 0x20 && byte !== 0x7f) return true;
  }
  return false;
}
