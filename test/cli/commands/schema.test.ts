/**
 * Goal: `schema` prints what `docs/schema` keeps, and knows the names it does not know.
 * Method: each name, compared with its file.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runSchema } from '../../../cli/commands/schema.ts';
import { keptIo } from './io.ts';

it.each(['timeline', 'report', 'envelope', 'log-line'])('%s is fresh', async (name) => {
  const io = keptIo();
  expect(await runSchema({ name }, io)).toBe(0);
  const kept = new URL(`../../../docs/schema/${name}.json`, import.meta.url);
  expect(io.said).toEqual({ out: readFileSync(kept, 'utf8'), err: '' });
});

it('knows no other', async () => {
  const io = keptIo();
  expect(await runSchema({ name: 'timelin' }, io)).toBe(2);
  expect(io.said).toEqual({
    out: '',
    err: 'ambush: Expected a schema (timeline, report, envelope, log-line), got "timelin".\n  Did you mean "timeline"?\n',
  });
});
