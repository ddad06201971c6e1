/**
 * The language for editors: JSON Schema, draft 2020-12. Apart from the schema itself, because
 * who checks a timeline should not load what prints its schema.
 *
 * @spec timeline language
 */
import * as z from 'zod/mini';
import { timelineSchema } from './schema.ts';

export function timelineJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(timelineSchema, {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
  });
  return { $schema, $id: 'https://ambush.invalid/schema/timeline.json', ...rest };
}
