/**
 * The bus as a naive list, for comparison: what each subscriber hears, in which order, when
 * subscribers publish and throw while they are being told. Written from section 6 and 7.6 of
 * the kernel specification, and sharing nothing with `runtime/bus`.
 */
import type { Envelope } from '../../../machines/kernel/envelope.ts';

/** An event and what each subscriber publishes when it hears it. */
export interface Scene {
  readonly type: string;
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

export function foretell(roots: readonly Scene[], patterns: readonly string[]) {
  const heard: Heard[] = [];
  const threw: string[] = [];
  const everyone = patterns.map((_, index) => index).sort(byPrecision(patterns));
  for (const root of roots) {
    let waiting: readonly Scene[] = [root];
    while (waiting.length > 0) {
      const best = Math.min(...waiting.map(({ type }) => ranks[type] ?? 9));
      const scene = waiting.find(({ type }) => ranks[type] === best);
      if (!scene) break;
      waiting = waiting.filter((other) => other !== scene);
      for (const subscriber of everyone.filter((one) => hears(patterns[one] ?? '', scene.type))) {
        heard.push({ subscriber, scene });
        if (subscriber === scene.by) waiting = [...waiting, ...scene.next];
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
