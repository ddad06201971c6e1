/**
 * Goal: whatever the layer that draws a screen throws at, it costs that screen and nothing else; what
 * was on it is told, holds nobody back, and a screen that fails for ever is given up.
 * Method: a real watch that throws at one word, in virtual time; and two panes in real hands' place.
 */
import { expect, it } from 'vitest';
import { createSturdyWatch, type Fault, faults } from '../../../actors/hands/sturdy-watch.ts';
import { createTerminalWatch, type TerminalWatchOptions } from '../../../actors/terminal-watch.ts';
import { profiles } from '../../../machines/compaction/profiles.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';

const rule = '─'.repeat(40);
const compacting = `\u001b[2J\u001b[H${[
  ...['● Done.', '', '✻ Compacting conversation… (22s · ↓ 1.5k tokens)', '', rule, '❯ ', rule],
  '  ? for shortcuts',
].join('\r\n')}`;

/** Throws at the word, and where it is on the screen whenever anybody looks. */
function fragile(options: TerminalWatchOptions) {
  const watch = createTerminalWatch(options);
  const isBroken = () => watch.screen().rows.some((row) => row.includes('LATER'));
  return {
    ...watch,
    write(chunk: Uint8Array | string) {
      if (String(chunk).includes('BREAK')) throw new RangeError('drawn too far');
      watch.write(chunk);
      if (isBroken()) options.clock.setTimeout(() => Reflect.get(Object(null), 'x').y, 10);
    },
  };
}

function stage() {
  const clock = createVirtualClock();
  const told: Fault[] = [];
  const said: string[] = [];
  const watch = createSturdyWatch(
    {
      ...{ clock, columns: 60, rows: 10, lookMs: 50 },
      profiles: [profiles.generic, profiles.claude],
      onEvent: ({ type, payload }) =>
        said.push([type, 'endReason' in payload ? payload.endReason : ''].join(' ').trim()),
      onFault: (fault) => told.push(fault),
    },
    fragile,
  );
  const shown = () => watch.screen().rows.join('\n').trim();
  return { clock, told, said, watch, shown };
}

it('draws anew, empty, what threw, and goes on', () => {
  const { told, watch, shown } = stage();
  watch.write('\u001b[?2004hbefore');
  watch.resize(70, 12);
  expect(watch.write('BREAK')).toBe(false);
  expect([told, shown(), watch.screen().columns]).toEqual([['drawing_failed'], '', 70]);
  // Texts of several lines can still be pasted.
  expect(watch.modes().bracketedPaste).toBe(true);
  expect(watch.write('after')).toBe(true);
  expect(shown()).toBe('after');
});

it('survives what throws later, and timers of the screen before are void', () => {
  const { clock, told, watch, shown } = stage();
  watch.write('LATER');
  watch.write('LATER');
  clock.advance(20);
  expect([told, shown()]).toEqual([['drawing_failed'], '']);
});

it('lets nobody wait for the end of what is not seen any more', () => {
  const { clock, said, watch } = stage();
  watch.write(compacting);
  clock.advance(30_000);
  expect(said).toEqual(['cli.compaction.suspected', 'cli.compaction.started']);
  watch.write('BREAK');
  expect(said.at(-1)).toBe('cli.compaction.ended screen_lost');
});

it('gives up a screen that fails again and again, but not one that fails now and then', () => {
  const { clock, told, watch, shown } = stage();
  for (let nth = 0; nth < 5; nth += 1) {
    watch.write('BREAK');
    clock.advance(faults.windowMs);
  }
  expect(told).toEqual(Array.from({ length: 5 }, () => 'drawing_failed'));
  clock.advance(1);
  for (let nth = 0; nth < 5; nth += 1) watch.write('BREAK');
  expect(told.slice(5)).toEqual(['drawing_failed', 'drawing_failed', 'drawing_given_up']);
  expect(watch.write('after')).toBe(false);
  expect([shown(), watch.explain().because, watch.paint()]).toEqual([
    ...['', 'the screen could not be drawn', ''],
  ]);
  watch.stop();
});
