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
const families = new Set(['run', 'track', 'clip', 'stressor', 'target', 'condition']);

export interface Cause {
  readonly eventId: string;
  readonly type: string;
  readonly source: string;
}

/** A cause that says when, and of which event of the timeline. */
export interface Step extends Cause {
  readonly atMs: number;
  readonly clipId: string | null;
}

export interface Causes {
  remember(event: Envelope): void;
  /** Those of the same causes that tell of an end, a start, a condition or the target. */
  steps(causationId: string | null): readonly Step[];
  readonly size: number;
  /** The causes of what `causationId` led to, oldest first, and the timeline events among them. */
  walk(causationId: string | null): {
    readonly causes: readonly Cause[];
    readonly chain: readonly string[];
  };
}

interface Remembered extends Step {
  readonly causationId: string | null;
}

/** What somebody wants to hear who asks how it came about. */
const tellingTypes =
  /^(?:clip\.(?:started|stopped|skipped|failed)|condition\.\w+|target\.(?:crashed|exited|hung))$/;

export function isTelling(type: string): boolean {
  return tellingTypes.test(type);
}

export function createCauses(max: number = causesMax): Causes {
  const known = new Map<string, Remembered>();
  /** Oldest first. */
  function trace(causationId: string | null): readonly Remembered[] {
    const found = new Set<Remembered>();
    let cause = causationId === null ? undefined : known.get(causationId);
    while (cause && !found.has(cause)) {
      found.add(cause);
      cause = cause.causationId === null ? undefined : known.get(cause.causationId);
    }
    return [...found].reverse();
  }
  return {
    remember(event) {
      const { eventId, type, source, causationId, payload } = event;
      const family = type.slice(0, type.indexOf('.'));
      if (!families.has(family) || noCauses.has(type)) return;
      const clipId = typeof payload.clipId === 'string' ? payload.clipId : null;
      const atMs = typeof payload.atMs === 'number' ? payload.atMs : 0;
      known.set(eventId, { eventId, type, source, causationId, clipId, atMs });
      const oldest = known.size > max ? known.keys().next() : undefined;
      if (oldest && !oldest.done) known.delete(oldest.value);
    },
    get size() {
      return known.size;
    },
    steps: (causationId) =>
      trace(causationId)
        .filter(({ type }) => isTelling(type))
        .map(({ eventId, type, source, atMs, clipId }) => ({
          ...{ eventId, type, source, atMs, clipId },
        })),
    walk(causationId) {
      const walked = trace(causationId);
      return {
        causes: walked.map(({ eventId, type, source }) => ({ eventId, type, source })),
        chain: [...new Set(walked.flatMap(({ clipId }) => clipId ?? []))],
      };
    },
  };
}
