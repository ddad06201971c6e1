/**
 * Goal: the latest line that matches gives its figure; no pattern holds up whoever asks.
 * Method: patterns that would take years, against the real engine.
 */
import { expect, it } from 'vitest';
import { searchLines } from '../../../runtime/host/line-search.ts';

const limitMs = 250;

it('finds the latest line that matches, and looks no further than the limit of a line', () => {
  const lines = 'queue=1\nqueue=2\nnothing\n';
  expect(searchLines('queue=(?<value>\\d+)', lines, limitMs)).toEqual({ value: '2' });
  expect(searchLines('^(?<value>\\d+)$', lines, limitMs)).toEqual({ value: null });
  expect(searchLines('x(?<value>\\d)', `${'-'.repeat(4_096)}x1`, limitMs)).toEqual({ value: null });
  expect(searchLines('a(?<value>b)?', 'a', limitMs)).toEqual({ value: null });
});

it.each([
  ['nested quantifiers', '(?<value>(a+)+)$', `${'a'.repeat(60)}b`],
  ['many stars', '.*.*.*.*=(?<value>\\d+)$', 'a'.repeat(4_096)],
  ['an alternative twice', '(?<value>(?:a|a)*)$', `${'a'.repeat(60)}b`],
])('is interrupted: %s', (_, pattern, line) => {
  expect(searchLines(pattern, line, 20)).toEqual({ error: 'The pattern took longer than 20 ms.' });
  expect(searchLines('(?<value>1)', '1', limitMs)).toEqual({ value: '1' });
});
