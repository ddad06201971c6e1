/**
 * `ambush/detector`: tells from what a terminal shows when the program in it compacts its context,
 * and swallows what is typed. Give it the bytes of the terminal, its size, and what hooks and
 * transcript say; it gives events of the kernel's taxonomy, and says why.
 *
 * @spec kernel 9
 */
import type { CompactionEvent, DetectorClock, Explanation } from '../actors/detector.actor.ts';
import { createTerminalWatch, type TerminalWatch } from '../actors/terminal-watch.ts';
import type { Profile } from '../machines/compaction/profile.ts';
import { profiles } from '../machines/compaction/profiles.ts';
import { createSystemClock } from '../runtime/host/clock.ts';

export type {
  CompactionEvent,
  CompactionState,
  DetectorClock,
  Explanation,
} from '../actors/detector.actor.ts';
export { detectorVersion } from '../actors/detector.actor.ts';
export type { TerminalWatch } from '../actors/terminal-watch.ts';
export { type Profile, type ProfileSource, profileSchema } from '../machines/compaction/profile.ts';
export { type ProfileId, profileIds, profiles } from '../machines/compaction/profiles.ts';

export interface WatchOptions {
  /** Called as it happens; `explain` says why, for as long as the handler runs. */
  readonly onEvent: (event: CompactionEvent, explain: () => Explanation) => void;
  /** Size of the terminal in cells, 2 to 1,000; 80 by 24 by default. */
  readonly columns?: number;
  readonly rows?: number;
  /**
   * Whose screens are known. One: it is that program's. Several: the screen tells whose it is, and
   * the first is for programs that no other recognises. By default `generic` and all others.
   */
  readonly profiles?: readonly [Profile, ...Profile[]];
  /** The system's by default; `createVirtualClock()` in tests. */
  readonly clock?: DetectorClock;
  /** What may be written back to a program that asked its terminal something, from a fixed table. */
  readonly onAnswer?: (answer: string) => void;
}

/** Looking costs more than writing, and a screen that changes faster than this nobody reads. */
const lookMs = 50;

/** A terminal without a window, watched. Stop it when its program is gone. */
export function watchTerminal(options: WatchOptions): TerminalWatch {
  const { onEvent, onAnswer } = options;
  const { generic, claude, codex, gemini } = profiles;
  return createTerminalWatch({
    clock: options.clock ?? createSystemClock(),
    columns: options.columns ?? 80,
    rows: options.rows ?? 24,
    profiles: options.profiles ?? [generic, claude, codex, gemini],
    lookMs,
    onEvent,
    ...(onAnswer ? { onAnswer } : {}),
  });
}
