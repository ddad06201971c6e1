/**
 * `ambush chain FILE CORRELATION`: the causal tree of one operation, drawn.
 *
 * @spec kernel 2
 */
import { succeed } from '../../machines/kernel/problem.ts';
import { chainOf, operationOf } from '../../machines/trace/chain.ts';
import { findId } from '../../machines/trace/find.ts';
import type { Io } from '../io.ts';
import { showView, type ViewOptions } from '../open-log.ts';
import { chainText } from '../render/chain.ts';

export interface ChainOptions extends ViewOptions {
  /** The beginning of a correlation id, or of the id of an event of the operation. */
  readonly correlation: string;
}

/** Returns the exit status: 0, or 2 with the problems. */
export function runChain(options: ChainOptions, io: Io): Promise<number> {
  return showView(options, io, (log) => {
    const read = () => log.events();
    const found = findId(read(), options.correlation, 'operation');
    if (!found.ok) return found;
    const { correlationId, eventId } = found.value;
    const chain = chainOf(operationOf(read, correlationId), correlationId);
    if (!chain) throw new Error('Expected the events that were found a moment ago.');
    return succeed({
      json: chain,
      text: (columns, palette) => chainText(chain, { columns, palette, eventId }),
    });
  });
}
