/**
 * Asks of a kernel what was asked of another, at the same times, in the same order, one within
 * the other where it was so.
 *
 * @spec reliability invariants
 */
import type { Contract } from '../../machines/kernel/contract.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { Draft } from '../../machines/kernel/intake.ts';
import type { KernelInput } from '../../machines/record/kernel-lines.ts';
import type { Core } from './core.ts';
import type { Timekeeper } from './timekeeper.ts';

export interface FeedInput {
  readonly core: Core;
  readonly keeper: Timekeeper;
  readonly inputs: Iterator<KernelInput>;
  /** The contract that was registered then. */
  readonly contractOf: (wanted: Pick<Contract, 'id' | 'version' | 'mode'>) => Contract;
  /** Before each input that does not come within another. */
  readonly before?: (input: KernelInput) => void;
}

export class Feed {
  readonly #input: FeedInput;
  readonly #inputs: Iterator<KernelInput>;
  /** Requests whose text was recorded as a sketch, by eventId. */
  readonly #sketched = new Set<string>();
  #next: KernelInput | undefined;
  #delivered = 0;

  constructor(input: FeedInput) {
    this.#input = input;
    this.#inputs = input.inputs;
    this.#advance();
  }

  /** To the end of what was recorded. Returns the requests whose text nobody has. */
  run(): ReadonlySet<string> {
    const { core, before } = this.#input;
    const forget = core.bus.on('*', () => {
      this.#delivered += 1;
      this.#nested();
    });
    for (let one = this.#next; one; one = this.#next) {
      before?.(one);
      this.#delivered = 0;
      this.#take(one);
      // What came later within it than it lasts now comes after it.
      while (this.#next?.during !== undefined) this.#take(this.#next);
    }
    forget();
    core.recorder?.again(null);
    return this.#sketched;
  }

  #nested(): void {
    while (this.#next?.during === this.#delivered) this.#take(this.#next);
  }

  #advance(): void {
    const { value, done } = this.#inputs.next();
    this.#next = done ? undefined : value;
  }

  #take(one: KernelInput): void {
    this.#advance();
    const { core, keeper, contractOf } = this.#input;
    const { inputs, recorder } = core;
    keeper.set(one.atMs, one.wallMs);
    recorder?.again(one);
    switch (one.input) {
      case 'submit': {
        const { event } = inputs.submit(one.draft as Draft, one.critical);
        if (one.sketch && event) this.#sketched.add(event.eventId);
        return;
      }
      case 'report':
        inputs.report(one.draft as Draft);
        return;
      case 'refusal':
        inputs.refuse(one.of, one.refused);
        return;
      case 'ingest':
        inputs.ingest(one.envelope as Envelope);
        return;
      case 'answer':
        inputs.answer(one.answer);
        return;
      case 'safe-mode':
        inputs.safeMode(one.state);
        return;
      case 'telemetry':
        inputs.telemetry(one.enabled);
        return;
      case 'dev-mode':
        inputs.devMode(one.enabled);
        return;
      case 'time':
        recorder?.take(
          () => one,
          () => keeper.ring(one),
        );
        return;
      case 'contract':
        inputs.contract(contractOf(one));
        return;
      case 'pane-open':
      case 'pane-close':
        inputs.pane(one.input, one.paneId);
        return;
      case 'promote':
        inputs.promote(one.record);
        return;
      case 'trouble':
        inputs.threw(one.eventType, one.reason);
        return;
      case 'recover':
        inputs.recover(one, ({ eventId }) =>
          this.#sketched.has(eventId) && !one.bodies.includes(eventId) ? null : undefined,
        );
        return;
      case 'stop':
        inputs.stop();
        return;
      case 'start':
        recorder?.take(
          () => one,
          () => {},
        );
        return;
    }
  }
}
