/**
 * Pretend hands with pretend terminals: they apply bytes, are slow, never answer, answer twice,
 * refuse, die in mid-write, lose orders, answer out of order or for something else. They keep the
 * one promise of the port: a key that was written is never written again.
 *
 * @spec reliability simulation
 */
import type { PaneAnswer, PaneHands, PaneOrder } from '../../../embed/kernel.ts';
import type { PaneNews } from '../../../machines/hands/pane-messages.ts';
import type { Dice } from './dice.ts';
import type { Faults } from './faults.ts';
import { Keeper, type Write } from './keeper.ts';
import type { SimClock } from './sim-clock.ts';

/** What they say. */
export type Said = PaneAnswer | PaneNews;

export interface TerminalWorld {
  readonly clock: SimClock;
  readonly dice: Dice;
  readonly faults: () => Faults;
  /** Whether the way to the hands is open, as the world has it. */
  readonly isLinked: (paneId: string) => boolean;
  readonly onOrder: (order: PaneOrder) => void;
  readonly deliver: (answer: Said, tell: (answer: Said) => void) => void;
  /** The terminal's process died under a write. */
  readonly onDeath: (paneId: string) => void;
  /** Answers come within the order's own call: only where turns may nest. */
  readonly atOnce: boolean;
}

export class Terminals implements PaneHands {
  readonly #world: TerminalWorld;
  readonly #written = new Map<string, number>();
  readonly #pressed = new Set<string>();
  readonly #sizes = new Map<string, { cols: number; rows: number }>();
  /** Orders that were carried out. */
  readonly #orders: PaneOrder[] = [];
  #sent = 0;
  #tell: (answer: Said) => void = () => {};
  #lostInRow = 0;
  readonly #arrivals = new Map<string, number>();
  readonly #keeper: Keeper;

