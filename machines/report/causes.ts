/**
 * Why something happened: the envelopes that can be causes, in a bounded map, and the walk
 * along `causationId` from an effect back to its root.
 *
 * @spec kernel 2
 * @spec timeline reporting
 */
import type { Envelope } from '../kernel/envelope.ts';

/** A thousand events say about eight of these each; beyond it the oldest are forgotten. */
export const causesMax = 16_384;

/** What only tells a level or a figure causes nothing. */
const noCauses = new Set(['stressor.measured', 'target.output.received']);
const families = new Set(['run', 'track', 'clip', 'stressor', 'target']);

export interface Cause {
  readonly eventId: string;
  readonly type: string;
  readonly source: string;
}

export interface Causes {
  remember(event: Envelope): void;
  readonly size: number;
  /** The causes of what `causationId` led to, oldest first, and the timeline events among them. */
  walk(causationId: string | null): {
    readonly causes: readonly Cause[];
    readonly chain: readonly string[];
  };
}

interface Remembered extends Cause {
  readonly causationId: string | null;
  readonly clipId: string | null;
}

export function createCauses(max: number = causesMax): Causes {
  const known = new Map<string, Remembered>();
  return {
    remember(event) {
      const { eventId, type, source, causationId, payload } = event;
      const family = type.slice(0, type.indexOf('.'));
      if (!families.has(family) || noCauses.has(type)) return;
      const clipId = typeof payload.clipId === 'string' ? payload.clipId : null;
      known.set(eventId, { eventId, type, source, causationId, clipId });
      const oldest = known.size > max ? known.keys().next() : undefined;
      if (oldest && !oldest.done) known.delete(oldest.value);
    },
    get size() {
      return known.size;
    },
    walk(causationId) {
      const found = new Set<Remembered>();
      let cause = causationId === null ? undefined : known.get(causationId);
      while (cause && !found.has(cause)) {
        found.add(cause);
        cause = cause.causationId === null ? undefined : known.get(cause.causationId);
      }
      const walked = [...found].reverse();
      return {
        causes: walked.map(({ eventId, type, source }) => ({ eventId, type, source })),
        chain: [...new Set(walked.flatMap(({ clipId }) => clipId ?? []))],
      };
    },
  };
}
