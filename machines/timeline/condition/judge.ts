/**
 * Decides when events start and stop that wait for something: a fold over ticks and over what
 * became of other events. It has no clock: the same readings and facts, in the same order, give
 * the same decisions.
 *
 * @spec timeline phase 2
 */
import type { Evaluation } from '../expression/expression.ts';
import {
  endText,
  type KnownOutcome,
  type Link,
  linkText,
  type StartWish,
  type WantedOutcome,
  type Wish,
  wishText,
} from './wish.ts';

/** An event that waits, or may be stopped early. */
export interface Subject {
  readonly id: string;
  readonly start?: StartWish;
  readonly stop?: Wish;
}

export type Saw = Evaluation['saw'];

export type Decision = { readonly id: string; readonly atMs: number } & (
  | { readonly is: 'start'; readonly because: string; readonly saw: Saw }
  | { readonly is: 'stop'; readonly because: string; readonly saw: Saw }
  /** It can never start any more. */
  | { readonly is: 'give-up'; readonly because: string; readonly saw: Saw }
);

/** A condition as people write it, and the values that it saw. */
export interface Grounds {
  readonly because: string;
  readonly saw: Saw;
}

/** The value of an expression at the tick, and what it saw. */
export type Evaluate = (text: string) => Evaluation;

/** True: it holds. False: not now. Null: something has no figure. `never`: it cannot any more. */
type Standing = boolean | null | 'never';

const nothingSeen: Saw = {};

export class Judge {
  readonly #waiting = new Map<string, Subject>();
  readonly #playing = new Map<string, Subject>();
  readonly #subjects: ReadonlyMap<string, Subject>;
  readonly #ends = new Map<string, KnownOutcome>();
  /** Events whose stress is over, or will never be: one that crashed the target plays on. */
  readonly #over = new Set<string>();
  /** Since when a wish has held without a break. */
  readonly #since = new Map<Wish, number>();
  /** Those that held when last looked at: of alternatives, the ones that made the difference. */
  readonly #held = new Set<Wish>();
  /** What was seen when last looked, by event: for whoever never started. */
  readonly #seen = new Map<string, Saw>();
  /** The same of what would have stopped it. */
  readonly #stopSeen = new Map<string, Saw>();

  readonly #abort: Wish | undefined;

  /** `abort` is what ends the whole run. */
  constructor(subjects: readonly Subject[], abort?: Wish) {
    this.#abort = abort;
    this.#subjects = new Map(subjects.map((subject) => [subject.id, subject]));
    for (const subject of subjects) {
      if (subject.start !== undefined) this.#waiting.set(subject.id, subject);
    }
  }

