/**
 * The daemon's end of the bridge: what the head orders goes to the hands here, what they say goes
 * to the head. One head at a time: whoever comes while it is there is refused, whatever they say.
 *
 * @spec kernel 7.1 7.3 7.5
 */
import { classOf, eventTextOf, isNumbered, type Said } from '../../machines/bridge/said.ts';
import type { Loss } from '../../machines/bridge/send-queue.ts';
import { toldOf } from '../../machines/bridge/told-order.ts';
import { type BridgeLine, eventLineOf, fits } from '../../machines/bridge/wire.ts';
import type { Hands } from '../../machines/hands/messages.ts';
import type { TerminalHands } from '../../machines/hands/pane-messages.ts';
import type { KernelMeta } from '../../machines/kernel/envelope.ts';
import type { Peer } from '../../runtime/bridge/peer.ts';
import type { Clock, Random } from '../../runtime/host/host.ts';
import { LinkEnd } from './link-end.ts';

/** Orders whose meta is remembered, so that what becomes of them has its cause. */
const causesKept = 4_096;

/** The hands that hold terminals, and which of them are alive. */
export interface ServedPanes extends TerminalHands {
  levels(): Readonly<Record<string, 'up' | 'down'>>;
}

export interface ServedHandsInput {
  readonly hands: Hands;
  readonly panes: ServedPanes;
  readonly clock: Clock;
  readonly random: Pick<Random, 'uuid'>;
  readonly epoch: number;
  /** The head does not read, and more cannot be kept for it. */
  onOverflow(): void;
}

export interface ServedHands {
  /** A connection of the head. */
  accept(peer: Peer): void;
  /** True while more waits for the head than may: no order is obeyed, and whoever can says no more. */
  isPressed(): boolean;
  close(): void;
}

export function serveHands(input: ServedHandsInput): ServedHands {
  return new Served(input);
}

class Served implements ServedHands {
  readonly #input: ServedHandsInput;
  readonly #link: LinkEnd;
  readonly #seqs = new Map<string, number>();
  readonly #causes = new Map<string, KernelMeta>();
  /** Of the last command that came: what the hands say of themselves follows from it. */
  #latest: KernelMeta | null = null;
  #isHeartbeatDue = true;
  /** Of the last message that the kernel must not miss. */
  #paneSeq = 0;

