/**
 * The items of streams, as whoever shows or records them reads them.
 *
 * @spec kernel 6 7.6
 */
import { z } from 'zod';
import type { LoggedEvent } from '../record/session-line.ts';

const count = z.number().int().nonnegative();

/** The screen anew, as text for a terminal; `missed` items were not sent before it. */
export const paintedItem = z.object({
  ...{ paint: z.string(), cols: z.number(), rows: z.number(), missed: count },
});
/** Base64 of what was printed; `dropped` bytes before it are not shown. */
export const outputItem = z.object({ data: z.base64(), dropped: count });
export const resizedItem = z.object({ cols: z.number(), rows: z.number() });
/** So many events were not sent: their reader was too slow. */
export const droppedItem = z.object({ count, reason: z.string() });

/** The host keeps what it says in the form of a log; whoever reads it here looks no closer. */
const eventsItem = z.object({ events: z.array(z.custom<LoggedEvent>()) });

/** The events that an item brings; none for an item of another kind. */
export function eventsIn(item: { readonly is: string }): readonly LoggedEvent[] {
  return item.is === 'events' ? eventsItem.parse(item).events : [];
}
