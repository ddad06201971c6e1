/**
 * A detector on virtual time, and the screens that it is shown.
 */
import { type CompactionEvent, createDetector } from '../../actors/detector.actor.ts';
import type { Profile } from '../../machines/compaction/profile.ts';
import { profiles } from '../../machines/compaction/profiles.ts';
import { createVirtualClock } from '../../runtime/host/virtual-clock.ts';

export const rule = '─'.repeat(60);
export const composer = ['', rule, '❯ ', rule, '  ? for shortcuts'];
export const live = (clock = 22) => [`✻ Compacting conversation… (${clock}s · ↓ 1.5k tokens)`];
export const marker = ['✻ Conversation compacted (ctrl+o for history)', '', '❯ /compact'];
export const answer = ['● The fault is in the loop.'];
export const thinking = ['✶ Thinking… (3s · esc to interrupt)'];
export const dialog = [rule, ' Do you want to proceed?', ' ❯ 1. Yes', '   2. No'];
export const claude = (...history: readonly (readonly string[])[]) => [
  ...history.flatMap((block) => [...block, '']),
  ...composer.slice(1),
];

export function stage(...chosen: readonly [Profile?, ...Profile[]]) {
  const clock = createVirtualClock();
  const said: string[] = [];
  const events: CompactionEvent[] = [];
  const [first = profiles.claude, ...rest] = chosen.flatMap((profile) => profile ?? []);
  const detector = createDetector({
    clock,
    profiles: [first, ...rest],
    onEvent(event) {
      events.push(event);
      const { payload } = event;
      const words =
        'endReason' in payload
          ? ` ${payload.endReason} ${payload.durationMs}`
          : 'transitionReason' in payload
            ? ` ${payload.transitionReason}`
            : '';
      said.push(`${clock.now()} ${event.type.replace('cli.compaction.', '')}${words}`);
    },
  });
  const show = (rows: readonly string[], forMs = 0) => {
    const cursor = { row: 0, column: 0 };
    detector.observe({ rows, columns: 60, cursor, alternate: false });
    clock.advance(forMs);
  };
  return { clock, detector, said, events, show };
}

export const started = ['300 suspected', '1100 started sustained_evidence'];
