/**
 * The event kernel of a run: the one way into the pane of the target. What it says is said on the
 * bus of the run, in its order and with its ids, so that there is one log. Each injection that is
 * asked for has exactly one end, which is told to whoever asked.
 *
 * @spec kernel 1 5
 * @spec timeline execution semantics
 */
import type { PaneHands } from '../machines/hands/pane-messages.ts';
import type { Envelope } from '../machines/kernel/envelope.ts';
import { restingVector, type StateVector } from '../machines/kernel/state-vector.ts';
import type { InputOutcome } from '../machines/timeline/condition/wish.ts';
import type { Reading } from '../machines/timeline/expression/expression.ts';
import { paneSignalsAt } from '../machines/timeline/expression/pane-signals.ts';
import { type Cli, targetPaneId } from '../machines/timeline/input/input.ts';
import type { Bus } from '../runtime/bus/bus.ts';
import type { Clock, Random } from '../runtime/host/host.ts';
import type { Kernel } from './kernel/face.ts';
import { createKernel } from './kernel/kernel.ts';

/** Of the intents: whoever asks by a timeline. */
const source = 'timeline';

export interface InjectionEnd {
  readonly outcome: InputOutcome;
  readonly reason: string | null;
  /** What said so; null when the kernel refused to hear of it at all. */
  readonly event: Envelope | null;
}

export interface Wanted {
  readonly text: string;
  readonly critical: boolean;
  readonly cli: Cli | null;
  /** What the injection follows from; its correlation is that of the operation. */
  readonly because: Envelope;
}

export interface RunKernel {
  /** The end may be told before this returns. */
  inject(wanted: Wanted, onEnd: (end: InjectionEnd) => void): void;
  /** Whether it waits for a gate, or for its turn. */
  isWaiting(correlationId: string): boolean;
  /** The run is over: whoever waits is dropped, what is being typed has an unknown end. */
  cutOff(): void;
  /** What expressions read. */
  signals(): Reading['signals'];
  stop(): void;
}

export interface RunKernelInput {
  readonly panes: PaneHands;
  readonly clock: Clock;
  readonly random: Random;
  readonly bus: Bus;
}

export function createRunKernel({ panes, clock, random, bus }: RunKernelInput): RunKernel {
  const kernel = createKernel({
    ...{ clock, random: random.fork('kernel'), hands: panes, panes: [targetPaneId] },
    seeded: (seed) => random.fork(seed),
  });
  return new Live(kernel, bus);
}

class Live implements RunKernel {
  readonly #kernel: Kernel;
  readonly #waiting = new Map<string, (end: InjectionEnd) => void>();
  #failed = 0;
  #isOpen = true;
  /** As they were when the pane was closed. */
  #gates: StateVector['gates'] = restingVector.gates;

  constructor(kernel: Kernel, bus: Bus) {
    this.#kernel = kernel;
    kernel.on('*', (event) => {
      bus.publish(event);
      this.#hear(event);
    });
  }

  inject({ text, critical, cli, because }: Wanted, onEnd: (end: InjectionEnd) => void): void {
    const { correlationId, eventId } = because;
    this.#waiting.set(correlationId, onEnd);
    const { decision, reasons, event } = this.#kernel.submit({
      ...{ type: 'inject.requested', paneId: targetPaneId, source, critical },
      payload: { body: text, ...(cli === null ? {} : { cli }), ...(critical ? { critical } : {}) },
      ...{ correlationId, causationId: eventId },
    });
    if (event !== null) return;
    const why = reasons.map(({ detail }) => detail).join('; ');
    this.#end(correlationId, { outcome: 'dropped', reason: `${decision}: ${why}`, event: null });
  }

  isWaiting(correlationId: string): boolean {
    if (!this.#isOpen) return false;
    const { queue } = this.#kernel.explain(targetPaneId);
    return queue.some((one) => one.correlationId === correlationId);
  }

  cutOff(): void {
    if (!this.#isOpen) return;
    this.#gates = this.#kernel.state(targetPaneId).gates;
    this.#isOpen = false;
    this.#kernel.closePane(targetPaneId);
  }

  signals(): Reading['signals'] {
    const gates = this.#isOpen ? this.#kernel.state(targetPaneId).gates : this.#gates;
    const queueDepth = this.#kernel.stats().queues[targetPaneId] ?? 0;
    const figures = { compacting: gates.compacting, queueDepth, injectionsFailed: this.#failed };
    return paneSignalsAt({ [targetPaneId]: figures }, gates.safeMode);
  }

  stop(): void {
    this.#kernel.stop();
  }

  #hear(event: Envelope): void {
    const outcome = outcomeOf(event);
    if (outcome === null) return;
    const { reason } = event.payload;
    const told = typeof reason === 'string' && reason !== outcome ? reason : null;
    this.#end(event.correlationId, { outcome, reason: told, event });
  }

  #end(correlationId: string, end: InjectionEnd): void {
    const onEnd = this.#waiting.get(correlationId);
    if (!onEnd) return;
    this.#waiting.delete(correlationId);
    if (end.outcome !== 'verified') this.#failed += 1;
    onEnd(end);
  }
}

/** Null for what is no end of an injection. */
export function outcomeOf({ type, payload }: Envelope): InputOutcome | null {
  switch (type) {
    case 'inject.verified':
      return 'verified';
    case 'inject.dropped':
      return 'dropped';
    case 'inject.failed':
      return payload.reason === 'outcome_unknown' ? 'outcome_unknown' : 'failed';
    default:
      return null;
  }
}
