/**
 * Goal: whoever imports the detector has a watched terminal with all defaults, on real time.
 * Method: a hook, which needs no screen; a whole compaction in virtual time.
 */
import { expect, it } from 'vitest';
import { profileSchema, profiles, watchTerminal } from '../../embed/detector.ts';
import { createVirtualClock } from '../../embed/testing.ts';

it('stands alone on the clock of the system', () => {
  const types: string[] = [];
  const watch = watchTerminal({ onEvent: ({ type }) => types.push(type) });
  watch.hook({ hook_event_name: 'PreCompact' });
  watch.hook({ hook_event_name: 'PostCompact' });
  watch.stop();
  expect(types).toEqual(['cli.compaction.started', 'cli.compaction.ended']);
});

it('knows every program by its screen, or the one that it is told', () => {
  const clock = createVirtualClock();
  const mine = profileSchema.parse({
    ...profiles.claude,
    id: 'mine',
    live: [{ id: 'tidying', columns: [0, 0], glyphs: '~', phrase: 'Tidying up…' }],
  });
  const seen: string[] = [];
  const watch = watchTerminal({
    clock,
    profiles: [mine],
    columns: 60,
    rows: 12,
    onEvent: (event, explain) => seen.push(`${explain().profile} ${event.type}`),
  });
  const rule = '─'.repeat(40);
  watch.write(['~ Tidying up… (3s)', '', rule, '❯ ', rule, '  ? for shortcuts'].join('\r\n'));
  clock.advance(2_000);
  watch.stop();
  expect(seen).toEqual(['mine cli.compaction.suspected', 'mine cli.compaction.started']);
});
