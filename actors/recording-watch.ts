/**
 * A recording played through the detector in virtual time. Whatever is written at one instant is one
 * look at the screen, in however many chunks it came.
 *
 * @spec kernel 9
 */
import type { Profile } from '../machines/compaction/profile.ts';
import type { Recording } from '../runtime/formats/cast.ts';
import { createVirtualClock } from '../runtime/host/virtual-clock.ts';
import type { CompactionEvent, Explanation } from './detector.actor.ts';
import { createTerminalWatch } from './terminal-watch.ts';

/** Time runs on for so long after the last event: every hold of the detector is over by then. */
export const runOnMs = 6_000;
export const defaultSize = { columns: 80, rows: 24 } as const;

export interface WatchOptions {
  readonly profiles: readonly [Profile, ...Profile[]];
  readonly columns?: number;
  readonly rows?: number;
  readonly onEvent: (atMs: number, event: CompactionEvent, explain: () => Explanation) => void;
}

export interface Watched {
  readonly endedMs: number;
  readonly explanation: Explanation;
}

export function watchRecording(recording: Recording, options: WatchOptions): Watched {
  const clock = createVirtualClock();
  const said = recording.size ?? defaultSize;
  const watch = createTerminalWatch({
    clock,
    profiles: options.profiles,
    columns: options.columns ?? said.columns,
    rows: options.rows ?? said.rows,
    lookMs: 0,
    onEvent: (event, explain) => options.onEvent(Math.round(clock.now()), event, explain),
  });
  for (const event of recording.events) {
    if (event.atMs > clock.now()) {
      watch.look();
      clock.advance(event.atMs - clock.now());
    }
    if (event.type === 'output') watch.write(event.data);
    else watch.resize(event.columns, event.rows);
  }
  watch.look();
  clock.advance(runOnMs);
  const watched = { endedMs: Math.round(clock.now()), explanation: watch.explain() };
  watch.stop();
  return watched;
}
