/**
 * Goal: a figure meets its target or it does not; without a figure there is no data, without a
 * target it is only followed.
 * Method: figures at, above and below their bounds.
 */
import { expect, it } from 'vitest';
import {
  beyondLogs,
  countUp,
  judged,
  partsOf,
  shareOf,
  type Target,
} from '../../../../machines/trace/metrics/metric.ts';

const metric = {
  ...({ id: 'm', section: '10.1', name: 'M', unit: 'share', measured: '' } as const),
  parts: [],
};
const verdict = (value: number | null, target: Target | null) =>
  judged({ ...metric, value, target }).verdict;

it.each([
  ['at least', 0.95, 'met', 'met', 'missed'],
  ['at most', 0.95, 'missed', 'met', 'met'],
  ['less than', 0.95, 'missed', 'missed', 'met'],
  ['more than', 0.95, 'met', 'missed', 'missed'],
] as const)('%s %d', (is, value, above, same, below) => {
  const target = { is, value };
  expect([verdict(1, target), verdict(value, target), verdict(0.9, target)]).toEqual([
    above,
    same,
    below,
  ]);
});

it('is not judged without a figure, without a target, or beyond logs', () => {
  expect([verdict(null, { is: 'at most', value: 0 }), verdict(0, null)]).toEqual([
    'no data',
    'tracked',
  ]);
  expect(beyondLogs({ ...metric, target: null })).toMatchObject({
    value: null,
    verdict: 'not in a log',
  });
});

it('has shares of something only, and parts in order', () => {
  expect([shareOf(0, 0), shareOf(1, 4)]).toEqual([null, 0.25]);
  const counts = new Map<string, number>();
  for (const name of ['b', 'a', 'c', 'c']) countUp(counts, name);
  expect(partsOf(counts).map(({ label, value }) => `${label} ${value}`)).toEqual([
    'c 2',
    'a 1',
    'b 1',
  ]);
});
