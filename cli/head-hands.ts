/**
 * The hands of the head in the background: a daemon, and another one in its place when it dies. A
 * daemon that dies takes its terminals with it, which is told; three within a minute are enough.
 *
 * @spec kernel 7.1 7.5
 * @spec reliability orphans
 */
import type { BridgeFigures } from '../machines/control/values.ts';
import type {
  HandsMessage,
  PanePicture,
  TerminalHands,
  TerminalOrder,
} from '../machines/hands/pane-messages.ts';
import type { KernelMeta } from '../machines/kernel/envelope.ts';
import { type Result, succeed } from '../machines/kernel/problem.ts';
import { addInstant, type Instants, isReached } from '../machines/safety/violation-window.ts';
import type { HostFiles } from '../runtime/guardian/dead-host.ts';
import type { Clock, Random } from '../runtime/host/host.ts';
import { type DaemonHands, type DaemonHandsOptions, startDaemonHands } from './daemon-hands.ts';

/** A daemon that dies so often within the window would die again. */
const deaths = { count: 3, windowMs: 60_000 };
/** One that cannot be started is tried again: what was short then may be there a moment later. */
const startsMax = 6;
const firstPauseMs = 250;
/** Ending every terminal in order takes this long, on a busy machine. */
const closePatienceMs = 8_000;
/** Orders that wait for a daemon that is being started. */
const waitingMax = 1_024;

export interface HeadHands {
  readonly terminals: TerminalHands;
  /** How the bridge to them does; null where there is none now. */
  readonly bridge: () => BridgeFigures;
  /** They are gone, and every terminal with them; others may come. */
  onLost(listener: () => void): void;
  /** Ends what is left; true when nothing stayed on the machine. */
  close(): Promise<boolean>;
}

export interface HeadHandsWorld extends Pick<DaemonHandsOptions, 'way'> {
  readonly clock: Clock;
  readonly random: Pick<Random, 'uuid'>;
  /** What of the host is to be removed by its hands when it is killed, as of now. */
  readonly hostFiles: () => HostFiles | null;
}

export async function openHeadHands(world: HeadHandsWorld): Promise<Result<HeadHands>> {
  const first = await startDaemonHands(startOf(world, 0));
  return first.ok ? succeed(new KeptHands(world, first.value)) : first;
}

function startOf({ clock, random, hostFiles, way }: HeadHandsWorld, epochBefore: number) {
  const started = {
    clock,
    random,
    epochBefore,
    hostFiles: hostFiles(),
    seed: 0,
    stressorsAhead: 0,
  };
  return way === undefined ? started : { ...started, way };
}

class KeptHands implements HeadHands {
  readonly terminals: TerminalHands;
  readonly #world: HeadHandsWorld;
  readonly #answers = new Set<(message: HandsMessage) => void>();
  readonly #pictures = new Set<(picture: PanePicture) => void>();
  readonly #losers: (() => void)[] = [];
  /** Null between two of them, and after the last. */
  #daemon: DaemonHands | null = null;
  #epoch = 0;
  #deaths: Instants = [];
  #died = 0;
  /** Commands that were told, which begin something of their own. */
  #told = 0;
  #waiting: TerminalOrder[] = [];
  #isStarting = false;
  #isClosing = false;
  /** What dead daemons left, while it is swept up. */
  readonly #sweeps = new Set<Promise<unknown>>();
  #isClean = true;

