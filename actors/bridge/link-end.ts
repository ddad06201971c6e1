/**
 * One end of the bridge: what is offered waits in the queue, leaves in the order of its priority
 * while the window is open, is kept until the other end has acknowledged it, and is sent again on
 * a new connection. Both ends say every second how far they have heard, and take three seconds of
 * silence for the loss of the connection.
 *
 * @spec kernel 7.5 7.6
 */
import { type Arrival, createArrivals, createWindow } from '../../machines/bridge/delivery.ts';
import { createHeld } from '../../machines/bridge/held.ts';
import {
  createSendQueue,
  type Loss,
  type SendQueue,
  type Waiting,
} from '../../machines/bridge/send-queue.ts';
import { type BridgeStats, noStats } from '../../machines/bridge/stats.ts';
import {
  ackLineOf,
  type BridgeLine,
  type Hello,
  helloLineOf,
  readLine,
  statsLineOf,
} from '../../machines/bridge/wire.ts';
import { heartbeatMs, silenceMaxMs } from '../../machines/hands/hands-session.ts';
import type { Peer } from '../../runtime/bridge/peer.ts';
import type { Clock } from '../../runtime/host/host.ts';

/** Characters that are handed to the socket ahead of time; the rest can still be put in order. */
const aheadMax = 256 * 1_024;
/** A turn that took long has its messages read before silence is believed. */
const secondLookMs = 50;

export interface LinkHooks {
  readonly clock: Clock;
  readonly epoch: number;
  /** The line of a message that is about to leave. */
  lineOf(text: string, bridgeSeq: number): string;
  /**
   * Whether what comes waits while Lane A is full, because it causes what has no room. One end
   * only: where both wait, neither moves again.
   */
  readonly isObedient: boolean;
  /** A message that tells a loss, as text. */
  lossOf(loss: Loss): string;
  onLine(line: Extract<BridgeLine, { is: 'event' | 'command' }>): void;
  /** Lines that were numbered and never came. */
  onGap(gap: Extract<Arrival, { is: 'gap' }>): void;
  /** A line that is none of this version. */
  onUnreadable(): void;
  /** Once a second, connected or not; what the other end should hear regularly is offered here. */
  onTick(): void;
  /** The connection is gone, and why. */
  onLost(reason: string): void;
  /** The other end has not read for so long that nothing more can be kept. */
  onOverflow(): void;
}

interface Incoming {
  readonly line: Extract<BridgeLine, { is: 'event' | 'command' }>;
  readonly arrival: Arrival;
}

/** What the other end last told of itself. */
export interface LinkStats {
  readonly ours: BridgeStats;
  readonly theirs: BridgeStats;
}

export class LinkEnd {
  readonly #hooks: LinkHooks;
  readonly #queue: SendQueue = createSendQueue();
  readonly #window = createWindow();
  readonly #arrivals = createArrivals();
  /** Lane A that had no room; its producers are to be slower while there is any. */
  readonly #held = createHeld();
  /** What came while Lane A was full; as many as the other end's window lets leave. */
  #unheard: Incoming[] = [];
  #isHearingMore = false;
  #peer: Peer | null = null;
  #isGreeted = false;
  #heardAtMs = 0;
  /** Everything up to this number was passed on. */
  #passedOn = 0;
  #sent = 0;
  #theirs = noStats;
  #timer: unknown;

  constructor(hooks: LinkHooks) {
    this.#hooks = hooks;
    this.#tick();
  }

  get isUp(): boolean {
    return this.#peer !== null && this.#isGreeted;
  }

  /** True while Lane A is full: whoever can must cause no more. */
  get isPressed(): boolean {
    return this.#held.count() > 0;
  }

