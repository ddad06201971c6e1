/**
 * Goal: what the fold writes is what the schema of our part says. Method: reports of several
 * runs parsed with every object made strict, so that an undescribed key is found as well.
 */
import { expect, it } from 'vitest';
import { ambushPartSchema, ambushSchemaId } from '../../../machines/report/ambush.ts';
import { crashedRun, stillbornRun } from './runs.ts';
import { goodRun, inputOf, outcomeOf, reportOf } from './stream.ts';

it.each([
  ['a good run', { said: goodRun().said, outcome: outcomeOf() }],
  ['a crashed run', crashedRun()],
  ['a run that never reached its origin', stillbornRun()],
])('describes every key of the report of %s', (_name, { said, outcome }) => {
  const { ambush } = reportOf(inputOf(), said, outcome);
  expect(ambush.schema).toBe(ambushSchemaId);
  // Parsing leaves out what the schema does not know; nothing may be left out.
  expect(ambushPartSchema.parse(ambush)).toEqual(ambush);
  expect(JSON.parse(JSON.stringify(ambush))).toEqual(ambush);
});
