/**
 * Texts that pretend hands keep, because their pane was found down: they go on when it is up, by a
 * word when they are held, or are dropped when their time is over.
 *
 * @spec kernel 7.7
 */
import type { PaneNews, PaneOrder } from '../../../machines/hands/pane-messages.ts';
import type { Dice } from './dice.ts';
import type { SimClock } from './sim-clock.ts';

export type Write = Extract<PaneOrder, { do: 'pane.write' }>;

export interface KeeperWorld {
  readonly clock: SimClock;
  readonly dice: Dice;
  readonly say: (fact: PaneNews) => void;
  readonly write: (order: Write) => void;
}

interface Kept {
  readonly order: Write;
  readonly sinceMs: number;
  isUp: boolean;
  isHeld: boolean;
}

/** A pane is down for longer than its text may wait, now and then. */
const downMaxMs = 60_000;

export class Keeper {
  readonly #world: KeeperWorld;
  readonly #kept = new Map<string, Kept>();
  readonly #dropped = new Set<string>();
  /** Whether these hands find panes down at all. */
  readonly #isUnlucky: boolean;

  constructor(world: KeeperWorld) {
    this.#world = world;
    this.#isUnlucky = world.dice.chance(0.7);
  }

  /** True when it is not to be written now. The same order again is kept once, and dropped for good. */
  takes(order: Write): boolean {
    if (this.#kept.has(order.key) || this.#dropped.has(order.key)) return true;
    const { clock, dice } = this.#world;
    const { whenDown, key } = order;
    if (!whenDown || !this.#isUnlucky || !dice.chance(0.08)) return false;
    const { remainingMs } = whenDown;
    const kept = { order, sinceMs: clock.monotonicMs(), isUp: false, isHeld: false };
    this.#kept.set(key, kept);
    this.#say(order, 'inject.deferred', { reason: 'pty_down', remainingMs });
    clock.deliver(() => this.#drop(key, 'ttl_expired'), remainingMs, 2);
    clock.deliver(() => this.#up(key), 1 + dice.below(downMaxMs), 3);
    return true;
  }

  hear(order: PaneOrder): void {
    if (!('of' in order)) return;
    const kept = this.#kept.get(order.of);
    if (!kept) return;
    if (order.do === 'pane.drop') this.#drop(order.of, order.reason);
    else kept.isHeld = order.do === 'pane.hold';
    if (order.do === 'pane.resume' && kept.isUp) this.#resume(kept, 'explicit');
  }

  #up(key: string): void {
    const kept = this.#kept.get(key);
    if (!kept) return;
    kept.isUp = true;
    if (!kept.isHeld) this.#resume(kept, 'pty.up');
  }

  #resume({ order, sinceMs }: Kept, trigger: string): void {
    this.#kept.delete(order.key);
    const waitedMs = this.#world.clock.monotonicMs() - sinceMs;
    this.#say(order, 'inject.resumed', { trigger, waitedMs });
    this.#world.write(order);
  }

  #drop(key: string, reason: string): void {
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    if (kept) this.#dropped.add(key);
    if (kept) this.#say(kept.order, 'inject.dropped', { reason });
  }

  #say({ key, paneId, meta }: Write, type: Told, payload: Readonly<Record<string, unknown>>): void {
    this.#world.say({ is: 'pane.fact', paneId, type, payload, key, meta });
  }
}

type Told = 'inject.deferred' | 'inject.resumed' | 'inject.dropped';
