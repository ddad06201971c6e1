/**
 * Goal: a slip that people bring from elsewhere is answered with the word that is right here.
 * Method: files with one slip each, and what the hint says.
 */
import { expect, it } from 'vitest';
import { judge } from './documents.ts';

it.each([
  ['start_when: 5', 'Try { crashes >= 1 } or'],
  ['intensity: lite', 'Did you mean "light"?'],
  ['start_when: target.rss > 5', 'Did you mean "target.rss_mb"?'],
  ['start_when: crashes = 1', 'Did you mean "=="?'],
  ['start_when: elapsed_s > 5s', 'Figures have no unit: try 5.'],
  ['start_when: cpu_load > 70%', 'Shares are from 0 to 1: try 0.7.'],
  ['start_when: memory_pressure > 80', 'memory_pressure is a share from 0 to 1: try 0.8.'],
  ['start_when: crashes > 1 AND exits > 1', 'Did you mean "and"?'],
])('%s', (field, hint) => {
  const text = `program: p\nduration: 60s\nevents:\n  - axis: cpu\n    at: 0s\n    for: 5s\n    ${field}\n`;
  const judged = judge(text);
  const hints = judged.ok ? [] : judged.problems.map((problem) => problem.hint);
  expect(hints).toEqual([expect.stringContaining(hint)]);
});
