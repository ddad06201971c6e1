/**
 * The bus as a naive list, for comparison: what each subscriber hears, in which order, when
 * subscribers publish and throw while they are being told, and that nothing overtakes its cause
 * or its own source. Written from section 6 and 7.6 of the kernel specification, and sharing
 * nothing with `runtime/bus`.
 */
import type { Envelope } from '../../../machines/kernel/envelope.ts';

/** An event and what each subscriber publishes when it hears it. */
export interface Scene {
  readonly type: string;
  readonly source: number;
  /** Whether the event published just before it by the same subscriber caused it. */
  readonly byElder: boolean;
  /** Index of the subscriber that publishes the `next` scenes on hearing this. */
  readonly by: number;
  readonly next: readonly Scene[];
  /** Index of a subscriber that throws on hearing this, after it has published. */
  readonly throws: number | null;
}

export interface Heard {
  readonly subscriber: number;
  readonly scene: Scene;
}

/** Contract, lifecycle, then Lane B: the lower goes first, among equals the older. */
export const ranks: Readonly<Record<string, number>> = {
  'event.dropped': 0,
  'bus.error': 0,
  'clip.armed': 1,
  'clip.stop.requested': 1,
  'track.ended': 1,
  'sample.taken': 2,
  'target.output.received': 2,
};

export const types = Object.keys(ranks);

export function hears(pattern: string, type: string): boolean {
  if (pattern === '*' || pattern === type) return true;
  return pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1));
}

/** Exact names before families, the longer family before the shorter, everything last. */
function byPrecision(patterns: readonly string[]) {
  const precision = (pattern: string) => {
    if (pattern === '*') return 0;
    return pattern.endsWith('.*') ? pattern.length : 1000;
  };
  return (a: number, b: number) =>
    precision(patterns[b] ?? '') - precision(patterns[a] ?? '') || a - b;
}

interface Waiting {
  readonly scene: Scene;
  readonly cause: Scene | null;
  readonly arrival: number;
  readonly isLaneB: boolean;
  rank: number;
  /** When it came into its present class. */
  entered: number;
}

/** All that must be heard before the newcomer: of its source, its causes, and what those drag along. */
function dragged(waiting: readonly Waiting[], newcomer: Waiting): readonly Waiting[] {
  const found = new Set([newcomer]);
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const one of waiting) {
      const isOfAny = [...found].some(
        (other) =>
          one.arrival < other.arrival &&
          (one.scene.source === other.scene.source || one.scene === other.cause),
      );
      if (isOfAny && one.rank > newcomer.rank && !one.isLaneB) found.add(one);
    }
  }
  found.delete(newcomer);
  return [...found].sort((one, other) => one.arrival - other.arrival);
}

export function foretell(roots: readonly Scene[], patterns: readonly string[]) {
  const heard: Heard[] = [];
  const threw: string[] = [];
  const everyone = patterns.map((_, index) => index).sort(byPrecision(patterns));
  let clock = 0;
  for (const root of roots) {
    let waiting: readonly Waiting[] = [];
    const arrive = (scene: Scene, cause: Scene | null): void => {
      clock += 1;
      const rank = ranks[scene.type] ?? 9;
      const isLaneB = rank === 2;
      const newcomer = { scene, cause, arrival: clock, isLaneB, rank, entered: 0 };
      for (const one of isLaneB ? [] : dragged(waiting, newcomer)) {
        clock += 1;
        one.rank = rank;
        one.entered = clock;
      }
      clock += 1;
      newcomer.entered = clock;
      waiting = [...waiting, newcomer];
    };
    arrive(root, null);
    while (waiting.length > 0) {
      const [next] = [...waiting].sort(
        (one, other) => one.rank - other.rank || one.entered - other.entered,
      );
      if (!next) break;
      const { scene } = next;
      waiting = waiting.filter((other) => other !== next);
      for (const subscriber of everyone.filter((one) => hears(patterns[one] ?? '', scene.type))) {
        heard.push({ subscriber, scene });
        if (subscriber === scene.by) {
          for (const [at, more] of scene.next.entries()) {
            arrive(more, more.byElder && at > 0 ? (scene.next[at - 1] ?? null) : scene);
          }
        }
        if (subscriber === scene.throws) threw.push(scene.type);
      }
    }
  }
  return { heard, threw };
}

/** An envelope good enough for the bus, which reads its type and its number only. */
export function envelope(type: string, seq: number): Envelope {
  const id = `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`;
  const payload = {};
  return {
    eventId: id,
    correlationId: id,
    causationId: null,
    type,
    source: 'test',
    paneId: 'system',
    ts: 0,
    seq,
    payload,
  };
}
