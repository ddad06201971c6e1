/**
 * Goal: one look tells live from gone from unknown. Method: small screens, each with one thing that
 * decides.
 */
import { expect, it } from 'vitest';
import { profiles } from '../../../machines/compaction/profiles.ts';
import { readScreen } from '../../../machines/compaction/reading.ts';

const rule = '─'.repeat(40);
const composer = [rule, '❯ ', rule, '  ? for shortcuts'];
const line = '✻ Compacting conversation… (22s)';
const read = (rows: readonly string[], columns = 60) =>
  readScreen({ rows, columns, cursor: { row: 0, column: 0 }, alternate: false }, profiles.claude);

it.each([
  ['the line above the composer', ['● a', '', line, '', ...composer], 'live', ''],
  ['history between', [line, '', '● a', '', ...composer], 'absent', ''],
  ['no line', ['● a', '', ...composer], 'absent', ''],
  ['no composer', ['● a', '', line], 'unknown', 'no composer'],
  ['a question', [line, '', rule, '❯ 1. Yes', '  2. No', rule], 'unknown', 'dialog'],
  [
    'queued messages up to the top',
    ['❯ one', '❯ two', ...composer],
    'unknown',
    'no history in sight',
  ],
  ['the composer alone', composer, 'unknown', 'no history in sight'],
  ['a blank screen above the composer', ['', '', ...composer], 'absent', ''],
])('%s', (_, rows, sight, because) => {
  expect(read(rows)).toMatchObject({ sight, because });
});

it('tells what else the program works on, and words of compaction in it', () => {
  expect(read(['● a', '✻ Thinking… (3s)', ...composer]).busy?.text).toBe('✻ Thinking… (3s)');
  expect(read(['● a', '✻ Thinking… (3s)', ...composer]).lexical).toBeNull();
  const summing = read(['● a', '✻ Summarizing it all… (3s)', ...composer]);
  expect(summing.lexical?.text).toBe('✻ Summarizing it all… (3s)');
  expect(read(['✻ Worked for 3m 23s', ...composer]).busy).toBeNull();
  expect(read(['● a', ...composer, '   esc to interrupt']).busy).toEqual({
    formId: 'busy-footer',
    row: 5,
    text: 'esc to interrupt',
  });
  expect(read(['● a', '✻Thinking… (3s)', ...composer]).busy).toBeNull();
  expect(read(['● a', rule, '❯ esc to interrupt', rule]).busy).toBeNull();
});

it('counts end markers and the history below the last', () => {
  const marker = '✻ Conversation compacted (ctrl+o for history)';
  const reading = read([marker, '● a', '  b', '', line, '', ...composer]);
  expect(reading.markers.map(({ row }) => row)).toEqual([0]);
  expect(reading.rowsBelowMarker).toBe(2);
});

it('reads spaces that do not break, and glyphs in their emoji form', () => {
  expect(read(['● a', '✳\ufe0f Compacting conversation…', rule, '❯\u00a0', rule]).sight).toBe(
    'live',
  );
});