  /** Never lost if of Lane A; what has no room waits here. */
  offer(waiting: Waiting): void {
    const peer = this.#openPeer();
    if (peer !== null && !this.isPressed && this.#queue.isIdle()) {
      this.#leave(peer, waiting.text);
      return;
    }
    const isQueued = !this.isPressed && this.#queue.offer(waiting);
    if (!isQueued && !this.#held.keep(waiting)) this.#hooks.onOverflow();
    this.#pump();
  }

  /** A connection whose other end has said nothing yet. Whatever was there before is dropped. */
  connect(peer: Peer, onHello: (hello: Hello) => void): void {
    const before = this.#peer;
    this.#peer = peer;
    this.#isGreeted = false;
    before?.destroy('Another connection took its place.');
    this.#heardAtMs = this.#hooks.clock.monotonicMs();
    peer.onMessage((message, characters) => {
      if (this.#peer !== peer) return;
      this.#heardAtMs = this.#hooks.clock.monotonicMs();
      const line = readLine(message);
      if (line === null) this.#hooks.onUnreadable();
      else if (line.is === 'hello') onHello(line);
      else this.#hear(line, characters);
    });
    peer.onDrain(() => this.#pump());
    peer.onClose((reason) => this.#lost(peer, reason));
  }

  sayHello(): void {
    const { epoch } = this.#hooks;
    this.#peer?.sendLine(helloLineOf({ epoch, lastSeq: this.#passedOn }));
  }

  /** The other end is of our epoch and has heard everything up to that number. */
  greeted(lastSeq: number): void {
    this.#window.acknowledge(lastSeq);
    this.#isGreeted = true;
    for (const { line } of this.#window.after(lastSeq)) this.#peer?.sendLine(line);
    this.#pump();
  }

  stats(): LinkStats {
    const nowMs = this.#hooks.clock.monotonicMs();
    const ours = {
      sent: this.#sent,
      received: this.#arrivals.count(),
      dropped: this.#queue.dropped(),
      queueDepth: this.#queue.depth() + this.#held.count(),
      lagMs: Math.round(this.#queue.lagMs(nowMs)),
    };
    return { ours, theirs: this.#theirs };
  }

  close(reason: string): void {
    this.#hooks.clock.clearTimeout(this.#timer);
    const peer = this.#peer;
    this.#peer = null;
    peer?.destroy(reason);
  }

  #hear(line: Exclude<BridgeLine, { is: 'hello' }>, characters: number): void {
    if (!this.#isGreeted) return;
    if (line.is === 'ack') {
      this.#window.acknowledge(line.lastSeq);
      this.#pump();
      return;
    }
    if (line.is === 'stats') {
      this.#theirs = line.stats;
      return;
    }
    const id = line.is === 'event' ? line.event.eventId : null;
    const arrival = this.#arrivals.take(line.bridgeSeq, id, characters);
    const incoming = { line, arrival };
    if (this.#hooks.isObedient && this.isPressed) this.#unheard.push(incoming);
    else this.#passOn(incoming);
    if (this.#arrivals.takeAck()) this.#acknowledge();
  }

  #passOn({ line, arrival }: Incoming): void {
    this.#passedOn = Math.max(this.#passedOn, line.bridgeSeq);
    if (arrival.is === 'repeated') return;
    if (arrival.is === 'gap') this.#hooks.onGap(arrival);
    this.#hooks.onLine(line);
  }

  /**
   * What was passed on is acknowledged however full Lane A is: were it held back, two ends that are
   * full at once would wait for each other for ever.
   */
  #acknowledge(): void {
    this.#peer?.sendLine(ackLineOf(this.#passedOn));
  }

  /** What waited goes on as long as there is room for what it causes. */
  #hearMore(): void {
    if (this.#unheard.length === 0 || this.isPressed) return;
    let count = 0;
    while (count < this.#unheard.length && !this.isPressed) {
      const incoming = this.#unheard[count];
      count += 1;
      if (incoming) this.#passOn(incoming);
    }
    this.#unheard.splice(0, count);
    this.#acknowledge();
  }

  #pump(): void {
    this.#send();
    if (this.#isHearingMore) return;
    this.#isHearingMore = true;
    this.#hearMore();
    this.#isHearingMore = false;
  }

  #send(): void {
    for (let peer = this.#openPeer(); peer !== null; peer = this.#openPeer()) {
      const text = this.#nextText();
      if (text === null) return;
      this.#leave(peer, text);
    }
  }

  /** Null while nothing may leave. */
  #openPeer(): Peer | null {
    const peer = this.#peer;
    if (peer === null || !this.#isGreeted || this.#window.isFull()) return null;
    return peer.waiting() < aheadMax ? peer : null;
  }

  #leave(peer: Peer, text: string): void {
    const line = this.#hooks.lineOf(text, this.#window.nextSeq());
    this.#window.keep(line);
    this.#sent += 1;
    peer.sendLine(line);
  }

  #nextText(): string | null {
    const loss = this.#queue.takeLoss();
    if (loss !== null) return this.#hooks.lossOf(loss);
    const next = this.#queue.next(this.#hooks.clock.monotonicMs());
    if (next === null) return null;
    if (this.isPressed) this.#held.release((waiting) => this.#queue.offer(waiting));
    return next.text;
  }

  #lost(peer: Peer, reason: string): void {
    if (this.#peer !== peer) return;
    this.#peer = null;
    this.#isGreeted = false;
    this.#hooks.onLost(reason);
  }

  #tick(): void {
    const { clock } = this.#hooks;
    this.#timer = clock.setTimeout(() => {
      this.#tick();
      this.#hooks.onTick();
      const peer = this.#peer;
      if (peer === null || !this.#isGreeted) return;
      this.#acknowledge();
      peer.sendLine(statsLineOf(this.stats().ours));
      if (!this.#isSilent()) return;
      clock.setTimeout(() => {
        if (this.#peer === peer && this.#isSilent()) peer.destroy('silence');
      }, secondLookMs);
    }, heartbeatMs);
  }

  #isSilent(): boolean {
    return this.#hooks.clock.monotonicMs() - this.#heardAtMs >= silenceMaxMs;
  }
}
