/**
 * `ambush events --follow`: the newest events of the host, and then each as it comes, until Ctrl-C or
 * until the host ends.
 *
 * @spec kernel 6 7.5
 */
import { droppedItem, eventsIn } from '../machines/control/items.ts';
import { type LogQuery, logFilterOf } from '../machines/record/log-query.ts';
import type { LoggedEvent } from '../machines/record/session-line.ts';
import { complain } from './complaint.ts';
import { exitCodes } from './exit-codes.ts';
import { listenForInterrupts } from './interrupts.ts';
import type { Io } from './io.ts';
import { type Printing, paletteOf, withHost } from './on-host.ts';
import { createEventsTable } from './render/events-table.ts';
import { countText } from './render/units.ts';

/** As many come first where nothing else is asked for. */
const pastDefault = 10;

/** Returns the exit status: 0, or 2 with the problems. */
export function followEvents(query: LogQuery, printing: Printing, io: Io): Promise<number> {
  return withHost(printing, io, async (link) => {
    const { stdout, stderr } = io;
    const accept = logFilterOf(query);
    const table = createEventsTable(stdout.columns, paletteOf(io));
    const print = (events: readonly LoggedEvent[]): void => {
      const wanted = events.filter(accept);
      if (printing.json) for (const event of wanted) stdout.write(`${JSON.stringify(event)}\n`);
      else stdout.write(table.rows(wanted));
      // A reader that is gone, such as `head`, wants no more.
      void stdout.taken?.().then((isTaken) => isTaken || following.end());
    };
    const past: LoggedEvent[] = [];
    const asked = { do: 'events.read', past: true, follow: false } as const;
    // What is said between the two is in both, and told apart by its id.
    const following = link.stream({ ...asked, past: false, follow: true }, (item) => {
      if (item.is === 'dropped')
        stderr.write(`${countText(droppedItem.parse(item).count, 'event')} dropped\n`);
      const events = eventsIn(item);
      if (isPast) later.push(...events);
      else print(events);
    });
    const later: LoggedEvent[] = [];
    let isPast = true;
    const read = await link.stream(asked, (item) => past.push(...eventsIn(item))).done;
    if (!read.ok) return complain(read.problems, printing.json, io);
    print(past.filter(accept).slice(-(query.limit ?? pastDefault)));
    isPast = false;
    const known = new Set(past.map(({ eventId }) => eventId));
    print(later.filter(({ eventId }) => !known.has(eventId)));
    const interrupts = listenForInterrupts(() => following.end());
    try {
      const done = await following.done;
      return done.ok ? exitCodes.pass : complain(done.problems, printing.json, io);
    } finally {
      interrupts.close();
    }
  });
}