  /** What an event that never started waited for, and saw last. */
  unmet(id: string): Grounds | null {
    const subject = this.#waiting.get(id);
    if (!subject?.start) return null;
    return { because: startText(subject.start), saw: this.#seen.get(id) ?? nothingSeen };
  }

  /** What the condition that would have stopped an event saw last; null when it was never asked. */
  unstopped(id: string): Saw | null {
    return this.#stopSeen.get(id) ?? null;
  }

  outcomeOf(id: string): KnownOutcome {
    return this.#ends.get(id) ?? 'none';
  }

  /** The stress of an event began: from now on it may be stopped. */
  started(id: string): void {
    const subject = this.#subjects.get(id);
    if (subject?.stop !== undefined) this.#playing.set(id, subject);
  }

  /** How an event will have ended, while it plays on: nothing worse can come. */
  befell(atMs: number, id: string, outcome: KnownOutcome): readonly Decision[] {
    if (this.#ends.has(id)) return [];
    this.#ends.set(id, outcome);
    return this.#lookAtFacts(atMs);
  }

  /** It is over: there is nothing to stop any more. What befell it before is how it ended. */
  ended(atMs: number, id: string, outcome: KnownOutcome): readonly Decision[] {
    this.#playing.delete(id);
    if (this.#over.has(id)) return [];
    this.#over.add(id);
    if (!this.#ends.has(id)) this.#ends.set(id, outcome);
    this.#waiting.delete(id);
    return this.#lookAtFacts(atMs);
  }

  #lookAtFacts(atMs: number): readonly Decision[] {
    // Whoever waits for nothing but ends need not wait for a tick.
    return [...this.#waiting.values()].flatMap((subject) => this.#look(subject, atMs, null));
  }

  tick(atMs: number, evaluate: Evaluate): readonly Decision[] {
    return [
      ...[...this.#playing.values()].flatMap((subject) => this.#lookAtEnd(subject, atMs, evaluate)),
      ...[...this.#waiting.values()].flatMap((subject) => this.#look(subject, atMs, evaluate)),
    ];
  }

  /** Whether the run is to be aborted; without `evaluate` only what became of events counts. */
  aborts(atMs: number, evaluate: Evaluate | null): Grounds | null {
    if (this.#abort === undefined) return null;
    const saw: Record<string, number | boolean | string | null> = {};
    if (this.#stands(this.#abort, atMs, evaluate, saw) !== true) return null;
    return { because: this.#heldText(this.#abort), saw };
  }

  #look(subject: Subject, atMs: number, evaluate: Evaluate | null): readonly Decision[] {
    const { id, start } = subject;
    if (start === undefined || atMs < start.fromMs) return [];
    const saw: Record<string, number | boolean | string | null> = {};
    const linked = this.#linked(start.after);
    for (const { eventId } of start.after.flatMap(({ from }) => from)) {
      saw[`event("${eventId}").outcome`] = this.outcomeOf(eventId);
    }
    const held = start.when === null ? true : this.#stands(start.when, atMs, evaluate, saw);
    if (evaluate !== null) this.#seen.set(id, saw);
    const because = startText(start);
    if (linked === 'never' || held === 'never') {
      this.#waiting.delete(id);
      return [{ is: 'give-up', id, atMs, because: this.#whyNever(start), saw }];
    }
    if (linked === true && held === true) {
      this.#waiting.delete(id);
      return [{ is: 'start', id, atMs, because: this.#whatHeld(start), saw }];
    }
    if (start.byMs !== null && atMs >= start.byMs) {
      this.#waiting.delete(id);
      return [{ is: 'give-up', id, atMs, because: `${because} did not hold in time`, saw }];
    }
    return [];
  }

  #lookAtEnd(subject: Subject, atMs: number, evaluate: Evaluate): readonly Decision[] {
    const { id, stop } = subject;
    if (stop === undefined) return [];
    const saw: Record<string, number | boolean | string | null> = {};
    const held = this.#stands(stop, atMs, evaluate, saw);
    this.#stopSeen.set(id, saw);
    if (held !== true) return [];
    this.#playing.delete(id);
    this.#stopSeen.delete(id);
    return [{ is: 'stop', id, atMs, because: this.#heldText(stop), saw }];
  }

  #heldText(wish: Wish): string {
    return wishText(wish, (part) => this.#held.has(part));
  }

  /** Of chains that lead to the same event, the one that came to its end. */
  #whatHeld({ when, after }: StartWish): string {
    const link = after.find(({ from }) => from.every((one) => this.#hasEnded(one) === true));
    return [
      ...(link === undefined ? [] : [linkText(link)]),
      ...(when === null ? [] : [this.#heldText(when)]),
    ].join(' and ');
  }

  #linked(after: readonly Link[]): Standing {
    if (after.length === 0) return true;
    const links = after.map(({ from }) => from.map((one) => this.#hasEnded(one)));
    if (links.some((link) => link.every((one) => one === true))) return true;
    return links.every((link) => link.includes('never')) ? 'never' : false;
  }

  #hasEnded({ eventId, outcome }: { eventId: string; outcome: WantedOutcome }): Standing {
    const end = this.#ends.get(eventId);
    if (end === undefined) return false;
    // Who names no outcome waits for the end of the event, not for what befalls it.
    if (outcome === 'any' && end !== 'none') return this.#over.has(eventId);
    return end === outcome ? true : 'never';
  }

  #stands(
    wish: Wish,
    atMs: number,
    evaluate: Evaluate | null,
    saw: Record<string, unknown>,
  ): Standing {
    const standing = this.#heldLong(wish, atMs, evaluate, saw);
    if (standing === true) this.#held.add(wish);
    else this.#held.delete(wish);
    return standing;
  }

  #heldLong(
    wish: Wish,
    atMs: number,
    evaluate: Evaluate | null,
    saw: Record<string, unknown>,
  ): Standing {
    const now = this.#now(wish, atMs, evaluate, saw);
    if (wish.holdMs === 0) return now;
    if (now !== true) {
      // A fact between two ticks says nothing of a signal, so it breaks no hold.
      if (now !== null || evaluate !== null) this.#since.delete(wish);
      return now;
    }
    const since = this.#since.get(wish) ?? atMs;
    this.#since.set(wish, since);
    return atMs - since >= wish.holdMs;
  }

  #now(
    wish: Wish,
    atMs: number,
    evaluate: Evaluate | null,
    saw: Record<string, unknown>,
  ): Standing {
    switch (wish.is) {
      case 'holds': {
        if (evaluate === null) return null;
        const { value, saw: seen } = evaluate(wish.text);
        Object.assign(saw, seen);
        return value === null ? null : value === true;
      }
      case 'ended': {
        const end = this.#ends.get(wish.eventId);
        saw[`event("${wish.eventId}").outcome`] = end ?? 'none';
        return this.#hasEnded(wish);
      }
      case 'all':
      case 'any': {
        const all = wish.of.map((one) => this.#stands(one, atMs, evaluate, saw));
        return wish.is === 'all' ? allOf(all) : anyOf(all);
      }
    }
  }

  /** The first end that is another than it must be. */
  #whyNever(start: StartWish): string {
    const wanted = [
      ...start.after.flatMap(({ from }) => from),
      ...(start.when ? endsIn(start.when) : []),
    ];
    const other = wanted.find((one) => this.#hasEnded(one) === 'never');
    if (other === undefined) return `${startText(start)} can never hold`;
    const end = this.#ends.get(other.eventId);
    const how = end === 'none' ? 'was never played' : `ended as ${end}`;
    return `it waited for ${endText(other)}, and ${other.eventId} ${how}`;
  }
}

export function startText({ when, after }: StartWish): string {
  const chains = after.map((link) => linkText(link)).join(' or ');
  const parts = [...(chains === '' ? [] : [chains]), ...(when === null ? [] : [wishText(when)])];
  return parts.join(' and ');
}

function allOf(parts: readonly Standing[]): Standing {
  if (parts.includes('never')) return 'never';
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

function anyOf(parts: readonly Standing[]): Standing {
  if (parts.includes(true)) return true;
  if (parts.every((part) => part === 'never')) return 'never';
  return parts.includes(null) ? null : false;
}

function endsIn(wish: Wish): readonly { eventId: string; outcome: WantedOutcome }[] {
  if (wish.is === 'ended') return [wish];
  return wish.is === 'holds' ? [] : wish.of.flatMap(endsIn);
}
