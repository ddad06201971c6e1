/**
 * Turns: what is asked from outside, or by a timer, runs to completion before anyone hears of
 * it. Deadlines come first, then the work, then those go on who waited for what it changed.
 *
 * @spec kernel 7.6
 */
import type { Bus } from '../../runtime/bus/bus.ts';
import type { PaneRegister } from './pane-register.ts';

export class Turns {
  readonly #bus: Bus;
  readonly #panes: PaneRegister;
  #depth = 0;

  constructor(bus: Bus, panes: PaneRegister) {
    this.#bus = bus;
    this.#panes = panes;
  }

  /**
   * Deadlines that passed while nobody looked, the earliest of all panes first; then the work.
   * `first` is done before anybody is let go for his deadline.
   */
  takeLate(nowMs: number, work: () => void, first: () => void): void {
    this.#bus.turn(() => {
      first();
      const entries = this.#panes.list.flatMap(({ injections }) => injections.queue);
      const passed = entries.map(({ deadlineMs }) => deadlineMs).filter((one) => one <= nowMs);
      const deadlines = new Set(passed);
      for (const deadlineMs of [...deadlines].sort((one, other) => one - other)) {
        for (const pane of this.#panes) pane.expire(deadlineMs);
      }
      this.take(work);
    });
  }

  take<Value>(work: () => Value): Value {
    if (this.#depth > 0) return work();
    return this.#bus.turn(() => {
      this.#depth += 1;
      try {
        for (const pane of this.#panes.list) pane.expire();
        const value = work();
        for (const pane of this.#panes.list) pane.settle();
        return value;
      } finally {
        this.#depth -= 1;
      }
    });
  }
}
