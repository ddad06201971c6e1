/**
 * Goal: numbers and lists read as people write them. Method: the cases, side by side.
 */
import { expect, it } from 'vitest';
import { amount, clause, list, percent, seconds, wasOf } from '../../../machines/report/wording.ts';

it('says numbers with their units', () => {
  expect([
    seconds(12_345),
    percent(0.5),
    percent(0.999),
    percent(1),
    amount(44.96, 'percent'),
    amount(1_610_612_736, 'bytes'),
    amount(500, 'bytes'),
    amount(83_886_080, 'bytes/s'),
    amount(12, 'threads'),
  ]).toEqual([
    '12.3 s',
    '50 %',
    '99 %',
    '100 %',
    '45 %',
    '1.5 GiB',
    '500 B',
    '80 MiB/s',
    '12 threads',
  ]);
});

it('says lists, cut where they get long', () => {
  const many = Array.from({ length: 17 }, (_, index) => `e${index + 1}`);
  expect([list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c']), list(many)]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
    'e1, e2, e3, e4, e5 and 12 more',
  ]);
  expect([wasOf(['a']), wasOf(['a', 'b'])]).toEqual(['was', 'were']);
});

it('says a sentence as part of another one', () => {
  const sentences = [
    'The disk is full.',
    'EAGAIN from spawn',
    'limits.memory of 80 %',
    ' It died. ',
    '/Proc is Gone.',
  ];
  expect(sentences.map(clause)).toEqual([
    'the disk is full',
    'EAGAIN from spawn',
    'limits.memory of 80 %',
    'it died',
    '/Proc is Gone',
  ]);
});
