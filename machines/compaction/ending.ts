/**
 * What the screen must show for a compaction to be over: the live line is gone, and a new end marker
 * stands there, or the composer is quiet. A lone prompt, silence, or a long time say nothing.
 *
 * @spec kernel 9.4
 */
import type { Composer } from './composer.ts';
import type { Marker, Reading } from './reading.ts';
import { times } from './weights.ts';

export type EndReason = 'end_marker' | 'quiet_composer';

export interface ScreenEnd {
  readonly reason: EndReason;
  /** The marker, or what the quiet composer shows. */
  readonly text: string;
}

export interface QuietMemory {
  /** How the screen looked when the live line was last seen. */
  readonly before: {
    readonly markers: number;
    readonly rowsBelowMarker: number;
    readonly frame: Composer['frame'];
    /** It had a frame, a status line, or text. */
    readonly whole: boolean;
  } | null;
  readonly quietSinceMs: number | null;
  readonly markerSinceMs: number | null;
}

export function quietFrom(memory: QuietMemory, reading: Reading, nowMs: number): QuietMemory {
  const { sight, composer, markers, rowsBelowMarker } = reading;
  if (sight === 'live' && composer !== null) {
    const before = {
      markers: markers.length,
      rowsBelowMarker,
      frame: composer.frame,
      whole: isWhole(composer),
    };
    return { before, quietSinceMs: null, markerSinceMs: null };
  }
  if (sight === 'unknown') return { ...memory, quietSinceMs: null, markerSinceMs: null };
  const quiet = reading.busy === null;
  const marked = newMarker(memory, reading) !== null;
  return {
    before: memory.before,
    quietSinceMs: quiet ? (memory.quietSinceMs ?? nowMs) : null,
    markerSinceMs: marked ? (memory.markerSinceMs ?? nowMs) : null,
  };
}

/** Whether the screen has shown the end long enough. */
export function endOf(
  memory: QuietMemory & { readonly reading: Reading | null },
  nowMs: number,
): ScreenEnd | null {
  const { reading, quietSinceMs, markerSinceMs } = memory;
  if (reading === null || reading.sight !== 'absent' || reading.composer === null) return null;
  const marker = newMarker(memory, reading);
  if (marker && markerSinceMs !== null && nowMs - markerSinceMs >= times.markerHold.ms) {
    return { reason: 'end_marker', text: marker.text };
  }
  if (quietSinceMs === null || !isAsBefore(memory, reading)) return null;
  const { framed, text } = reading.composer;
  const hold = framed ? times.quietHold.ms : times.looseQuietHold.ms;
  if (nowMs - quietSinceMs < hold) return null;
  return { reason: 'quiet_composer', text: text[0] ?? '' };
}

/** A marker of an earlier compaction has at least as much history below it as it had before. */
function newMarker({ before }: QuietMemory, reading: Reading): Marker | null {
  const last = reading.markers.at(-1);
  if (last === undefined) return null;
  if (before === null || reading.markers.length > before.markers) return last;
  return reading.rowsBelowMarker < before.rowsBelowMarker ? last : null;
}

/** No lone glyph; a composer that never showed more than its glyph is known by its history. */
function isAsBefore({ before }: QuietMemory, { composer, historyRows }: Reading): boolean {
  if (composer === null) return false;
  if (before !== null && before.frame !== 'bare' && composer.frame === 'bare') return false;
  return isWhole(composer) || (before !== null && !before.whole && historyRows > 0);
}

function isWhole({ frame, signed, framed, text }: Composer): boolean {
  return frame !== 'bare' || signed || (framed && text.join('').trim().length > 1);
}
