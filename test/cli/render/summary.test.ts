/**
 * Goal: the end of a run is clear and beautiful at 80 and at 140 columns, with and without
 * colour, and nothing that the program wrote reaches the terminal unescaped.
 * Method: fixed reports drawn whole into golden files.
 */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { coloured, plain } from '../../../cli/render/palette.ts';
import { widthOf } from '../../../cli/render/printable.ts';
import { summaryText } from '../../../cli/render/summary.ts';
import type { AmbushPart } from '../../../machines/report/ambush.ts';
import { failing, passing } from './fixtures.ts';

function draw(part: AmbushPart, columns: number, palette = plain): string {
  const written = part.crashes.length > 0 ? { output: 'report.json', log: 'session.ndjson' } : {};
  return summaryText({ part, columns, palette, file: 'timeline.yaml', written });
}

const interrupted: AmbushPart = {
  ...passing,
  run: {
    ...passing.run,
    status: 'interrupted',
    verdict: 'inconclusive',
    cleanup: 'leftovers',
    reasons: ['The run was interrupted before its end.', 'Not everything could be cleaned up.'],
    leftovers: [{ kind: 'process', name: '4711', reason: 'did not end by SIGKILL' }],
  },
};

describe('summary', () => {
  it.each([
    ['fail-80', failing, 80],
    ['fail-140', failing, 140],
    ['pass-80', passing, 80],
    ['interrupted-80', interrupted, 80],
  ] as const)('%s', async (name, part, columns) => {
    const text = draw(part, columns);
    await expect(text).toMatchFileSnapshot(`../../golden/summary-${name}.txt`);
  });

  it('looks into the log that there is, when the run broke', () => {
    const part: AmbushPart = { ...passing, run: { ...passing.run, status: 'errored' } };
    const next = (written: { readonly log?: string }) =>
      summaryText({ part, columns: 80, palette: plain, file: 't.yaml', written })
        .split('\n')
        .find((line) => line.includes('next'));
    expect(next({ log: 'd.ndjson' })).toMatch(/See how it came to that: ambush events d\.ndjson$/);
    expect(next({})).toMatch(/Run again with --log to see how it came to that\.$/);
  });

  it('is the same text in colour', () => {
    const painted = draw(failing, 80, coloured);
    expect(painted).not.toBe(draw(failing, 80));
    const bare = stripVTControlCharacters(painted).replace(/ +$/gm, '');
    expect(bare).toBe(draw(failing, 80));
  });

  it.each([60, 80, 100, 140])('stays within %i columns, whatever the names', (columns) => {
    const long = 'a-very-long-name-of-an-event-'.repeat(4);
    const part = {
      ...failing,
      events: failing.events.map((event) => ({ ...event, id: `${long}${event.id}` })),
      crashes: failing.crashes.map((crash) => ({ ...crash, active: [long, long] })),
    };
    for (const line of draw(part, columns).split('\n')) {
      expect(widthOf(line)).toBeLessThan(Math.max(columns, 80));
    }
  });

  it('shows control characters instead of obeying them', () => {
    const controls = [...draw(failing, 80)].filter((letter) => /\p{Cc}/u.test(letter));
    expect(new Set(controls)).toEqual(new Set(['\n']));
  });

  it('tells of three crashes in full and counts the others', () => {
    const [crash] = failing.crashes;
    if (!crash) throw new Error('the fixture has a crash');
    const text = draw({ ...failing, crashes: Array.from({ length: 5 }, () => crash) }, 80);
    expect(text.match(/Crash \d at/g)).toEqual(['Crash 1 at', 'Crash 2 at', 'Crash 3 at']);
    expect(text).toContain('and 2 more');
  });
});
