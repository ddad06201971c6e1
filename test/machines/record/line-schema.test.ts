/**
 * Goal: the published schema is the one of the lines that the writer writes.
 * Method: its branches, and which keys each of them wants; the writer's test and the examples
 * write the lines.
 */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { logLineJsonSchema } from '../../../machines/record/line-schema.ts';

it('has one branch for each kind of line, all sealed', () => {
  const { anyOf } = z
    .object({ anyOf: z.array(z.object({ title: z.string(), required: z.array(z.string()) })) })
    .parse(logLineJsonSchema());
  expect(anyOf.map(({ title }) => title.split(':')[0])).toEqual([
    'Header',
    'Envelope',
    'Input',
    'Verdict',
    'End',
  ]);
  for (const { required } of anyOf) expect(required).toContain('crc');
});
