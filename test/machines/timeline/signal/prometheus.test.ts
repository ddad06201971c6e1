/**
 * Goal: exactly the series that is meant gives its figure, and nothing is guessed.
 * Method: pages as exporters write them, broken ones included.
 */
import { expect, it } from 'vitest';
import { figureOf } from '../../../../machines/timeline/signal/prometheus.ts';

const page = `# HELP jobs Jobs that wait.
# TYPE jobs gauge
jobs{queue="mail",host="a"} 12 1395066363000
jobs{queue="print, \\"now\\"",host="a",} 3.5e1
jobs_total 7
up 1
odd{a="}"} +Inf
broken{a="b 5
bare
`;
const read = (metric: string, labels: Readonly<Record<string, string>> = {}) =>
  figureOf(page, { metric, labels });

it('reads the one series that is meant', () => {
  expect(read('up')).toBe(1);
  expect(read('jobs_total')).toBe(7);
  expect(read('jobs', { queue: 'mail' })).toBe(12);
  expect(read('jobs', { queue: 'print, "now"' })).toBe(35);
});

it('guesses nothing', () => {
  expect(read('jobs')).toBe('several-series');
  expect(read('jobs', { host: 'a' })).toBe('several-series');
  expect(read('jobs', { queue: 'fax' })).toBe('no-series');
  expect(read('odd')).toBe('not-a-number');
  for (const metric of ['job', 'broken', 'bare', 'HELP']) expect(read(metric)).toBe('no-series');
});