  constructor(world: TerminalWorld) {
    this.#world = world;
    this.#keeper = new Keeper({
      clock: world.clock,
      dice: world.dice.fork('keeping'),
      say: (fact) => this.#answer(fact, 1),
      write: (order) => this.#write(order),
    });
  }

  applied(key: string): number {
    return this.#written.get(key) ?? 0;
  }

  pressed(key: string, attempt: number): boolean {
    return this.#pressed.has(`${key} ${attempt}`);
  }

  size(paneId: string): { readonly cols: number; readonly rows: number } | null {
    return this.#sizes.get(paneId) ?? null;
  }

  onAnswer(listener: (answer: Said) => void): () => void {
    this.#tell = listener;
    return () => {
      this.#tell = () => {};
    };
  }

  send(order: PaneOrder): void {
    this.#world.onOrder(order);
    // A word about the attempt before may come late, when the next is on its way.
    if (order.do === 'pane.submit' && order.attempt > 1 && this.#has('stray-answers', 0.3)) {
      const { key, paneId, attempt } = order;
      this.#answer({ is: 'pane.submitted', key, paneId, attempt: attempt - 1 }, 0);
    }
    // Never more than two in a row: a way that loses all is a way that is down.
    const isLost = this.#has('lossy-orders', 0.06) && this.#lostInRow < 2;
    this.#lostInRow = isLost ? this.#lostInRow + 1 : 0;
    if (isLost) return;
    const travelMs = this.#has('slow-hands', 0.3) ? this.#world.dice.below(6_000) : 1;
    this.#travel(order, travelMs);
  }

  /** Orders to one terminal arrive in the order in which they were sent. */
  #travel(order: PaneOrder, ms: number): void {
    const { clock, atOnce } = this.#world;
    if (atOnce) {
      this.#carryOut(order);
      return;
    }
    this.#sent += 1;
    const nowMs = clock.monotonicMs();
    const atMs = Math.max(nowMs + ms, this.#arrivals.get(order.paneId) ?? 0);
    this.#arrivals.set(order.paneId, atMs);
    clock.deliver(() => this.#carryOut(order), atMs - nowMs, 1 + this.#sent / 1e6);
  }

  /** An answer for an order of long ago, or for none. */
  stray(index: number): void {
    const order = this.#orders[index % Math.max(1, this.#orders.length)];
    if (!order) return;
    const { key, paneId } = order;
    // What is said to be written is written: hands may repeat themselves, they do not lie.
    if (order.do === 'pane.submit') this.#answer({ is: 'pane.submitted', ...order }, 0);
    else if (order.do === 'pane.resize') this.#answer({ is: 'pane.resized', ...order }, 0);
    else if (this.applied(key) > 0) {
      this.#answer({ is: 'pane.write.acked', key, paneId, status: 'accepted' }, 0);
    } else this.#answer({ is: 'pane.verified', key: 'nobody', paneId, evidence: 'stray' }, 0);
  }

  #carryOut(order: PaneOrder): void {
    if (!this.#world.isLinked(order.paneId)) return;
    this.#orders.push(order);
    if (order.do === 'pane.write') {
      const isNew = this.applied(order.key) === 0;
      const isKept = isNew && this.#world.faults().size > 0 && this.#keeper.takes(order);
      if (!isKept) this.#write(order);
    } else if (order.do === 'pane.submit') this.#submit(order);
    else if (order.do === 'pane.resize') this.#resize(order);
    else this.#keeper.hear(order);
  }

  #write({ key, paneId }: Write): void {
    const ack = { is: 'pane.write.acked', key, paneId } as const;
    if (this.applied(key) > 0) {
      this.#answer({ ...ack, status: 'blocked_ghost_dedup' }, 1);
      return;
    }
    if (this.#has('refusing-hands', 0.12)) {
      const statuses = [
        'rejected_not_alive',
        'rejected_terminal_missing',
        'rejected_mode_noninteractive',
      ] as const;
      this.#answer({ ...ack, status: this.#world.dice.pick(statuses), reason: 'no' }, 1);
      return;
    }
    this.#written.set(key, 1);
    if (this.#has('dying-hands', 0.06)) {
      if (this.#world.dice.chance(0.5)) this.#answer({ ...ack, status: 'error' }, 1);
      this.#world.onDeath(paneId);
      return;
    }
    if (this.#has('silent-hands', 0.08)) return;
    this.#answer({ ...ack, status: 'accepted' }, 1);
  }

  #submit({ key, paneId, attempt }: PaneOrder & { readonly do: 'pane.submit' }): void {
    this.#pressed.add(`${key} ${attempt}`);
    if (this.#has('silent-hands', 0.08)) return;
    const sent = { is: 'pane.submitted', key, paneId, attempt } as const;
    const seen = { is: 'pane.verified', key, paneId, evidence: 'turn_started' } as const;
    const missed = { is: 'pane.verification.failed', key, paneId, reason: 'no turn' } as const;
    const fails = this.#has('failing-hands', 0.1);
    if (this.#has('reordering-hands', 0.15)) {
      this.#answer(seen, 1);
      this.#answer(sent, 3);
      return;
    }
    this.#answer(sent, 1);
    if (this.#has('unsure-hands', 0.15)) return;
    this.#answer(fails ? missed : seen, 3);
  }

  #resize({ key, paneId, cols, rows }: PaneOrder & { readonly do: 'pane.resize' }): void {
    this.#sizes.set(paneId, { cols, rows });
    if (this.#has('silent-hands', 0.1)) return;
    this.#answer({ is: 'pane.resized', key, paneId, cols, rows }, 1);
  }

  #answer(answer: Said, afterMs: number): void {
    const times = this.#has('twice-hands', 0.12) ? 2 : 1;
    for (let time = 1; time <= times; time += 1) {
      const slowMs = this.#has('slow-hands', 0.2) ? this.#world.dice.below(4_000) : 0;
      this.#later(afterMs * time + slowMs, () => {
        if (this.#world.isLinked(answer.paneId)) this.#world.deliver(answer, this.#tell);
      });
    }
  }

  #later(ms: number, fn: () => void): void {
    if (this.#world.atOnce) fn();
    else this.#world.clock.deliver(fn, ms, 1 + this.#world.dice.below(1_000_000));
  }

  #has(kind: Parameters<Faults['has']>[0], probability: number): boolean {
    // Drawn in any case, so that a disabled fault does not shift the others.
    return this.#world.dice.chance(probability) && this.#world.faults().has(kind);
  }
}
