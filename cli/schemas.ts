/**
 * The JSON Schemas that Ambush publishes: `ambush schema NAME` prints them, `docs/schema` keeps
 * them.
 *
 * @spec timeline language
 */
import { logLineJsonSchema } from '../machines/record/line-schema.ts';
import { envelopeJsonSchema, reportJsonSchema } from '../machines/report/report.ts';
import { timelineJsonSchema } from '../machines/timeline/json-schema.ts';

export const schemaNames = ['timeline', 'report', 'envelope', 'log-line'] as const;
export type SchemaName = (typeof schemaNames)[number];

export function schemaOf(name: SchemaName): Readonly<Record<string, unknown>> {
  switch (name) {
    case 'timeline':
      return timelineJsonSchema();
    case 'report':
      return reportJsonSchema();
    case 'envelope':
      return envelopeJsonSchema();
    case 'log-line':
      return logLineJsonSchema();
  }
}
