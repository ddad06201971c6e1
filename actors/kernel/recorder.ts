/**
 * The record of a kernel: a line for every input before what it brings, a line for every verdict,
 * every event as it is delivered. Each input draws its ids from a stream of its own, so that a
 * replay in which one input says more leaves the ids of all others as they were.
 *
 * @spec reliability invariants
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { Verdict } from '../../machines/kernel/verdict.ts';
import type { InputBody, KernelInput } from '../../machines/record/kernel-lines.ts';
import type { SessionLine } from '../../machines/record/session-line.ts';
import type { Random } from '../../runtime/host/host.ts';
import { InputChance } from './input-chance.ts';
import type { Timekeeper } from './timekeeper.ts';

/** Where the lines of a session go. */
export interface KernelLog {
  write(line: SessionLine): void;
  /** Hands all that was appended to the system. */
  flush(): void;
  /** A line was refused, so the record ends here: says so in the log, where it can. */
  abandon?(reason: string): void;
}

export interface RecorderInput {
  readonly log: KernelLog;
  readonly keeper: Timekeeper;
  readonly seeded: (seed: string) => Random;
  /** First seed; another process that goes on has another. */
  readonly seed: string;
}

export interface RecorderHooks {
  /** The detail of a verdict as it may be told. */
  tellable(contractId: string, detail: string): unknown;
  /** The log refused a line: it ends there. */
  failed(error: unknown): void;
}

export class Recorder {
  readonly #input: RecorderInput;
  /** What the kernel draws its ids from. */
  readonly chance: InputChance;
  #hooks: RecorderHooks | undefined;
  #random: Random;
  #recorded: KernelInput | null = null;
  #count = 0;
  /** Inputs that are being taken, one within the other. */
  #depth = 0;
  /** Events delivered since the outermost of them began. */
  #delivered = 0;
  /** A record with a hole cannot be replayed: after a refusal nothing more is offered to the log. */
  #hasEnded = false;

  constructor(input: RecorderInput) {
    this.#input = input;
    this.#random = input.seeded(input.seed);
    this.chance = new InputChance(this.#random);
  }

  hook(hooks: RecorderHooks): void {
    this.#hooks = hooks;
  }

  /** Chance begins anew: ids of a life that was lost are never drawn again. */
  reseed(seed: string): void {
    this.#random = this.#input.seeded(seed);
    this.#count = 0;
    this.chance.begin(this.#random, '0');
  }

  /** The next input was recorded before: its line is written as it was. Null: it was not. */
  again(line: KernelInput | null): void {
    this.#recorded = line;
  }

  /** Writes the line, then does what it asks for. */
  take<Value>(lineOf: () => InputBody, work: () => Value): Value {
    const { keeper } = this.#input;
    const body = this.#recorded ?? lineOf();
    this.#recorded = null;
    const wallMs = keeper.note(body.input === 'time' ? body.dueMs : 0);
    const timing = {
      atMs: keeper.monotonicMs(),
      ...(wallMs === undefined ? {} : { wallMs }),
      ...(this.#depth > 0 ? { during: this.#delivered } : {}),
    };
    this.#write({ ...body, ...timing } satisfies KernelInput as SessionLine);
    this.#count += 1;
    return this.#within(`${this.#count}`, work);
  }

  /** Something that a replay alone brings about, such as a timer that never rang before. */
  besides<Value>(label: string, work: () => Value): Value {
    return this.#within(label, work);
  }

  verdict({ decision, reasons, event }: Verdict): void {
    this.#write({
      verdict: decision,
      reasons: reasons.map(({ contractId, detail }) => ({
        contractId,
        detail: this.#hooks?.tellable(contractId, detail),
      })),
      eventId: event?.eventId ?? null,
      atMs: this.#input.keeper.monotonicMs(),
    });
  }

  event(event: Envelope): void {
    this.#delivered += 1;
    this.#write({ ...event, atMs: this.#input.keeper.monotonicMs() });
  }

  /** What was asked is with the system before its effect is: no effect without its cause. */
  flush(): void {
    this.#offer((log) => log.flush());
  }

  #within<Value>(label: string, work: () => Value): Value {
    if (this.#depth === 0) this.#delivered = 0;
    this.chance.begin(this.#random, label);
    this.#depth += 1;
    try {
      return work();
    } finally {
      this.#depth -= 1;
    }
  }

  #write(line: SessionLine): void {
    this.#offer((log) => log.write(line));
  }

  #offer(work: (log: KernelLog) => void): void {
    if (this.#hasEnded) return;
    try {
      work(this.#input.log);
    } catch (error) {
      this.#hasEnded = true;
      this.#abandon(error);
      this.#hooks?.failed(error);
    }
  }

  /** Whoever refuses a line may refuse this too; that is no second trouble. */
  #abandon(error: unknown): void {
    try {
      this.#input.log.abandon?.(error instanceof RangeError ? 'LINE_TOO_LONG' : 'LINE_REFUSED');
    } catch {
      // The record has ended either way.
    }
  }
}
