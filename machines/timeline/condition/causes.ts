/**
 * What an event of the file waits for: its condition, and the arrows of chains that lead to it.
 *
 * @spec timeline phase 2
 */
import { type ChainStep, readChain } from './chain.ts';
import type { Link, StartWish, Wish } from './wish.ts';
import { readWish } from './wish-input.ts';

/** When everything on the left has ended as it should, everything on the right starts. */
export interface Arrow {
  readonly from: ChainStep;
  readonly to: ChainStep;
}

/** Chains that are none have been told as such. */
export function arrowsOf(chains: readonly string[]): readonly Arrow[] {
  return chains.flatMap((text) => {
    const chain = readChain(text);
    if (!chain.ok) return [];
    return chain.steps.slice(1).map((to, at) => ({ from: chain.steps[at] ?? [], to }));
  });
}

export function startOf(
  id: string,
  {
    at: fromMs = 0,
    start_when: condition,
  }: { readonly at?: number | undefined; readonly start_when?: unknown },
  arrows: readonly Arrow[],
): { readonly start?: StartWish } {
  const after = arrows
    .filter(({ to }) => to.some((link) => link.id === id))
    .map(
      ({ from }): Link => ({
        from: from.map(({ id: eventId, outcome }) => ({ eventId, outcome })),
      }),
    );
  if (condition === undefined) {
    return after.length === 0 ? {} : { start: { fromMs, when: null, after, byMs: null } };
  }
  const { wish, byMs } = readWish(condition);
  return { start: { fromMs, when: isSaid(wish, after) ? null : wish, after, byMs } };
}

/** Every arrow asks for the same end already. */
function isSaid(wish: Wish, after: readonly Link[]): boolean {
  if (wish.is !== 'ended' || wish.holdMs > 0 || after.length === 0) return false;
  return after.every(({ from }) =>
    from.some(({ eventId, outcome }) => eventId === wish.eventId && outcome === wish.outcome),
  );
}
