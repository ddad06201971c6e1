/**
 * Turns: what is asked from outside, or by a timer, runs to completion before anyone hears of
 * it. Deadlines come first, then the work, then those go on who waited for what it changed.
 *
 * @spec kernel 7.6
 */
import type { Bus } from '../../runtime/bus/bus.ts';
import type { Pane } from './pane.actor.ts';

export class Turns {
  readonly #bus: Bus;
  readonly #panes: ReadonlyMap<string, Pane>;
  #list: readonly Pane[] = [];
  #depth = 0;

  constructor(bus: Bus, panes: ReadonlyMap<string, Pane>) {
    this.#bus = bus;
    this.#panes = panes;
  }

  /** Deadlines that passed while nobody looked, the earliest of all panes first; then the work. */
  takeLate(nowMs: number, work: () => void): void {
    this.#bus.turn(() => {
      const entries = [...this.#panes.values()].flatMap(({ injections }) => injections.queue);
      const passed = entries.map(({ deadlineMs }) => deadlineMs).filter((one) => one <= nowMs);
      const deadlines = new Set(passed);
      for (const deadlineMs of [...deadlines].sort((one, other) => one - other)) {
        for (const pane of this.#panes.values()) pane.expire(deadlineMs);
      }
      this.take(work);
    });
  }

  take<Value>(work: () => Value): Value {
    if (this.#depth > 0) return work();
    return this.#bus.turn(() => {
      this.#depth += 1;
      try {
        const panes = this.#all();
        for (const pane of panes) pane.expire();
        const value = work();
        for (const pane of panes) pane.settle();
        return value;
      } finally {
        this.#depth -= 1;
      }
    });
  }

  /** As a list: it is walked twice in every turn. */
  #all(): readonly Pane[] {
    if (this.#list.length !== this.#panes.size) this.#list = [...this.#panes.values()];
    return this.#list;
  }
}
