/**
 * Which event can start when, at the earliest, given what it waits for.
 *
 * @spec timeline phase 2
 */
import type { Need } from '../expression/needs.ts';
import type { StartWish, WantedOutcome, Wish } from './wish.ts';

export interface Node {
  readonly id: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly start?: StartWish;
  readonly stop?: Wish;
}

export interface Graph {
  /** Offset, by id; infinite for an event that only its own end could start. */
  readonly earliest: ReadonlyMap<string, number>;
}

/** `needsOf` tells which events an expression needs to have begun, or to be over. */
export function graphOf(
  nodes: readonly Node[],
  needsOf: (text: string) => readonly Need[] = () => [],
): Graph {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const earliest = new Map<string, number>();
  const path = new Set<string>();

  function startOf(id: string): number {
    const node = byId.get(id);
    if (!node) return 0;
    const known = earliest.get(id);
    if (known !== undefined) return known;
    // Circles are refused with the file; here they only must not go on for ever.
    if (path.has(id)) return Number.POSITIVE_INFINITY;
    path.add(id);
    const { start } = node;
    const links = (start?.after ?? []).map(({ from }) => Math.max(...from.map(endOf)));
    const found = Math.max(
      node.startMs,
      links.length === 0 ? 0 : Math.min(...links),
      start?.when ? holdsAt(start.when, node.startMs) : 0,
    );
    path.delete(id);
    earliest.set(id, found);
    return found;
  }

  /** A crash is known when it happens; an event that may be stopped early may end at once. */
  function endOf(end: { readonly eventId: string; readonly outcome: WantedOutcome }): number {
    const from = startOf(end.eventId);
    const node = byId.get(end.eventId);
    const isSlow = end.outcome === 'survived' || end.outcome === 'any';
    return from + (isSlow && node && node.stop === undefined ? node.durationMs : 0);
  }

  function needAt({ eventId, isOver }: Need): number {
    return isOver ? endOf({ eventId, outcome: 'any' }) : startOf(eventId);
  }

  /** Nothing is looked at before `fromMs`, so that no hold begins before it. */
  function holdsAt(wish: Wish, fromMs: number): number {
    switch (wish.is) {
      case 'holds':
        return Math.max(fromMs, ...needsOf(wish.text).map(needAt)) + wish.holdMs;
      case 'ended':
        return Math.max(fromMs, endOf(wish)) + wish.holdMs;
      case 'all':
        return Math.max(fromMs, ...wish.of.map((one) => holdsAt(one, fromMs))) + wish.holdMs;
      case 'any':
        return Math.min(...wish.of.map((one) => holdsAt(one, fromMs))) + wish.holdMs;
    }
  }

  for (const { id } of nodes) startOf(id);
  return { earliest };
}
