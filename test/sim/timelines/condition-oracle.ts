/**
 * What conditions come to, by the letter of the law: a condition holds for so long when it was true at
 * every moment of that time, which is read from the whole list of moments. Nothing of the program's
 * own code, and nothing remembered from one moment to the next.
 *
 * @spec reliability invariants
 */
import { type Known, seenBy, truthOf } from './expression-oracle.ts';
import type { History, Moment } from './history.ts';
import type { Condition, ModelEvent, ModelTimeline } from './model.ts';

/** Null: it cannot be said at this moment. */
export type Truth = boolean | null | 'never';
type Seen = Readonly<Record<string, Known>>;

export class ConditionOracle {
  readonly #history: History;
  readonly #model: ModelTimeline;
  /** Answers that were worked out before; they do not change. */
  readonly #known = new Map<Condition, Map<Moment, Truth>>();

  constructor(model: ModelTimeline, history: History) {
    this.#model = model;
    this.#history = history;
  }

  /** Whether an event that waits is to start: by an arrow, and by its own condition. */
  starts(event: ModelEvent, at: Moment): Truth {
    const links = this.#model.chains.filter(({ to }) => to === event.id);
    const linked = links.map(({ from }) => every(from.map((one) => this.ended(one, at))));
    const chain = linked.length === 0 ? true : some(linked.map((one) => one ?? false));
    const fromMs = event.atMs ?? 0;
    const looked = (one: Moment): boolean => one.atMs >= fromMs;
    const own = event.start === null ? true : this.holds(event.start, at, looked);
    return every([chain, own]);
  }

  startSaw(event: ModelEvent, at: Moment): Seen {
    const causes = this.#model.chains.filter(({ to }) => to === event.id);
    const outcomes = causes.flatMap(({ from }) =>
      from.map((one) => [outcomeOf(one.event), this.#history.endOf(one.event, at) ?? 'none']),
    );
    return {
      ...Object.fromEntries(outcomes),
      ...(event.start === null ? {} : this.saw(event.start, at)),
    };
  }

  /** `looked`: moments at which anybody asked. A fact tells nothing of a signal. */
  holds(condition: Condition, at: Moment, looked: (one: Moment) => boolean): Truth {
    const known = this.#known.get(condition) ?? new Map<Moment, Truth>();
    this.#known.set(condition, known);
    const truth = known.get(at);
    if (truth !== undefined) return truth;
    const found = this.#heldLong(condition, at, looked);
    known.set(at, found);
    return found;
  }

  #heldLong(condition: Condition, at: Moment, looked: (one: Moment) => boolean): Truth {
    const now = this.#now(condition, at, looked);
    if (condition.holdMs === 0 || now !== true) return now;
    let sinceMs = at.atMs;
    for (const one of this.#history.moments.slice(0, at.ordinal).reverse()) {
      if (!looked(one)) continue;
      const then = this.#now(condition, one, looked);
      if (then === true) sinceMs = one.atMs;
      else if (then !== null || one.is !== 'fact') break;
    }
    return at.atMs - sinceMs >= condition.holdMs;
  }

  /** Every value that is looked at. */
  saw(condition: Condition, at: Moment): Seen {
    switch (condition.is) {
      case 'holds':
        return at.is === 'fact' ? {} : seenBy(condition.test, this.#history.lookAt(at));
      case 'ended':
        return {
          [outcomeOf(condition.event)]: this.#history.endOf(condition.event, at) ?? 'none',
        };
      default:
        return Object.assign({}, ...condition.of.map((one) => this.saw(one, at)));
    }
  }

  #now(condition: Condition, at: Moment, looked: (one: Moment) => boolean): Truth {
    switch (condition.is) {
      case 'holds':
        return at.is === 'fact' ? null : truthOf(condition.test, this.#history.lookAt(at));
      case 'ended':
        return this.ended(condition, at);
      case 'all':
        return every(condition.of.map((one) => this.holds(one, at, looked)));
      case 'any':
        return some(condition.of.map((one) => this.holds(one, at, looked)));
    }
  }

  ended({ event, outcome }: { event: string; outcome: string }, at: Moment): Truth {
    const end = this.#history.endOf(event, at);
    if (end === null) return false;
    if (outcome === 'any' && end !== 'none') return this.#history.isOver(event, at);
    return end === outcome ? true : 'never';
  }
}

const outcomeOf = (id: string): string => `event("${id}").outcome`;

function every(parts: readonly Truth[]): Truth {
  if (parts.includes('never')) return 'never';
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

function some(parts: readonly Truth[]): Truth {
  if (parts.includes(true)) return true;
  if (parts.every((part) => part === 'never')) return 'never';
  return parts.includes(null) ? null : false;
}