  constructor(input: ServedHandsInput) {
    this.#input = input;
    const { hands, panes, clock, epoch } = input;
    this.#link = new LinkEnd({
      clock,
      epoch,
      isObedient: true,
      lineOf: (text, bridgeSeq) => eventLineOf(text, bridgeSeq, clock.wallMs()),
      lossOf: (loss) => this.#lossText(loss),
      onLine: (line) => this.#obey(line),
      onGap: ({ oldestSeq, newestSeq }) =>
        this.#tellLoss('gap', newestSeq - oldestSeq + 1, oldestSeq, newestSeq),
      onUnreadable: () => this.#tellLoss('unreadable', 1, 0, 0),
      onTick: () => this.#beat(),
      onLost: () => {},
      onOverflow: input.onOverflow,
    });
    hands.onAnswer((message) => this.#say({ port: 'hands', message }));
    panes.onAnswer((message) => this.#say({ port: 'panes', message }));
    panes.onPicture((message) => this.#say({ port: 'panes', message }));
  }

  accept(peer: Peer): void {
    const link = this.#link;
    const { epoch } = this.#input;
    // A head whose connection broke tries again until that is noticed here too.
    if (link.isUp) {
      peer.refuse('Expected no head to be there, got one that is connected.');
      return;
    }
    link.connect(peer, (hello) => {
      if (hello.epoch !== epoch) {
        peer.destroy(`Expected a head of epoch ${epoch}, got one of ${hello.epoch}.`);
        return;
      }
      link.sayHello();
      link.greeted(hello.lastSeq);
    });
  }

  isPressed(): boolean {
    return this.#link.isPressed;
  }

  close(): void {
    this.#link.close('It was closed here.');
  }

  #obey(line: Extract<BridgeLine, { is: 'event' | 'command' }>): void {
    const told = line.is === 'command' ? toldOf(line) : null;
    if (told === null) {
      this.#tellLoss('unreadable', 1, line.bridgeSeq, line.bridgeSeq);
      return;
    }
    this.#latest = told.order.meta;
    if (told.port === 'hands') this.#input.hands.send(told.order);
    else {
      this.#remember(told.order.key, told.order.meta);
      this.#input.panes.send(told.order);
    }
  }

  #remember(key: string, meta: KernelMeta): void {
    this.#causes.delete(key);
    this.#causes.set(key, meta);
    if (this.#causes.size <= causesKept) return;
    for (const oldest of this.#causes.keys()) {
      this.#causes.delete(oldest);
      return;
    }
  }

  #say(said: Said): void {
    const { lane, priority, source } = classOf(said);
    const { clock } = this.#input;
    const numbered = isNumbered(said) ? this.#paneSeq + 1 : undefined;
    const text = this.#textOf(said, source, numbered);
    if (!fits(text)) {
      this.#tellLoss('too_large', 1, this.#seqOf(source), this.#seqOf(source));
      return;
    }
    this.#paneSeq = numbered ?? this.#paneSeq;
    const seq = this.#seqOf(source);
    this.#link.offer({ text, lane, priority, source, seq, atMs: clock.monotonicMs() });
  }

  #textOf(said: Said, source: string, numbered?: number): string {
    const { clock, random } = this.#input;
    const seq = this.#seqOf(source) + 1;
    this.#seqs.set(source, seq);
    const key = 'key' in said.message ? said.message.key : undefined;
    const cause = key === undefined ? null : (this.#causes.get(key) ?? null);
    const stamp = { eventId: random.uuid(), ts: clock.wallMs(), seq, source, cause, numbered };
    return eventTextOf(said, stamp);
  }

  #seqOf(source: string): number {
    return this.#seqs.get(source) ?? 0;
  }

  /** Level state of every pane, and how far they were numbered: nothing overtakes it. */
  #beat(): void {
    const { epoch, panes } = this.#input;
    if (!this.#link.isUp && !this.#isHeartbeatDue) return;
    this.#isHeartbeatDue = this.#link.isUp;
    const level = { epoch, panes: panes.levels(), highWaterSeq: this.#paneSeq };
    this.#say({ port: 'panes', message: { is: 'hands.heartbeat', ...level } });
  }

  /** What was lost is told to whom it was for. */
  #lossText({ source, droppedCount, oldestSeq, newestSeq }: Loss): string {
    const port = source === 'daemon.panes' ? 'panes' : 'hands';
    return this.#textOf(
      this.#lossOf(port, 'queue_full', droppedCount, oldestSeq, newestSeq),
      'bridge',
    );
  }

  #tellLoss(reason: string, count: number, oldestSeq: number, newestSeq: number): void {
    this.#say(this.#lossOf('panes', reason, count, oldestSeq, newestSeq));
  }

  #lossOf(
    port: Said['port'],
    reason: string,
    count: number,
    oldestSeq: number,
    newestSeq: number,
  ): Said {
    const stage = 'bridge';
    if (port === 'panes') {
      const payload = { stage, reason, droppedCount: count, oldestSeq, newestSeq };
      const about = { paneId: 'system', type: 'event.dropped', payload } as const;
      return { port, message: { is: 'pane.fact', ...about } };
    }
    const meta = this.#latest ?? nobody;
    return {
      port,
      message: { meta, is: 'answers.dropped', count, stage, reason, oldestSeq, newestSeq },
    };
  }
}

/** Before any command came there is nothing that anything could follow from. */
const nobody: KernelMeta = {
  eventId: '00000000-0000-4000-8000-000000000000',
  correlationId: '00000000-0000-4000-8000-000000000000',
  causationId: null,
  source: 'daemon',
  seq: 0,
};
