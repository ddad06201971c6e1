/**
 * Whether what an event waits for is the end of the program, or what followed from that: only such an
 * event has a reason to play when the program is gone for good.
 *
 * @spec timeline execution semantics
 */
import type { StartWish, WantedOutcome, Wish } from './wish.ts';

export interface FollowInput {
  /** An event that has begun for such a reason itself. */
  readonly isFollower: (id: string) => boolean;
  /** Whether an expression asks how the program, or an event, ended. */
  readonly asksOfEnd: (text: string) => boolean;
}

/** How an event ends that the end of the program ends. */
const endings: ReadonlySet<WantedOutcome> = new Set(['crash', 'exit', 'hang']);

export function followsEnd({ when, after }: StartWish, input: FollowInput): boolean {
  const isOfEnd = ({ eventId, outcome }: { eventId: string; outcome: WantedOutcome }): boolean =>
    endings.has(outcome) || input.isFollower(eventId);
  const asks = (wish: Wish): boolean => {
    if (wish.is === 'ended') return isOfEnd(wish);
    return wish.is === 'holds' ? input.asksOfEnd(wish.text) : wish.of.some(asks);
  };
  return after.some(({ from }) => from.some(isOfEnd)) || (when !== null && asks(when));
}
