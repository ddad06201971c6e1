/**
 * `ambush why FILE EVENT`: which contracts decided about an event, on which values, what came of
 * it, and what it follows from.
 *
 * @spec kernel 5 8
 */
import { succeed } from '../../machines/kernel/problem.ts';
import { findId } from '../../machines/trace/find.ts';
import { whyOf } from '../../machines/trace/why.ts';
import type { Io } from '../io.ts';
import { showView, type ViewOptions } from '../open-log.ts';
import { whyText } from '../render/why.ts';

export interface WhyOptions extends ViewOptions {
  /** The beginning of the id of an event; that of an operation means its first event. */
  readonly event: string;
}

/** Returns the exit status: 0, or 2 with the problems. */
export function runWhy(options: WhyOptions, io: Io): Promise<number> {
  return showView(options, io, (log) => {
    const read = () => log.events();
    const found = findId(read(), options.event, 'event');
    if (!found.ok) return found;
    const { correlationId, eventId } = found.value;
    const why = eventId === null ? null : whyOf(read, correlationId, eventId);
    if (!why) throw new Error('Expected the event that was found a moment ago.');
    return succeed({
      json: why,
      text: (columns, palette) => whyText(why, { columns, palette }),
    });
  });
}
