/**
 * Safe mode alive: violations are counted in a window, the machine decides, every pane is told.
 *
 * @spec kernel 5.4
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { type SafeModeEffect, safeModeMachine } from '../../machines/safety/safe-mode.machine.ts';
import {
  addInstant,
  cascadeCount,
  cascadeWindowMs,
  type Instants,
  isReached,
} from '../../machines/safety/violation-window.ts';
import type { Clock } from '../../runtime/host/host.ts';
import { LiveMachine, type LiveWorld } from './live-machine.ts';
import { type Cause, causeOf, type Voice } from './voice.ts';

const cascade = { count: cascadeCount, windowMs: cascadeWindowMs };

export interface SafetyInput {
  readonly voice: Voice;
  readonly world: LiveWorld & { readonly clock: Pick<Clock, 'monotonicMs'> };
  readonly onChanged: (on: boolean, cause: Cause) => void;
}

export class Safety {
  readonly #voice: Voice;
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #onChanged: SafetyInput['onChanged'];
  readonly #live: LiveMachine;
  #instants: Instants = [];
  #violations = 0;
  #cause: Cause | undefined;
  #trigger = '';
  #entered: Envelope | undefined;
  #enteredMs = 0;

  constructor({ voice, world, onChanged }: SafetyInput) {
    this.#voice = voice;
    this.#clock = world.clock;
    this.#onChanged = onChanged;
    this.#live = new LiveMachine(safeModeMachine, world, {
      onEffect: (effect) => this.#act(effect as SafeModeEffect['type']),
    });
  }

  get on(): boolean {
    return this.#live.place.value === 'safe';
  }

  get violations(): number {
    return this.#violations;
  }

  switch(state: 'on' | 'off'): void {
    // What is so already changes nothing, neither why it began nor why it will end.
    if (this.on === (state === 'on')) return;
    this.#cause = undefined;
    this.#trigger = 'manual';
    this.#live.send(state === 'on' ? 'on.requested' : 'off.requested');
  }

  count(violation: Envelope): void {
    this.#violations += 1;
    this.#instants = addInstant(this.#instants, this.#clock.monotonicMs(), cascade);
    this.#cause = causeOf(violation);
    this.#trigger = 'violations';
    this.#live.send(
      isReached(this.#instants, cascade) ? 'violations.cascaded' : 'violation.counted',
    );
  }

  stop(): void {
    this.#live.stop();
  }

  #act(effect: SafeModeEffect['type']): void {
    if (effect === 'enter') {
      const payload = { triggerReason: this.#trigger, violations: this.#instants.length };
      this.#entered = this.#voice.say('safemode.entered', 'system', payload, this.#cause);
      this.#enteredMs = this.#clock.monotonicMs();
      this.#trigger = 'quiet';
      this.#onChanged(true, causeOf(this.#entered));
      return;
    }
    const durationMs = this.#clock.monotonicMs() - this.#enteredMs;
    const reason = this.#trigger === 'manual' ? 'manual' : 'quiet';
    const cause = this.#entered && causeOf(this.#entered);
    const left = this.#voice.say('safemode.exited', 'system', { reason, durationMs }, cause);
    this.#onChanged(false, causeOf(left));
  }
}
