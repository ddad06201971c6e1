/**
 * Hands across the bridge, behind the same ports as those in this process. It keeps the session:
 * connects, connects again, and when the hands are gone for good it says so, and closes what they
 * left by other means.
 *
 * @spec kernel 7.1 7.3 7.5
 * @spec reliability orphans
 */
import { type Said, saidOf } from '../../machines/bridge/said.ts';
import { type SessionEffect, sessionMachine } from '../../machines/bridge/session.machine.ts';
import { commandOf } from '../../machines/bridge/told-order.ts';
import { type BridgeLine, commandLineOf, fits } from '../../machines/bridge/wire.ts';
import type { Hands, HandsAnswer, HandsCommand, Leftover } from '../../machines/hands/messages.ts';
import type { PaneFactPayload } from '../../machines/hands/pane-facts.ts';
import type {
  HandsMessage,
  PanePicture,
  TerminalHands,
  TerminalOrder,
} from '../../machines/hands/pane-messages.ts';
import type { KernelMeta } from '../../machines/kernel/envelope.ts';
import type { Result } from '../../machines/kernel/problem.ts';
import { linkMachine } from '../../machines/pane/link.machine.ts';
import type { Peer } from '../../runtime/bridge/peer.ts';
import type { Clock } from '../../runtime/host/host.ts';
import { LiveMachine } from '../kernel/live-machine.ts';
import { LinkEnd, type LinkStats } from './link-end.ts';

/** Hands that live answer within milliseconds; a machine that slept for longer stops a run anyway. */
export const givenUpMs = 10_000;
const recoveryMachine = linkMachine.provide({ delays: { recoveryLimit: givenUpMs } });

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
type Listener<Message> = (message: Message) => void;

class Remote implements RemoteHands {
  readonly panes: TerminalHands;
  readonly #input: RemoteHandsInput;
  readonly #link: LinkEnd;
  readonly #session: LiveMachine;
  /** How long the connection may be away. */
  readonly #recovery: LiveMachine;
  readonly #answerListeners = new Set<Listener<HandsAnswer>>();
  readonly #paneListeners = new Set<Listener<HandsMessage>>();
  readonly #pictureListeners = new Set<Listener<PanePicture>>();
  readonly #goneListeners: Listener<string>[] = [];
  #latest: KernelMeta | null = null;
  /** The close that was ordered and not answered. */
  #closing: KernelMeta | null = null;
  #goneFor: string | null = null;
  /** Numbers what the kernel hears, which the bridge has seen to be without a gap. */
  #seq = 0;
  #sent = 0;

