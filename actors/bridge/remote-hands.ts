/**
 * Hands across the bridge, behind the same ports as those in this process. When they are gone for
 * good it says so, and closes what they left by other means.
 *
 * @spec kernel 7.1 7.3
 * @spec reliability orphans
 */
import { type Said, saidOf } from '../../machines/bridge/said.ts';
import { commandOf } from '../../machines/bridge/told-order.ts';
import type { BridgeLine } from '../../machines/bridge/wire.ts';
import { isWord } from '../../machines/hands/hands-session.ts';
import type { Hands, HandsAnswer, HandsCommand, Leftover } from '../../machines/hands/messages.ts';
import { outputEnd } from '../../machines/hands/output-end.ts';
import type { PaneFactPayload } from '../../machines/hands/pane-facts.ts';
import type {
  HandsMessage,
  PanePicture,
  TerminalHands,
  TerminalOrder,
} from '../../machines/hands/pane-messages.ts';
import type { KernelMeta } from '../../machines/kernel/envelope.ts';
import type { Result } from '../../machines/kernel/problem.ts';
import type { Peer } from '../../runtime/bridge/peer.ts';
import type { Clock } from '../../runtime/host/host.ts';
import { HeadSession } from './head-session.ts';
import type { LinkStats } from './link-end.ts';

export interface RemoteHandsInput {
  readonly clock: Clock;
  /** Of the hands that are meant; those of another one are not believed. */
  readonly epoch: number;
  connect(): Promise<Result<Peer>>;
  /** The hands are gone or given up: ends them if need be, and what they left. */
  sweep(): Promise<readonly Leftover[]>;
  /** How what is left is found, such as `cgroup.kill`. */
  readonly orphanGuard: string;
}

export interface RemoteHands extends Hands {
  readonly panes: TerminalHands;
  /** Connects; until then everything waits. */
  open(): void;
  /** The process of the hands has ended, or never listened. */
  gone(reason: string): void;
  /** The bridge is no longer wanted. */
  close(): void;
  stats(): LinkStats;
  /** Told once when the hands are gone or given up, with the reason as a sentence. */
  onGone(listener: (reason: string) => void): void;
}

export function createRemoteHands(input: RemoteHandsInput): RemoteHands {
  return new Remote(input);
}

type Lost = PaneFactPayload<'event.dropped'>;
type Output = Extract<PanePicture, { is: 'pane.output' }>;
type Listener<Message> = (message: Message) => void;

class Remote implements RemoteHands {
  readonly panes: TerminalHands;
  readonly #input: RemoteHandsInput;
  readonly #session: HeadSession;
  readonly #answerListeners = new Set<Listener<HandsAnswer>>();
  readonly #paneListeners = new Set<Listener<HandsMessage>>();
  readonly #pictureListeners = new Set<Listener<PanePicture>>();
  readonly #goneListeners: Listener<string>[] = [];
  #latest: KernelMeta | null = null;
  /** The close that was ordered and not answered. */
  #closing: KernelMeta | null = null;
  /** By pane: how many bytes of what is looked at have come, or are known not to. */
  readonly #shown = new Map<string, number>();
  /** Of the last message that the hands had numbered for the kernel. */
  #seq = 0;

