/**
 * Goal: a tool of this repository says what it takes, and names a mistake.
 * Method: words as they are typed.
 */
import { expect, it } from 'vitest';
import { readArguments } from './tool-arguments.ts';

const spec = {
  usage: 'Usage: tool',
  counts: { seeds: 1, seed: 0 },
  flags: ['short'],
  names: ['ring', 'trace'],
} as const;
const read = (words: string) => readArguments(words.split(' ').filter(Boolean), spec);

it('takes numbers, switches and names', () => {
  expect(read('--seed 0 ring --short trace')).toEqual({
    ok: true,
    value: { counts: { seed: 0 }, flags: new Set(['short']), names: ['ring', 'trace'] },
  });
  expect(read('')).toEqual({ ok: true, value: { counts: {}, flags: new Set(), names: [] } });
});

it('helps', () => {
  const help = { ok: false, status: 0, text: 'Usage: tool\n' };
  expect([read('--help'), read('rong -h')]).toEqual([help, help]);
});

it.each([
  ['--seeds 0', 'Expected --seeds to be a whole number from 1 on, got "0".'],
  ['--seed x', 'Expected --seed to be a whole number from 0 on, got "x".'],
  ['--seed=-1', 'Expected --seed to be a whole number from 0 on, got "-1".'],
  ['rong', 'Expected one of the names, got "rong". Did you mean "ring"?'],
  ['zzzzzz', 'Expected one of the names, got "zzzzzz".'],
  ['--nope', "Unknown option '--nope'."],
])('%s is a mistake', (words, message) => {
  const asked = read(words);
  expect(asked).toMatchObject({ ok: false, status: 2 });
  expect(asked.ok ? '' : asked.text).toContain(message);
  expect(asked.ok ? '' : asked.text).toMatch(/\nUsage: tool\n$/);
});
