/**
 * Goal: a slip that people bring from elsewhere is answered with the word that is right here.
 * Method: files with one slip each, and what the hint says. And the place of a slip is that of the word,
 * in whatever style the text is written.
 */
import { expect, it } from 'vitest';
import { positionIn } from '../../../runtime/formats/text.ts';
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

it.each([
  ['plain', 'start_when: cpu_load > 0.5 and cpu_laod > 0.7'],
  ['plain, over lines', 'start_when: cpu_load > 0.5\n      and\n\n      cpu_laod > 0.7'],
  ['in single quotes', "start_when: 'event(''x'').state == \"done\" or cpu_laod > 0.7'"],
  [
    'in double quotes',
    'start_when: "event(\\"x\\").state == \\"done\\"\\tor\\u0020cpu_laod > 0.7"',
  ],
  ['literal', 'start_when: |\n      cpu_load > 0.5\n        and cpu_laod > 0.7\n'],
  ['folded', 'start_when: >-\n      cpu_load > 0.5\n      and cpu_laod > 0.7'],
  ['a key', 'start_when: { cpu_load > 0.5 and cpu_laod > 0.7 }'],
  ['a key in quotes', 'start_when: { "cpu_load > 0.5\\u0020and cpu_laod > 0.7" }'],
  [
    'one of a list',
    "start_when: { any: [crashes > 1, { if: 'cpu_load > 0.5 and cpu_laod > 0.7' }] }",
  ],
  ['of a side-chain', 'intensity: { from: 10%, to: 90%, by: "cpu_laod" }'],
])('the place is that of the word: %s', (_, field) => {
  const events = `events:\n  - axis: cpu\n    at: 0s\n    for: 5s\n    ${field}\n  - { id: x, axis: cpu, at: 0s, for: 5s }\n`;
  const text = `program: p\nduration: 60s\n${events}`;
  const judged = judge(text);
  const places = judged.ok ? [] : judged.problems.map(({ where }) => where);
  expect(places).toEqual([expect.objectContaining(positionIn(text, text.indexOf('cpu_laod')))]);
});

it.each([
  ['recovered within soon', 'soon'],
  ['"  recovered   within soon"', 'soon'],
  ['>-\n    recovered\n    within\n    soon', 'soon'],
  ['recovered in 5s', 'in 5s'],
  ['recovered within 1s', '1s'],
])('the length of a recovery is told at its place: %s', (written, word) => {
  const text = `program: p\nevents:\n  - { axis: cpu, at: 0s, for: 5s }\nexpect:\n  - ${written}\n`;
  const judged = judge(text);
  const places = judged.ok ? [] : judged.problems.map(({ where }) => where);
  const at = text.indexOf(word, text.indexOf('recovered'));
  expect(places).toEqual([expect.objectContaining(positionIn(text, at))]);
});
