/**
 * A machine alive: its present state, its timers on the clock, and its effects handed on. Steps
 * come from the step table. A letter sent from within an effect waits until the step is done.
 *
 * @spec reliability simulation
 */
import type { AnyStateMachine } from 'xstate';
import { type Place, type StepTable, stepTableOf } from '../../machines/kernel/step-table.ts';
import type { Clock } from '../../runtime/host/host.ts';

/** A machine that sends itself letters for ever is broken. */
const lettersMax = 1_000;

export interface LiveWorld {
  readonly clock: Pick<Clock, 'setTimeout' | 'clearTimeout'>;
  /** Runs what a timer brings as a turn of its own. */
  turn<Value>(work: () => Value): Value;
}

export interface LiveHooks {
  onEffect?(effect: string): void;
  /** After every step that changed the state. */
  onMoved?(to: Place, letter: string): void;
  /** Once, when it came to its end and its effects are done. */
  onEnded?(): void;
}

export class LiveMachine {
  readonly #table: StepTable;
  readonly #world: LiveWorld;
  readonly #hooks: LiveHooks;
  readonly #timers = new Map<string, unknown>();
  readonly #letters: string[] = [];
  #place: Place;
  #stepping = false;

  constructor(machine: AnyStateMachine, world: LiveWorld, hooks: LiveHooks) {
    this.#table = stepTableOf(machine);
    this.#world = world;
    this.#hooks = hooks;
    this.#place = this.#table.initial.to;
  }

  get place(): Place {
    return this.#place;
  }

  /** Whether the machine knows the letter in its present state. */
  knows(letter: string): boolean {
    return this.#table.step(this.#place, letter).handled;
  }

  /** False when the letter meant nothing in the state in which it came. */
  send(letter: string): boolean {
    if (this.#stepping) {
      this.#letters.push(letter);
      return true;
    }
    this.#stepping = true;
    try {
      const handled = this.#take(letter);
      for (let count = 0; this.#letters.length > 0; count += 1) {
        if (count > lettersMax)
          throw new Error('Expected the machine to rest, got an endless loop.');
        this.#take(this.#letters.shift() ?? '');
      }
      return handled;
    } finally {
      this.#stepping = false;
    }
  }

  stop(): void {
    for (const handle of this.#timers.values()) this.#world.clock.clearTimeout(handle);
    this.#timers.clear();
  }

  #take(letter: string): boolean {
    const from = this.#place;
    const step = this.#table.step(from, letter);
    if (!step.handled) return false;
    this.#place = step.to;
    for (const timer of step.timers) {
      this.#forget(timer.id);
      if (timer.do === 'start') this.#await(timer.id, timer.event, timer.delayMs);
    }
    if (from !== step.to) this.#hooks.onMoved?.(step.to, letter);
    for (const effect of step.effects) this.#hooks.onEffect?.(effect);
    if (step.to.final) {
      this.stop();
      this.#hooks.onEnded?.();
    }
    return true;
  }

  #await(id: string, event: string, delayMs: number): void {
    const handle = this.#world.clock.setTimeout(() => {
      this.#timers.delete(id);
      this.#world.turn(() => this.send(event));
    }, delayMs);
    this.#timers.set(id, handle);
  }

  #forget(id: string): void {
    const handle = this.#timers.get(id);
    if (handle === undefined) return;
    this.#timers.delete(id);
    this.#world.clock.clearTimeout(handle);
  }
}