  constructor(world: HeadHandsWorld, first: DaemonHands) {
    this.#world = world;
    this.terminals = {
      send: (order) => this.#order(order),
      onAnswer: (listener) => listen(this.#answers, listener),
      onPicture: (listener) => listen(this.#pictures, listener),
    };
    this.#take(first);
  }

  readonly bridge = (): BridgeFigures => {
    if (this.#daemon === null) return null;
    const { hands, daemon } = this.#daemon;
    const { ours, theirs } = hands.stats();
    return {
      epoch: this.#epoch,
      ...ours,
      daemon: { pid: daemon.pid, ...theirs },
      died: this.#died,
    };
  };

  onLost(listener: () => void): void {
    this.#losers.push(listener);
  }

  async close(): Promise<boolean> {
    this.#isClosing = true;
    const last = this.#daemon;
    this.#daemon = null;
    if (last !== null) {
      await this.#closed(last);
      this.#isClean = (await last.end()).length === 0 && this.#isClean;
    }
    await Promise.all(this.#sweeps);
    return this.#isClean;
  }

  #take(next: DaemonHands): void {
    this.#daemon = next;
    this.#epoch = next.epoch;
    const { panes } = next.hands;
    panes.onAnswer((message) => {
      for (const listener of this.#answers) listener(message);
    });
    panes.onPicture((picture) => {
      for (const listener of this.#pictures) listener(picture);
    });
    next.hands.onGone(() => this.#gone(next));
    // Hands whose guardian died would leave orphans, so they are as good as dead.
    next.hands.onAnswer((answer) => {
      if (answer.is === 'hands.failed' && !this.#isClosing) next.hands.gone(answer.reason);
    });
    // What they say of themselves follows from something that they were told.
    next.hands.send({ do: 'hands.open', meta: this.#root() });
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const order of waiting) panes.send(order);
  }

  #order(order: TerminalOrder): void {
    if (this.#daemon !== null) this.#daemon.hands.panes.send(order);
    else if (order.do === 'pane.close') {
      this.#waiting = this.#waiting.filter(({ paneId }) => paneId !== order.paneId);
    } else if (order.do === 'pane.open' && !this.#isOver() && this.#waiting.length < waitingMax) {
      this.#waiting.push(order);
      void this.#startAnother();
    } else this.#refuse(order);
  }

  /** What nobody is there for is answered, where an answer is awaited; never from within `send`. */
  #refuse({ do: what, key, paneId }: TerminalOrder): void {
    const reason = 'hands_gone';
    const answer: HandsMessage | null =
      what === 'pane.write'
        ? { is: 'pane.write.acked', key, paneId, status: 'error', reason }
        : what === 'pane.open' || what === 'pane.restart'
          ? { is: 'pane.open.failed', key, paneId, reason }
          : null;
    if (answer === null) return;
    // Of the epoch that was: a message of none would not be believed.
    const told = { ...answer, epoch: this.#epoch };
    this.#world.clock.setTimeout(() => {
      for (const listener of this.#answers) listener(told);
    }, 0);
  }

  #isOver(): boolean {
    return this.#isClosing || isReached(this.#deaths, deaths);
  }

  #gone(daemon: DaemonHands): void {
    if (this.#daemon !== daemon) return;
    this.#daemon = null;
    this.#died += 1;
    this.#deaths = addInstant(this.#deaths, this.#world.clock.monotonicMs(), deaths);
    const sweep = daemon.end().then((left) => {
      if (left.length > 0) this.#isClean = false;
    });
    this.#sweeps.add(sweep);
    void sweep.finally(() => this.#sweeps.delete(sweep));
    for (const listener of this.#losers) listener();
    if (!this.#isOver()) void this.#startAnother();
  }

  /** Once at a time; where none can be started, who waits is told, and the next order tries anew. */
  async #startAnother(): Promise<void> {
    if (this.#isStarting) return;
    this.#isStarting = true;
    for (let nth = 0; nth < startsMax && this.#daemon === null && !this.#isOver(); nth += 1) {
      if (nth > 0) await this.#pause(firstPauseMs * 2 ** (nth - 1));
      await this.#start();
    }
    this.#isStarting = false;
    if (this.#daemon !== null) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const order of waiting) this.#refuse(order);
  }

  async #start(): Promise<void> {
    const next = await startDaemonHands(startOf(this.#world, this.#epoch));
    if (!next.ok) return;
    if (this.#isClosing) await next.value.end();
    else this.#take(next.value);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#world.clock.setTimeout(resolve, ms));
  }

  /** Resolves when the daemon says that all is ended, or was given long enough. */
  #closed({ hands }: DaemonHands): Promise<void> {
    const { clock } = this.#world;
    return new Promise((resolve) => {
      const timer = clock.setTimeout(resolve, closePatienceMs);
      hands.onAnswer(({ is }) => {
        if (is !== 'hands.closed' && is !== 'hands.failed') return;
        clock.clearTimeout(timer);
        resolve();
      });
      hands.send({ do: 'hands.close', meta: this.#root() });
    });
  }

  #root(): KernelMeta {
    const { random } = this.#world;
    this.#told += 1;
    const ids = { eventId: random.uuid(), correlationId: random.uuid(), causationId: null };
    return { ...ids, source: 'host', seq: this.#told };
  }
}

function listen<Message>(
  listeners: Set<(message: Message) => void>,
  listener: (message: Message) => void,
): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