  constructor(input: RemoteHandsInput) {
    this.#input = input;
    const { clock, epoch, connect } = input;
    this.#session = new HeadSession({
      ...{ clock, epoch, connect },
      onLine: (line) => this.#hear(line),
      onGap: ({ oldestSeq, newestSeq }) =>
        this.#tellLoss('gap', newestSeq - oldestSeq + 1, oldestSeq, newestSeq),
      onUnreadable: () => this.#tellLoss('unreadable', 1, 0, 0),
      onUp: () => this.#tellPanes({ is: 'hands.connected', epoch, lastSeq: this.#seq }),
      onDown: (reason) => this.#tellPanes({ is: 'hands.disconnected', epoch, reason }),
      onGone: (reason) => this.#tellGone(reason),
    });
    this.panes = {
      send: (order) => this.#order(order),
      onAnswer: (listener) => subscribe(this.#paneListeners, listener),
      onPicture: (listener) => subscribe(this.#pictureListeners, listener),
    };
  }

  open(): void {
    this.#session.open();
  }

  send(command: HandsCommand): void {
    this.#latest = command.meta;
    if (command.do === 'hands.close') this.#closing = command.meta;
    if (this.#session.isOver) {
      if (command.do === 'hands.close') void this.#sweep();
      return;
    }
    if (this.#session.offer(commandOf(command))) return;
    this.#later(() => this.gone(`A command was too large for the bridge: ${command.do}.`));
  }

  onAnswer(listener: (answer: HandsAnswer) => void): () => void {
    return subscribe(this.#answerListeners, listener);
  }

  onGone(listener: (reason: string) => void): void {
    this.#goneListeners.push(listener);
  }

  gone(reason: string): void {
    this.#session.gone(reason);
  }

  close(): void {
    this.#session.close();
  }

  stats(): LinkStats {
    return this.#session.stats();
  }

  #tellGone(reason: string): void {
    for (const listener of this.#goneListeners) listener(reason);
    if (this.#latest !== null) this.#tell({ meta: this.#latest, is: 'hands.failed', reason });
    if (this.#closing !== null) void this.#sweep();
  }

  /** What cannot leave is answered here, where an answer is awaited; it was never done. */
  #order(order: TerminalOrder): void {
    const { isOver, isPressed } = this.#session;
    const isHeldBack = isPressed && order.do === 'pane.write';
    if (!isOver && !isHeldBack && this.#session.offer(commandOf(order))) return;
    const { key, paneId } = order;
    const reason = isOver ? 'hands_gone' : isHeldBack ? 'bridge_full' : 'too_large';
    if (order.do === 'pane.write') {
      const acked = { is: 'pane.write.acked', status: 'error' } as const;
      this.#later(() => this.#tellPanes({ ...acked, key, paneId, reason }));
    } else if (order.do === 'pane.open' || order.do === 'pane.restart') {
      this.#later(() => this.#tellPanes({ is: 'pane.open.failed', key, paneId, reason }));
    }
  }

  #hear(line: Extract<BridgeLine, { is: 'event' | 'command' }>): void {
    const said = line.is === 'event' ? saidOf(line.event) : null;
    if (said === null) {
      this.#tellLoss('unreadable', 1, line.bridgeSeq, line.bridgeSeq);
      return;
    }
    this.#pass(said);
  }

  #pass({ port, message }: Said): void {
    if (port === 'panes') {
      // What is lost on the way is of no pane; what a pane lost is told of the pane.
      const isOfBridge = message.is === 'pane.fact' && message.paneId === 'system';
      if (isOfBridge && message.type === 'event.dropped') {
        const { reason, droppedCount, oldestSeq, newestSeq } = message.payload as Lost;
        this.#tellLoss(reason, droppedCount, oldestSeq, newestSeq);
      } else if (message.is === 'pane.seen') this.#show(message);
      else if (message.is === 'pane.output') this.#show(this.#withLoss(message));
      else this.#tellPanes(message);
      return;
    }
    if (message.is === 'hands.closed') this.#closing = null;
    this.#tell(message);
  }

  #show(picture: PanePicture): void {
    for (const listener of this.#pictureListeners) listener(picture);
  }

  /** What the bridge had no room for is told, in bytes, with what comes next. */
  #withLoss(output: Output): Output {
    const { paneId, dropped, from } = output;
    const shown = this.#shown.get(paneId) ?? 0;
    // Looked at anew, a pane counts anew.
    const missed = from < shown ? from : from - shown;
    this.#shown.set(paneId, outputEnd(output));
    return missed === 0 ? output : { ...output, dropped: dropped + missed, from: from - missed };
  }

  #tell(answer: HandsAnswer): void {
    for (const listener of this.#answerListeners) listener(answer);
  }

  /** Their numbers are those of the hands, for the kernel to check. */
  #tellPanes(message: HandsMessage): void {
    const told = isWord(message) ? message : { ...message, epoch: this.#input.epoch };
    if ('seq' in told) this.#seq = told.seq ?? this.#seq;
    for (const listener of this.#paneListeners) listener(told);
  }

  /** What is lost on the way is told to whoever listens. */
  #tellLoss(reason: string, count: number, oldestSeq: number, newestSeq: number): void {
    const stage = 'bridge';
    if (this.#paneListeners.size > 0) {
      const payload = { stage, reason, droppedCount: count, oldestSeq, newestSeq };
      this.#tellPanes({ is: 'pane.fact', paneId: 'system', type: 'event.dropped', payload });
    } else if (this.#latest !== null) {
      const meta = this.#latest;
      this.#tell({ meta, is: 'answers.dropped', count, stage, reason, oldestSeq, newestSeq });
    }
  }

  async #sweep(): Promise<void> {
    const meta = this.#closing;
    this.#closing = null;
    if (meta === null) return;
    const leftovers = await this.#input.sweep();
    const { orphanGuard } = this.#input;
    this.#tell({ meta, is: 'hands.closed', leftovers, orphanGuard });
  }

  /** Never from within `send`. */
  #later(work: () => void): void {
    this.#input.clock.setTimeout(work, 0);
  }
}

function subscribe<Message>(
  listeners: Set<Listener<Message>>,
  listener: Listener<Message>,
): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
