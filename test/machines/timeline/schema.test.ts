/**
 * Goal: the schema reads the whole language.
 * Method: the texts of the seed and of the design.
 */
import { expect, it } from 'vitest';
import { timelineSchema } from '../../../machines/timeline/schema.ts';
import { plainOf } from '../../../machines/timeline/source.ts';
import { documentOf, seedExample, wholeLanguage } from './documents.ts';

it.each([
  ['the seed', seedExample],
  ['the design', wholeLanguage],
  [
    'later phases of the seed',
    'events:\n  - id: m\n    axis: memory\n    for: 30s\n    start_when:\n      event: s\n      outcome: crash\nconstraints:\n  bottleneck: memory\n  subordinate:\n    cpu:\n      if: { memory_pressure > 0.8 }\n      action: { intensity: light }\n',
  ],
])('reads %s', (_name, text) => {
  expect(timelineSchema.safeParse(plainOf(documentOf(text).root)).error).toBeUndefined();
});