  constructor(input: RemoteHandsInput) {
    this.#input = input;
    const { clock, epoch } = input;
    this.#link = new LinkEnd({
      clock,
      epoch,
      lineOf: commandLineOf,
      lossOf: () => '',
      onLine: (line) => this.#hear(line),
      onGap: ({ oldestSeq, newestSeq }) =>
        this.#tellLoss('gap', newestSeq - oldestSeq + 1, oldestSeq, newestSeq),
      onUnreadable: () => this.#tellLoss('unreadable', 1, 0, 0),
      onTick: () => {},
      onLost: (reason) => this.#lost(reason),
      onOverflow: () => this.gone('The hands do not read what they are told.'),
    });
    const world = { clock, turn: <Value>(work: () => Value) => work() };
    this.#session = new LiveMachine(sessionMachine, world, {
      onEffect: (effect) => this.#effects[effect as SessionEffect['type']](),
    });
    this.#recovery = new LiveMachine(recoveryMachine, world, {
      onEffect: (effect) => {
        if (effect === 'markFailed') this.gone('The hands no longer answer on the bridge.');
      },
    });
    this.panes = {
      send: (order) => this.#order(order),
      onAnswer: (listener) => subscribe(this.#paneListeners, listener),
      onPicture: (listener) => subscribe(this.#pictureListeners, listener),
    };
  }

  open(): void {
    this.#recovery.send('lost');
    this.#session.send('opened');
  }

  send(command: HandsCommand): void {
    this.#latest = command.meta;
    if (command.do === 'hands.close') this.#closing = command.meta;
    if (this.#goneFor !== null) {
      if (command.do === 'hands.close') void this.#sweep();
      return;
    }
    if (this.#offer(commandOf(command))) return;
    this.#later(() => this.gone(`A command was too large for the bridge: ${command.do}.`));
  }

  onAnswer(listener: (answer: HandsAnswer) => void): () => void {
    return subscribe(this.#answerListeners, listener);
  }

  onGone(listener: (reason: string) => void): void {
    this.#goneListeners.push(listener);
  }

  gone(reason: string): void {
    if (this.#goneFor !== null) return;
    this.#goneFor = reason;
    const wasUp = this.#link.isUp;
    this.#end();
    if (wasUp) this.#tellDisconnected('hands_gone');
    for (const listener of this.#goneListeners) listener(reason);
    if (this.#latest !== null) {
      this.#tell({ meta: this.#latest, is: 'hands.failed', reason });
    }
    if (this.#closing !== null) void this.#sweep();
  }

  close(): void {
    this.#goneFor ??= 'It was closed here.';
    this.#end();
  }

  stats(): LinkStats {
    return this.#link.stats();
  }

  #end(): void {
    this.#session.send('closed');
    this.#recovery.stop();
    this.#link.close('It was closed here.');
  }

  readonly #effects: Readonly<Record<SessionEffect['type'], () => void>> = {
    connect: () => void this.#connect(),
    markUp: () => {
      const { epoch } = this.#input;
      this.#recovery.send('restored');
      this.#tellPanes({ is: 'hands.connected', epoch, lastSeq: this.#seq });
    },
    markDown: () => void this.#recovery.send('lost'),
  };

  async #connect(): Promise<void> {
    const { epoch, connect } = this.#input;
    const made = await connect();
    if (this.#goneFor !== null) {
      if (made.ok) made.value.destroy('It is no longer wanted.');
      return;
    }
    if (!made.ok) {
      this.#session.send('failed');
      return;
    }
    const peer = made.value;
    this.#link.connect(peer, (hello) => {
      if (hello.epoch !== epoch) {
        this.gone(`Expected hands of epoch ${epoch}, got some of ${hello.epoch}.`);
        return;
      }
      this.#session.send('greeted');
      this.#link.greeted(hello.lastSeq);
    });
    this.#link.sayHello();
  }

  #lost(reason: string): void {
    const wasUp = this.#session.knows('lost');
    if (wasUp) this.#tellDisconnected(reason === 'silence' ? reason : 'connection_lost');
    this.#session.send(wasUp ? 'lost' : 'failed');
  }

  /** False for what is too large. */
  #offer(text: string): boolean {
    if (!fits(text)) return false;
    this.#sent += 1;
    const { clock } = this.#input;
    const about = { lane: 'A', priority: 'lifecycle', source: 'head' } as const;
    this.#link.offer({ text, ...about, seq: this.#sent, atMs: clock.monotonicMs() });
    return true;
  }

  /** A write that cannot leave is answered here; it was never typed. */
  #order(order: TerminalOrder): void {
    const isWrite = order.do === 'pane.write';
    const isPressed = this.#link.isPressed && isWrite;
    if (this.#goneFor === null && !isPressed && this.#offer(commandOf(order))) return;
    if (!isWrite) return;
    const { key, paneId } = order;
    const reason = this.#goneFor !== null ? 'hands_gone' : isPressed ? 'bridge_full' : 'too_large';
    this.#later(() =>
      this.#tellPanes({ is: 'pane.write.acked', key, paneId, status: 'error', reason }),
    );
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
      if (message.is === 'pane.fact' && message.type === 'event.dropped') {
        const { reason, droppedCount, oldestSeq, newestSeq } = message.payload as Lost;
        this.#tellLoss(reason, droppedCount, oldestSeq, newestSeq);
      } else if (message.is !== 'pane.seen' && message.is !== 'pane.output')
        this.#tellPanes(message);
      else for (const listener of this.#pictureListeners) listener(message);
      return;
    }
    if (message.is === 'hands.closed') this.#closing = null;
    this.#tell(message);
  }

  #tell(answer: HandsAnswer): void {
    for (const listener of this.#answerListeners) listener(answer);
  }

  #tellPanes(message: HandsMessage): void {
    const { epoch } = this.#input;
    const told =
      message.is === 'hands.connected' || message.is === 'hands.disconnected'
        ? message
        : message.is === 'hands.heartbeat'
          ? { ...message, highWaterSeq: this.#seq }
          : { ...message, epoch, seq: ++this.#seq };
    for (const listener of this.#paneListeners) listener(told);
  }

  #tellDisconnected(reason: string): void {
    const { epoch } = this.#input;
    this.#tellPanes({ is: 'hands.disconnected', epoch, reason });
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
