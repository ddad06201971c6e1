/**
 * For how long a constraint left an event less than its plan asks, and how little: a fold of what
 * was told of one event.
 *
 * @spec timeline phase 3
 */
import type { AmbushEvent } from '../kernel/events/registry.ts';

export interface Throttled {
  /** How often it was lowered. */
  readonly times: number;
  /** In all, while its stress ran. */
  readonly forMs: number;
  /** The least that was left to it, in the unit of its axis. */
  readonly least: number;
  /** Why it was lowered last. */
  readonly because: string;
}

export interface ThrottleRecord {
  /** An event of this clip. */
  take(event: AmbushEvent): void;
  /** Null where nothing lowered it while it ran; `endMs` is the end of what is known. */
  told(endMs: number): Throttled | null;
}

export function createThrottleRecord(): ThrottleRecord {
  let plannedMax = Number.POSITIVE_INFINITY;
  let sinceMs: number | null = null;
  let startedMs: number | null = null;
  let stoppedMs: number | null = null;
  let [times, forMs, least, because] = [0, 0, Number.POSITIVE_INFINITY, ''];

  const spanTo = (endMs: number): number => {
    if (sinceMs === null || startedMs === null) return 0;
    return Math.max(0, (stoppedMs ?? endMs) - Math.max(sinceMs, startedMs));
  };
  const change = (atMs: number, cap: number | undefined, reason: string): void => {
    if (cap === undefined || cap >= plannedMax) {
      forMs += spanTo(atMs);
      sinceMs = null;
      return;
    }
    if (sinceMs === null) times += 1;
    sinceMs ??= atMs;
    least = Math.min(least, cap);
    because = reason;
  };

  return {
    take({ type, payload }) {
      if (type === 'clip.scheduled') plannedMax = Math.max(payload.from, payload.to);
      else if (type === 'clip.started') startedMs ??= payload.atMs;
      else if (type === 'clip.stopped' || type === 'clip.failed') stoppedMs ??= payload.atMs;
      else if (type === 'stressor.arm.requested' && payload.cap !== undefined) {
        change(payload.atMs, payload.cap, payload.reason ?? '');
      } else if (type === 'clip.adjust.requested' && stoppedMs === null) {
        change(payload.atMs, payload.cap, payload.reason);
      }
    },
    told(endMs) {
      const allMs = forMs + spanTo(endMs);
      return allMs > 0 ? { times, forMs: allMs, least, because } : null;
    },
  };
}
