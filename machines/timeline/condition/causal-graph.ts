/**
 * What leads to what in a plan, as a graph: its events, the arrows between them, and which of them
 * can never start.
 *
 * @spec timeline phase 2
 */
import { type StartWish, type WantedOutcome, type Wish, wishText } from './wish.ts';

export interface GraphEvent {
  readonly id: string;
  readonly startMs: number;
  readonly start?: StartWish;
  readonly stop?: Wish;
}

/** Everything in `from` has ended so, and `when` holds: then `to` starts. */
export interface CausalEdge {
  readonly to: string;
  readonly from: readonly { readonly event: string; readonly outcome: WantedOutcome }[];
  readonly when: string | null;
}

export interface CausalNode {
  readonly id: string;
  /** Offset at which it can start at the earliest. */
  readonly earliestMs: number;
  /** Offset after which it is given up; null for the end of the run. */
  readonly byMs: number | null;
  readonly waits: boolean;
  readonly stopsWhen: string | null;
  /** Why it can never start; null where it can. */
  readonly unreachable: string | null;
}

export interface CausalGraph {
  readonly nodes: readonly CausalNode[];
  /** Several to one event are alternatives. */
  readonly edges: readonly CausalEdge[];
}

export function causalGraph(
  events: readonly GraphEvent[],
  unreachable: ReadonlyMap<string, string>,
): CausalGraph {
  return {
    nodes: events.map(({ id, startMs, start, stop }) => ({
      id,
      earliestMs: startMs,
      byMs: start?.byMs ?? null,
      waits: start !== undefined,
      stopsWhen: stop === undefined ? null : wishText(stop),
      unreachable: unreachable.get(id) ?? null,
    })),
    edges: events.flatMap(({ id, start }) => (start === undefined ? [] : edgesTo(id, start))),
  };
}

function edgesTo(to: string, { when, after }: StartWish): readonly CausalEdge[] {
  const { ends, rest } = when === null ? { ends: [], rest: null } : partsOf(when);
  const links = after.map(({ from }) =>
    from.map(({ eventId, outcome }) => ({ event: eventId, outcome })),
  );
  return (links.length === 0 ? [[]] : links).map((from) => ({
    to,
    from: [...from, ...ends.filter(({ event }) => !from.some((one) => one.event === event))],
    when: rest,
  }));
}

/** Ends that must have come whatever else holds, and the rest of the condition in words. */
function partsOf(wish: Wish): { ends: CausalEdge['from']; rest: string | null } {
  if (wish.holdMs > 0 || wish.is === 'any' || wish.is === 'holds') {
    return { ends: [], rest: wishText(wish) };
  }
  if (wish.is === 'ended') {
    return { ends: [{ event: wish.eventId, outcome: wish.outcome }], rest: null };
  }
  const parts = wish.of.map(partsOf);
  const rest = parts.flatMap((part) => part.rest ?? []);
  return {
    ends: parts.flatMap(({ ends }) => ends),
    rest: rest.length === 0 ? null : rest.join(' and '),
  };
}
