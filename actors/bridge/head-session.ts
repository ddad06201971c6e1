/**
 * The head's session with hands of one epoch: it connects, connects again, and after ten seconds
 * without them, or without a heartbeat of theirs, gives them up.
 *
 * @spec kernel 7.5
 */
import { type SessionEffect, sessionMachine } from '../../machines/bridge/session.machine.ts';
import { commandLineOf, fits } from '../../machines/bridge/wire.ts';
import type { Result } from '../../machines/kernel/problem.ts';
import { linkMachine } from '../../machines/pane/link.machine.ts';
import type { Peer } from '../../runtime/bridge/peer.ts';
import type { Clock } from '../../runtime/host/host.ts';
import { LiveMachine } from '../kernel/live-machine.ts';
import { LinkEnd, type LinkHooks, type LinkStats } from './link-end.ts';

/** Hands that live answer within milliseconds; a machine that slept for longer stops a run anyway. */
const givenUpMs = 10_000;
/** A turn that took long has its messages read before the hands are given up. */
const secondLookMs = 50;
const recoveryMachine = linkMachine.provide({ delays: { recoveryLimit: givenUpMs } });

export interface HeadSessionInput extends Pick<LinkHooks, 'onLine' | 'onGap' | 'onUnreadable'> {
  readonly clock: Clock;
  /** Of the hands that are meant; those of another one are not believed. */
  readonly epoch: number;
  connect(): Promise<Result<Peer>>;
  onUp(): void;
  /** `reason` is a code word. */
  onDown(reason: string): void;
  /** Once: they are gone or given up; `reason` is a sentence. */
  onGone(reason: string): void;
}

export class HeadSession {
  readonly #input: HeadSessionInput;
  readonly #link: LinkEnd;
  readonly #attempts: LiveMachine;
  /** How long the connection may be away. */
  readonly #recovery: LiveMachine;
  #offered = 0;
  /** When they last said anything of their own; at the least a heartbeat comes each second. */
  #heardAtMs = 0;
  #isOver = false;

  constructor(input: HeadSessionInput) {
    this.#input = input;
    const { clock, epoch, onLine, onGap, onUnreadable } = input;
    this.#link = new LinkEnd({
      ...{ clock, epoch, onGap, onUnreadable },
      onLine: (line) => {
        this.#heardAtMs = clock.monotonicMs();
        onLine(line);
      },
      lineOf: commandLineOf,
      // What the hands tell takes no order to be heard.
      isObedient: false,
      // Nothing that the head says may be dropped.
      lossOf: () => '',
      onTick: () => this.#doubt(),
      onLost: (reason) => this.#lost(reason),
      onOverflow: () => this.gone('The hands do not read what they are told.'),
    });
    const world = { clock, turn: <Value>(work: () => Value) => work() };
    this.#attempts = new LiveMachine(sessionMachine, world, {
      onEffect: (effect) => this.#effects[effect as SessionEffect['type']](),
    });
    this.#recovery = new LiveMachine(recoveryMachine, world, {
      onEffect: (effect) => {
        if (effect === 'markFailed') this.gone('The hands no longer answer on the bridge.');
      },
    });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** True while more waits than may: whoever can must say no more. */
  get isPressed(): boolean {
    return this.#link.isPressed;
  }

  stats(): LinkStats {
    return this.#link.stats();
  }

  open(): void {
    this.#recovery.send('lost');
    this.#attempts.send('opened');
  }

  /** False for what is too large. Before there is a connection everything waits. */
  offer(text: string): boolean {
    if (!fits(text)) return false;
    this.#offered += 1;
    const atMs = this.#input.clock.monotonicMs();
    const about = { lane: 'A', priority: 'lifecycle', source: 'head' } as const;
    this.#link.offer({ text, ...about, seq: this.#offered, atMs });
    return true;
  }

  gone(reason: string): void {
    if (this.#isOver) return;
    const wasUp = this.#link.isUp;
    this.close();
    if (wasUp) this.#input.onDown('hands_gone');
    this.#input.onGone(reason);
  }

  close(): void {
    this.#isOver = true;
    this.#attempts.send('closed');
    this.#recovery.stop();
    this.#link.close('It was closed here.');
  }

  readonly #effects: Readonly<Record<SessionEffect['type'], () => void>> = {
    connect: () => void this.#connect(),
    markUp: () => {
      this.#heardAtMs = this.#input.clock.monotonicMs();
      this.#recovery.send('restored');
      this.#input.onUp();
    },
    markDown: () => void this.#recovery.send('lost'),
  };

  async #connect(): Promise<void> {
    const { epoch, connect } = this.#input;
    const made = await connect();
    if (this.#isOver) {
      if (made.ok) made.value.destroy('It is no longer wanted.');
      return;
    }
    if (!made.ok) {
      this.#attempts.send('failed');
      return;
    }
    this.#link.connect(made.value, (hello) => {
      if (hello.epoch !== epoch) {
        this.gone(`Expected hands of epoch ${epoch}, got some of ${hello.epoch}.`);
        return;
      }
      this.#attempts.send('greeted');
      this.#link.greeted(hello.lastSeq);
    });
    this.#link.sayHello();
  }

  /** A connection on which nothing but the connection itself is alive is as good as none. */
  #doubt(): void {
    if (!this.#isMute()) return;
    this.#input.clock.setTimeout(() => {
      if (this.#isMute()) this.gone('The hands are connected, and no heartbeat of theirs comes.');
    }, secondLookMs);
  }

  #isMute(): boolean {
    const silentMs = this.#input.clock.monotonicMs() - this.#heardAtMs;
    return this.#link.isUp && silentMs >= givenUpMs;
  }

  #lost(reason: string): void {
    const wasUp = this.#attempts.knows('lost');
    if (wasUp) this.#input.onDown(reason === 'silence' ? reason : 'connection_lost');
    this.#attempts.send(wasUp ? 'lost' : 'failed');
  }
}
