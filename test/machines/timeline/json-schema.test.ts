/**
 * Goal: what editors are told is the language that is read.
 * Method: the JSON Schema's own words, and spellings tried on its patterns.
 */
import { describe, expect, it } from 'vitest';
import { timelineJsonSchema } from '../../../machines/timeline/json-schema.ts';

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
