/**
 * The resizes of one pane: wishes that cannot be served now are merged into the last, which is
 * served when the pane is free, seen and uncovered. The size that counts is the last one wished.
 *
 * @spec kernel 3.3 4.2 4.4 8
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { Decision } from '../../machines/kernel/verdict.ts';
import { type ResizeEffect, resizeMachine } from '../../machines/pane/resize.machine.ts';
import { stormCount, stormMachine, stormWindowMs } from '../../machines/pane/storm.machine.ts';
import { addInstant, type Instants, isReached } from '../../machines/safety/violation-window.ts';
import type { Ground } from './ground.ts';
import type { Ledger } from './ledger.ts';
import { LiveMachine } from './live-machine.ts';
import { type Cause, causeOf } from './voice.ts';

/** Hands are asked so often for a size that they do not acknowledge; then a link must come back. */
export const fitsMax = 3;
const restored: ReadonlySet<string> = new Set(['bridge.restored', 'pty.restored']);
const storm = { count: stormCount, windowMs: stormWindowMs };

export class ResizeDesk {
  readonly #ground: Ground;
  readonly #ledger: Ledger;
  readonly #paneId: string;
  readonly #live: LiveMachine;
  readonly #weather: LiveMachine;
  /** The last wish, unredacted; and how many wait to be merged into it. */
  #wish: Envelope | null = null;
  #merged = 0;
  #latest: Envelope | null = null;
  /** What the step under way follows from. */
  #cause: Envelope | null = null;
  /** The fit that the hands were asked for. */
  #fit: { readonly key: string; readonly cause: Cause; readonly wish: Envelope } | null = null;
  #instants: Instants = [];
  /** Fits of the present size that the hands were asked for and did not answer. */
  #unanswered = 0;
  #isOverdue = false;

  constructor(ground: Ground, ledger: Ledger, paneId: string) {
    this.#ground = ground;
    this.#ledger = ledger;
    this.#paneId = paneId;
    this.#live = new LiveMachine(resizeMachine, ground, {
      onEffect: (effect) => this.#act(effect as ResizeEffect['type']),
      onMoved: (_to, letter) => {
        this.#isOverdue = letter === 'fit.overdue';
      },
    });
    this.#weather = new LiveMachine(stormMachine, ground, { onEffect: () => this.#tellStorm() });
  }

  /** The wish that waits; null when none does. */
  get waiting(): Envelope | null {
    return this.#wish;
  }

  /** What the fit that was ordered under this key follows from; null when it is not awaited. */
  awaits(key: string): Cause | null {
    return this.#fit?.key === key && this.#busy() ? this.#fit.cause : null;
  }

  /** A wish, recorded and judged. */
  wish(event: Envelope, decision: Decision): void {
    this.#unanswered = 0;
    this.#latest = event;
    this.#cause = event;
    this.#instants = addInstant(this.#instants, this.#ground.clock.monotonicMs(), storm);
    if (isReached(this.#instants, storm)) this.#weather.send('wishes.stormed');
    if (decision === 'allowed') this.#live.send('wish.free');
    else if (decision === 'deferred' || decision === 'skipped') this.#live.send('wish.held');
  }

  /** The screen is being fitted, whoever asked for it. */
  started(event: Envelope): void {
    if (this.#busy()) return;
    this.#latest = event;
    this.#cause = event;
    this.#live.send('wish.free');
  }

  ended(event: Envelope): void {
    this.#unanswered = 0;
    this.#cause = event;
    this.#live.send('fit.completed');
  }

  /** What held the last wish back may be over; true when a fit was started. */
  settle(trigger: string, mayFit: (wish: Envelope) => boolean): boolean {
    if (restored.has(trigger)) this.#unanswered = 0;
    const wish = this.#wish;
    if (!wish || this.#busy() || this.#unanswered >= fitsMax || !mayFit(wish)) return false;
    this.#latest = wish;
    this.#cause = wish;
    return this.#live.send('hold.ended');
  }

  stop(): void {
    this.#weather.stop();
    this.#live.stop();
  }

  #busy(): boolean {
    const { value } = this.#live.place;
    return value === 'fitting' || value === 'crowded';
  }

  #tellStorm(): void {
    const payload = { count: this.#instants.length, windowMs: stormWindowMs };
    this.#ground.voice.say('resize.storm.detected', this.#paneId, payload, this.#because());
  }

  #act(effect: ResizeEffect['type']): void {
    const { voice } = this.#ground;
    const cause = this.#because();
    if (!cause) return;
    switch (effect) {
      case 'keepWish':
        this.#wish = this.#latest;
        this.#merged += 1;
        return;
      case 'flushWish': {
        const payload = { ...sizeOf(this.#wish), count: Math.max(1, this.#merged) };
        this.#cause = voice.say('resize.coalesced', this.#paneId, payload, cause);
        this.#wish = null;
        this.#merged = 0;
        return;
      }
      case 'startFit':
        this.#ledger.move('resize.began', cause);
        this.#order();
        return;
      case 'endFit':
        this.#ledger.move('resize.ended', cause);
        // A fit that overlapped an injection moves no activity, and frees the way all the same.
        this.#ledger.edge ??= 'resize.ended';
        if (this.#isOverdue) this.#keepUnanswered();
        return;
    }
  }

  /** Hands that did not answer may never have heard: their size is still due, unless a later one is. */
  #keepUnanswered(): void {
    const fit = this.#fit;
    this.#fit = null;
    if (!fit || this.#wish) return;
    this.#unanswered += 1;
    this.#latest = fit.wish;
    this.#live.send('wish.held');
  }

  #because(): Cause | undefined {
    return this.#cause ? causeOf(this.#cause) : undefined;
  }

  #order(): void {
    const { order, voice } = this.#ground;
    const wish = this.#latest;
    const { cols, rows } = sizeOf(wish);
    const because = this.#cause;
    if (!order || !because || !wish || cols === undefined || rows === undefined) return;
    if (because.type === 'resize.started') return;
    const started = voice.say('resize.started', this.#paneId, { cols, rows }, causeOf(because));
    const asked = voice.say('pty.resize.requested', this.#paneId, { cols, rows }, causeOf(started));
    const { eventId, correlationId, causationId, source, seq } = asked;
    const meta = { eventId, correlationId, causationId, source, seq };
    this.#fit = { key: because.eventId, cause: causeOf(asked), wish };
    order({ do: 'pane.resize', key: because.eventId, paneId: this.#paneId, cols, rows, meta });
  }
}

function sizeOf(wish: Envelope | null): { cols?: number; rows?: number } {
  const { cols, rows } = wish?.payload ?? {};
  return {
    ...(typeof cols === 'number' ? { cols } : {}),
    ...(typeof rows === 'number' ? { rows } : {}),
  };
}
