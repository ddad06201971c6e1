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
  /** What a condition saw comes from these, whatever made somebody look. */
  readonly seen: readonly string[];
  readonly order: number;
}

/** What somebody wants to hear who asks how it came about. */
const tellingTypes =
  /^(?:clip\.(?:started|stopped|skipped|failed)|condition\.\w+|target\.(?:crashed|exited|hung))$/;

export function isTelling(type: string): boolean {
  return tellingTypes.test(type);
}

export function createCauses(max: number = causesMax): Causes {
  const known = new Map<string, Remembered>();
  const facts = new Facts();
  let order = 0;
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
  /** Through what conditions saw, too: the first cause of a start is seldom who woke the judge. */
  function traceSeen(causationId: string | null): readonly Remembered[] {
    const found = new Set<Remembered>();
    const left = causationId === null ? [] : [causationId];
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      const cause = known.get(id);
      if (cause === undefined || found.has(cause)) continue;
      found.add(cause);
      left.push(...cause.seen, ...(cause.causationId === null ? [] : [cause.causationId]));
    }
    return [...found].sort((a, b) => a.order - b.order);
  }
  return {
    remember(event) {
      const { eventId, type, source, causationId, payload } = event;
      const family = type.slice(0, type.indexOf('.'));
      if (!families.has(family) || noCauses.has(type)) return;
      const clipId = typeof payload.clipId === 'string' ? payload.clipId : null;
      const atMs = typeof payload.atMs === 'number' ? payload.atMs : 0;
      const seen = facts.behind(event);
      order += 1;
      known.set(eventId, { eventId, type, source, causationId, clipId, atMs, seen, order });
      facts.note(event);
      const oldest = known.size > max ? known.keys().next() : undefined;
      if (oldest && !oldest.done) known.delete(oldest.value);
    },
    get size() {
      return known.size;
    },
    steps: (causationId) =>
      traceSeen(causationId)
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

const counted: Readonly<Record<string, string>> = {
  crashes: 'target.crashed',
  exits: 'target.exited',
};
const befallen: Readonly<Record<string, string>> = {
  crash: 'target.crashed',
  exit: 'target.exited',
  hang: 'target.hung',
};

/** Who told last what a condition can ask about: of each event, and of the target. */
class Facts {
  readonly #starts = new Map<string, string>();
  readonly #ends = new Map<string, string>();
  readonly #target = new Map<string, string>();

  note({ eventId, type, payload }: Envelope): void {
    const { clipId } = payload;
    if (type === 'clip.started' && typeof clipId === 'string') this.#starts.set(clipId, eventId);
    else if (/^clip\.(?:stopped|skipped|failed)$/.test(type) && typeof clipId === 'string') {
      this.#ends.set(clipId, eventId);
    } else if (type.startsWith('target.')) this.#target.set(type, eventId);
  }

  /** Ids of the envelopes that told what a condition saw; none for whatever is no condition. */
  behind({ type, payload }: Envelope): readonly string[] {
    if (!type.startsWith('condition.') || !isSeen(payload.saw)) return [];
    return Object.entries(payload.saw).flatMap(([name, value]) => {
      const [, id] = /^event\("(.*)"\)\.(?:outcome|state)$/s.exec(name) ?? [];
      const count = Object.hasOwn(counted, name) ? counted[name] : undefined;
      if (count !== undefined && Number(value) > 0) return this.#target.get(count) ?? [];
      if (id === undefined || value === 'none' || value === 'pending') return [];
      const worst = Object.hasOwn(befallen, String(value)) ? befallen[String(value)] : undefined;
      return [
        this.#starts.get(id) ?? [],
        this.#ends.get(id) ?? [],
        (worst === undefined ? undefined : this.#target.get(worst)) ?? [],
      ].flat();
    });
  }
}

function isSeen(saw: unknown): saw is Readonly<Record<string, unknown>> {
  return typeof saw === 'object' && saw !== null;
}
