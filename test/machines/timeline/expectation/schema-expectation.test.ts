/**
 * Goal: the list of expectations is read form by form, and editors are told of each.
 * Method: the forms of the design, and the JSON Schema of the language.
 */
import { expect, it } from 'vitest';
import { expectations } from '../../../../machines/timeline/expectation/schema-expectation.ts';
import { timelineJsonSchema } from '../../../../machines/timeline/json-schema.ts';

it('reads the forms of the design', () => {
  const forms = ['crashes == 0', 'p95(latency_ms) < 200', 'recovered within 10s'];
  expect(expectations.safeParse(forms).data).toMatchObject([
    ...[{ is: 'usual' }, { is: 'usual' }, { is: 'recovered', withinMs: 10_000 }],
  ]);
  expect(expectations.safeParse([{ sometimes: 'cpu_load > 0.9' }]).success).toBe(true);
  expect(expectations.safeParse('crashes == 0').success).toBe(false);
  expect(expectations.safeParse([{ sometimes: 'a', always: 'b' }]).success).toBe(false);
});

it('tells editors', () => {
  const { expect: told } = timelineJsonSchema().properties as {
    expect: { items: { anyOf: readonly { properties?: object }[] } };
  };
  const keys = told.items.anyOf.flatMap(({ properties = {} }) => Object.keys(properties));
  expect(keys).toEqual(['always', 'sometimes', 'finally', 'recovered', 'within']);
});
