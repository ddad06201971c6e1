/**
 * A recording played through the detector in virtual time. Whatever is written at one instant is one
 * look at the screen, in however many chunks it came.
 *
 * @spec kernel 9
 */
import { fromOsc } from '../machines/compaction/authority.ts';
import type { Profile } from '../machines/compaction/profile.ts';
import type { Recording } from '../runtime/formats/cast.ts';
import { createVirtualClock } from '../runtime/host/virtual-clock.ts';
import { createScreenTerminal } from '../runtime/screen/screen-terminal.ts';
import { type CompactionEvent, createDetector, type Explanation } from './detector.actor.ts';

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
  const detector = createDetector({
    clock,
    profiles: options.profiles,
    onEvent: (event, explain) => options.onEvent(Math.round(clock.now()), event, explain),
  });
  const terminal = createScreenTerminal({
    columns: options.columns ?? said.columns,
    rows: options.rows ?? said.rows,
    onOsc(payload) {
      for (const { osc } of options.profiles) {
        const testimony = fromOsc(payload, osc);
        if (testimony) detector.testify(testimony);
      }
    },
  });
  let shown = '';
  const look = () => {
    const screen = terminal.read();
    const now = `${screen.alternate} ${screen.columns} ${screen.rows.join('\n')}`;
    if (now === shown) return;
    shown = now;
    detector.observe(screen);
  };
  for (const event of recording.events) {
    if (event.atMs > clock.now()) {
      look();
      clock.advance(event.atMs - clock.now());
    }
    if (event.type === 'output') terminal.write(event.data);
    else terminal.resize(event.columns, event.rows);
  }
  look();
  clock.advance(runOnMs);
  const watched = { endedMs: Math.round(clock.now()), explanation: detector.explain() };
  detector.stop();
  terminal.dispose();
  return watched;
}
