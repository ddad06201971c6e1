/**
 * Signals that somebody asked about and that had no figure.
 *
 * @spec timeline phase 2
 */
import type { AmbushPart } from './ambush.ts';
import type { Heard } from './heard.ts';
import { thousandths } from './metrics.ts';

/** Nothing where all was told. */
export function silentPart({ silent }: Heard): Pick<AmbushPart, 'unavailable'> {
  if (silent.size === 0) return {};
  return {
    unavailable: [...silent.values()].map(({ told, untilMs }) => ({
      signal: told.signal,
      at_ms: thousandths(told.atMs),
      until_ms: untilMs === null ? null : thousandths(untilMs),
      ...(told.cause === undefined ? {} : { cause: told.cause }),
      reason: told.reason,
      readers: told.readers.map((reader) => ({ ...reader })),
    })),
  };
}
