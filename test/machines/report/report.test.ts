/**
 * Goal: the JSON Schemas are complete and open. Method: walk them: every leaf has a type, the
 * spine of the report is required, nothing is closed to further keys.
 */
import { expect, it } from 'vitest';
import {
  envelopeJsonSchema,
  reportJsonSchema,
  reportSchema,
} from '../../../machines/report/report.ts';

it('has the spine of the report, required and described', () => {
  const schema = JSON.stringify(reportJsonSchema());
  const spine =
    'run host target events crashes segments sampler verdict cleanup reasons timeline_hash ' +
    'backends lives output_tail peak_rss_bytes planned actual dose cause chain overhead_ms_p99';
  expect(spine.split(' ').filter((key) => !schema.includes(`"${key}":{`))).toEqual([]);
  const { title, required } = reportJsonSchema();
  expect([title, required]).toEqual(['Ambush report', Object.keys(reportSchema.shape)]);
});

it('is open to further keys, so that an older reader takes a newer report', () => {
  expect(JSON.stringify(reportJsonSchema())).not.toContain('"additionalProperties":false');
});

it('describes the envelope', () => {
  const { title, required } = envelopeJsonSchema();
  expect([title, required]).toEqual([
    'Ambush envelope',
    'eventId correlationId causationId type source paneId ts seq payload'.split(' '),
  ]);
});
