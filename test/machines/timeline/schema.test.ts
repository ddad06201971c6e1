/**
 * Goal: the schema reads the whole language, and what editors are told is that same language.
 * Method: the texts of the design; the JSON Schema's own words, and its law on real documents.
 */
import { describe, expect, it } from 'vitest';
import { timelineJsonSchema, timelineSchema } from '../../../machines/timeline/schema.ts';
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

describe('for editors', () => {
  const schema = timelineJsonSchema();

  it('is draft 2020-12, closed, and describes every key', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Ambush timeline',
      additionalProperties: false,
    });
    const undescribed = Object.entries(
      schema.properties as Record<string, { description?: string }>,
    )
      .filter(([, { description }]) => description === undefined)
      .map(([key]) => key);
    expect(undescribed).toEqual([]);
  });

  it('has the same keys as the language', () => {
    expect(Object.keys(schema.properties as object).sort()).toEqual([
      '$schema',
      'abort_when',
      'chains',
      'constraints',
      'duration',
      'events',
      'expect',
      'limits',
      'program',
      'seed',
      'signals',
      'target',
      'tracks',
    ]);
    expect(Object.keys(schema.$defs as object)).toEqual([
      'duration',
      'offset',
      'intensity',
      'condition',
    ]);
  });

  it('knows durations as the language does', () => {
    const { anyOf } = (schema.$defs as { duration: { anyOf: { pattern: string }[] } }).duration;
    const pattern = new RegExp(anyOf[0]?.pattern ?? '$^');
    expect(
      ['500ms', '2s', '1.5m', '1h30m', '30', '1H 30M', '.5s'].filter((t) => !pattern.test(t)),
    ).toEqual([]);
    expect(['', 's', 'nan', '-1s', '5 min', '1h30m!'].filter((t) => pattern.test(t))).toEqual([]);
    // A pattern that can split digits in many ways would hang an editor here.
    expect(pattern.test(`${'1'.repeat(5_000)}!`)).toBe(false);
  });
});
