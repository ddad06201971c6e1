/**
 * The routing table: what the bus knows of each event type. Where it queues comes from the
 * taxonomy; who hears it is gathered from the patterns when somebody comes or goes, so that a
 * delivery walks one list.
 *
 * @spec kernel 6
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { LaneName, Priority } from '../../machines/kernel/events/definition.ts';
import { definitionOf, isEventType } from '../../machines/kernel/events/registry.ts';

export type Subscriber = (event: Envelope) => void;

export interface Route {
  readonly lane: LaneName;
  readonly priority: Priority;
  /** Said by the bus of its own trouble: has room even when Lane A is full, or it were silent. */
  readonly own: boolean;
  /** Exact subscribers, then those of the families, then those of everything. */
  readonly heardBy: readonly Subscription[];
}

/** An object of its own, so that the same function may subscribe twice and leave once. */
export interface Subscription {
  readonly hear: Subscriber;
}

type Changing<Value> = { -readonly [Key in keyof Value]: Value[Key] };

export class Routes {
  readonly #routes = new Map<string, Changing<Route>>();
  readonly #subscribers = new Map<string, readonly Subscription[]>();

  /** Nothing for a type that the taxonomy does not know. */
  of(type: string): Route | undefined {
    return this.#routes.get(type) ?? this.#add(type);
  }

  /** A type, `family.*` or `*`. Returns the way to unsubscribe. */
  on(pattern: string, subscriber: Subscriber): () => void {
    const own: Subscription = { hear: subscriber };
    this.#change(pattern, [...(this.#subscribers.get(pattern) ?? []), own]);
    return () => {
      const stay = (this.#subscribers.get(pattern) ?? []).filter((other) => other !== own);
      this.#change(pattern, stay);
    };
  }

  #add(type: string): Route | undefined {
    if (!isEventType(type)) return undefined;
    const { lane, priority, emitter } = definitionOf(type);
    const made = { lane, priority, own: emitter === 'bus', heardBy: this.#audienceOf(type) };
    this.#routes.set(type, made);
    return made;
  }

  #change(pattern: string, heardBy: readonly Subscription[]): void {
    if (heardBy.length > 0) this.#subscribers.set(pattern, heardBy);
    else this.#subscribers.delete(pattern);
    for (const [type, route] of this.#routes) route.heardBy = this.#audienceOf(type);
  }

  #audienceOf(type: string): readonly Subscription[] {
    return patternsOf(type).flatMap((pattern) => this.#subscribers.get(pattern) ?? []);
  }
}

/** `clip.dose.measured` is heard under its name, `clip.dose.*`, `clip.*` and `*`. */
function patternsOf(type: string): readonly string[] {
  const patterns = [type];
  for (let dot = type.lastIndexOf('.'); dot > 0; dot = type.lastIndexOf('.', dot - 1)) {
    patterns.push(`${type.slice(0, dot)}.*`);
  }
  return [...patterns, '*'];
}
