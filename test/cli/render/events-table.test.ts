/**
 * Goal: the table of events is clear at 80 and at 140 columns, the same with and without colour,
 * and shows what others wrote without obeying it.
 * Method: a fixed session drawn whole into golden files.
 */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createEventsTable, timeText } from '../../../cli/render/events-table.ts';
import { coloured, plain } from '../../../cli/render/palette.ts';
import { widthOf } from '../../../cli/render/printable.ts';
import { logEvents } from './log-events.ts';

const draw = (columns: number, palette = plain) =>
  createEventsTable(columns, palette).rows(logEvents);

describe('the table of events', () => {
  it.each([80, 140])('at %i columns', async (columns) => {
    await expect(draw(columns)).toMatchFileSnapshot(`../../golden/events-${columns}.txt`);
  });

  it('is the same text in colour', () => {
    const painted = draw(140, coloured);
    expect(painted).not.toBe(draw(140));
    expect(stripVTControlCharacters(painted).replace(/ +$/gm, '')).toBe(draw(140));
  });

  it.each([20, 40, 60, 80, 100, 140, 200])('stays within %i columns', (columns) => {
    for (const line of draw(columns).split('\n')) {
      expect(widthOf(line)).toBeLessThan(Math.max(columns, 60));
    }
  });

  it('shows control characters instead of obeying them', () => {
    const controls = [...draw(140)].filter((letter) => /[\p{Cc}\u202e]/u.test(letter));
    expect(new Set(controls)).toEqual(new Set(['\n']));
  });

  it('goes on below the first rows without new titles', () => {
    const table = createEventsTable(80, plain);
    const [head = [], rest = []] = [logEvents.slice(0, 9), logEvents.slice(9)];
    expect(table.rows(head).split('\n')[0]).toContain('type');
    expect(table.rows(rest)).not.toContain('type');
    expect(table.rows([])).toBe('');
  });
});

it.each([
  [0, '0.000s'],
  [-1_500, '-1.500s'],
  [59_999.4, '59.999s'],
  [59_999.6, '1m00.000s'],
  [65_000, '1m05.000s'],
  [3_723_456.7, '1h02m03.457s'],
])('%f ms is %s', (ms, text) => {
  expect(timeText(ms)).toBe(text);
});
