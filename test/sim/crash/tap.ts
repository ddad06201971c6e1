/**
 * Every line that a head offers to its log, on its way there: what was offered, whether or not it
 * ever gets to the disk. Bodies are looked for, and a turn that never ends.
 *
 * @spec reliability invariants
 */
import type { KernelLog } from '../../../embed/kernel.ts';
import { isEvent, isInput, type SessionLine } from '../../../machines/record/session-line.ts';
import { canary } from '../kernel/envelope-check.ts';
import type { Accuse } from '../kernel/turn.ts';

export interface TapWorld {
  readonly accuse: Accuse;
  readonly devMode: () => boolean;
  /** The turn under way, as a number. */
  readonly turn: () => number;
  /** Before it gets to the log; an event with its id. */
  readonly onLine: (eventId: string | null) => void;
}

/** No turn of a head that lives says so much. */
const linesOfTurnMax = 3_000;

export class Tap implements KernelLog {
  readonly lines: string[] = [];
  /** Where each input stands that did not come within another. */
  readonly groups: number[] = [];
  /** Lines of inputs that came within another. */
  readonly nested: number[] = [];
  /** Index of the line of each event. */
  readonly events = new Map<string, number>();
  /** Where another's record ends; null in a life that goes on from none. */
  recoverAt: number | null = null;
  /** From which line on it throws, each time. */
  refusesFrom = Number.POSITIVE_INFINITY;
  /** Whether it can say that it ends there. */
  canEnd = true;
  readonly #world: TapWorld;
  readonly #log: KernelLog;
  #turn = -1;
  #ofTurn = 0;
  #isEndless = false;
  /** Recoveries that the record has, before the one of this life. */
  #relived: number;

  /** `recoveries` in the record that it goes on from; null for a life that goes on from none. */
  constructor(world: TapWorld, log: KernelLog, recoveries: number | null) {
    this.#world = world;
    this.#log = log;
    this.#relived = recoveries ?? -1;
  }

  /** Nobody lives yet: what was recorded is asked again. */
  get isReliving(): boolean {
    return this.#relived >= 0;
  }

  write(line: SessionLine): void {
    if (!this.#isBounded()) return;
    if (this.lines.length >= this.refusesFrom) throw new Error('no more lines');
    const text = JSON.stringify(line);
    this.#note(line, text);
    this.#log.write(line);
  }

  flush(): void {
    this.#log.flush();
  }

  abandon(reason: string): void {
    if (this.canEnd) this.#log.abandon?.(reason);
  }

  #note(line: SessionLine, text: string): void {
    const at = this.lines.push(text) - 1;
    if (isInput(line)) {
      if (line.during === undefined) this.groups.push(at);
      else this.nested.push(at);
      if (line.input === 'recover') {
        this.#relived -= 1;
        if (!this.isReliving) this.recoverAt ??= at;
      }
    }
    const eventId = isEvent(line) ? line.eventId : null;
    if (eventId !== null) this.events.set(eventId, at);
    if (!this.isReliving && !this.#world.devMode() && text.includes(canary)) {
      this.#world.accuse(8, `the log shows a body: ${text.slice(0, 160)}`);
    }
    if (!this.isReliving && !this.#world.devMode()) this.#sketched(line);
    this.#world.onLine(eventId);
  }

  /** Of a body only what a terminal would take as a command, and its length. */
  #sketched(line: SessionLine): void {
    if (!isInput(line) || line.input !== 'submit' || line.sketch !== true) return;
    const { payload } = line.draft as { readonly payload: { readonly body?: unknown } };
    const rest = String(payload.body ?? '').replaceAll('\u001b[201~', '');
    if (/[^x\p{Cc}\p{Surrogate}]/u.test(rest)) this.#world.accuse(8, `a sketch shows ${rest}`);
  }

  /** A head that speaks of a log that refuses, to that log, would never end: it refuses no more. */
  #isBounded(): boolean {
    const turn = this.#world.turn();
    if (turn !== this.#turn || this.isReliving) this.#ofTurn = 0;
    this.#turn = turn;
    this.#ofTurn += 1;
    if (this.#ofTurn > linesOfTurnMax && !this.#isEndless) {
      this.#isEndless = true;
      this.#world.accuse(44, 'one refusal of the log is told without end');
    }
    return !this.#isEndless;
  }
}
