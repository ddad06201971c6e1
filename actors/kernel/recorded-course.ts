/**
 * The course of a record beside what comes of it when it is asked again: the same verdicts for the
 * same intents, or the kernel of now is not the one that wrote it, and must not go on from there.
 *
 * @spec reliability invariants
 */
import { isEnd, isVerdict, type SessionLine } from '../../machines/record/session-line.ts';
import type { KernelLog } from './recorder.ts';

export class RecordedCourse {
  readonly #then: string[] = [];
  readonly #now: string[] = [];
  #problem: string | null = null;
  #brokeOff: string | null = null;
  #isSettled = false;

  /** Why the log refused more while its kernel went on; null for one that did not. */
  get brokeOff(): string | null {
    return this.#brokeOff;
  }

  /** The lines as they are, each looked at on its way. */
  *watch(lines: Iterable<SessionLine>): Generator<SessionLine> {
    for (const line of lines) {
      if (isVerdict(line)) this.#take(this.#then, line);
      if (isEnd(line) && line.end === 'incomplete') this.#brokeOff = line.reason ?? 'unknown';
      yield line;
    }
  }

  /**
   * A log that hears what is decided now, on its way to another. One that refuses meanwhile is
   * not spoken of before the record is done: said in its midst, it would be another course. It is
   * offered nothing more.
   */
  tap(log: KernelLog): KernelLog {
    let refusal: { readonly error: unknown; isTold: boolean } | null = null;
    const offer = (work: () => void): void => {
      try {
        if (refusal === null) work();
      } catch (error) {
        refusal = { error, isTold: false };
      }
      if (refusal === null || refusal.isTold || !this.#isSettled) return;
      refusal.isTold = true;
      throw refusal.error;
    };
    return {
      write: (line) => {
        if (isVerdict(line)) this.#take(this.#now, line);
        offer(() => log.write(line));
      },
      flush: () => offer(() => log.flush()),
      abandon: (reason) => log.abandon?.(reason),
    };
  }

  /** @throws TypeError when something was decided otherwise, or is not decided any more. */
  settle(): void {
    this.#isSettled = true;
    const problem =
      this.#problem ?? (this.#then[0] === undefined ? null : `${this.#then[0]}, now none`);
    if (problem !== null) {
      throw new TypeError(`Expected the verdicts of the record, got others: ${problem}.`);
    }
  }

  #take(list: string[], line: Extract<SessionLine, { readonly verdict: unknown }>): void {
    list.push(`${line.verdict} for ${String(line.eventId)}`);
    const then = this.#then[0];
    const now = this.#now[0];
    if (then === undefined || now === undefined) return;
    this.#then.shift();
    this.#now.shift();
    if (then !== now) this.#problem ??= `${then}, now ${now}`;
  }
}
