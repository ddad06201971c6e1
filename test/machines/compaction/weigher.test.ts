/**
 * Goal: evidence is what the screens of the last moments show, and words never confirm. Method: folds over
 * random sequences of real readings; the level is compared with the law.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { profiles } from '../../../machines/compaction/profiles.ts';
import { readScreen } from '../../../machines/compaction/reading.ts';
import { freshMemory, look, weigh } from '../../../machines/compaction/weigher.ts';
import { weights } from '../../../machines/compaction/weights.ts';

const rule = '─'.repeat(40);
const composer = ['', rule, '❯ ', rule];
const screens = {
  live: ['● a', '✻ Compacting conversation… (22s)', ...composer],
  moved: ['● a', '✶ Compacting conversation… (23s)', ...composer],
  loose: ['● a', '✻ Compacting conversation… (22s)', '', '❯ '],
  words: ['● a', '✻ Summarizing conversation… (22s)', ...composer],
  idle: ['● a', ...composer],
  blank: [''],
} as const;
const read = (name: keyof typeof screens) =>
  readScreen(
    { rows: screens[name], columns: 60, cursor: { row: 0, column: 0 }, alternate: false },
    profiles.claude,
  );
const names = Object.keys(screens) as (keyof typeof screens)[];

it.each([
  ['live', 'strong', 0.8],
  ['loose', 'strong', 0.7],
  ['words', 'none', 0.3],
  ['idle', 'none', 0],
  ['blank', 'none', 0],
] as const)('%s is %s evidence, %d', (name, level, confidence) => {
  const memory = look(freshMemory(profiles.claude), read(name), 0);
  expect(weigh(memory, 10)).toMatchObject({ level, confidence });
});

it('adds that the line moves, for three seconds', () => {
  const still = look(freshMemory(profiles.claude), read('live'), 0);
  const memory = look(still, read('moved'), 1_000);
  expect(weigh(memory, 4_000).confidence).toBe(1);
  expect(weigh(memory, 4_001).confidence).toBe(0.8);
  expect(weigh(memory, 1_000).againAtMs).toBeGreaterThan(1_000);
});

it('bridges a redraw, not an absence', () => {
  const live = look(freshMemory(profiles.claude), read('live'), 0);
  const gone = look(live, read('idle'), 1_000);
  expect(weigh(gone, 1_039).level).toBe('strong');
  expect(weigh(gone, 1_040).level).toBe('none');
  const blind = look(live, read('blank'), 1_000);
  expect(weigh(blind, 1_249).level).toBe('strong');
  expect(weigh(blind, 1_250).level).toBe('none');
});

it('is not strong by words, even where an exact line was a moment ago', () => {
  let memory = { ...freshMemory(profiles.claude), causeMs: -20_000 };
  for (let atMs = 0; atMs <= 3_000; atMs += 500) {
    memory = { ...look(memory, read('live'), atMs), causeMs: -20_000, level: 'strong' };
  }
  const words = weigh(look(look(memory, read('words'), 3_200), read('words'), 3_400), 3_500);
  expect(words.evidence.map(({ signal }) => signal)).toEqual(['lexical', 'burst', 'uncaused']);
  expect(words).toMatchObject({ confidence: 0.65, level: 'weak' });
});

it('is strong only with structure, asks again only later, and keeps its sums', () => {
  const step = fc.record({ name: fc.constantFrom(...names), waitMs: fc.nat(3_000) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let memory = { ...freshMemory(profiles.claude), causeMs: 0 };
      let nowMs = 0;
      for (const { name, waitMs } of steps) {
        memory = { ...look(memory, read(name), nowMs), causeMs: 0 };
        nowMs += waitMs;
        const found = weigh(memory, nowMs);
        memory = { ...found.memory, causeMs: 0 };
        const structural = found.evidence.some(({ signal }) => weights[signal].structural);
        if (found.level === 'strong') expect(structural).toBe(true);
        if (found.againAtMs !== null) expect(found.againAtMs).toBeGreaterThan(nowMs);
        const total = found.evidence.reduce((sum, { weight }) => sum + weight, 0);
        expect(found.confidence).toBeCloseTo(Math.min(1, total), 5);
        if (found.end) expect(name).not.toMatch(/live|moved|loose|blank/);
      }
    }),
  );
});
