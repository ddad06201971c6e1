/**
 * Goal: a log answers what it is asked, and says how it ended.
 * Method: a small log, and a file that is none.
 */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { queryLog } from '../../../runtime/record/query-log.ts';
import { envelope, logFolder, write } from './log-stage.ts';

const path = join(logFolder(), 'log');

it('gives the events that were asked for, all types, and the end', () => {
  const { log } = write(path);
  for (let seq = 1; seq <= 9; seq += 1) {
    log.append(envelope(seq, { type: seq % 3 === 0 ? 'clip.started' : 'run.started' }));
  }
  log.close();
  const queried = queryLog(path, { type: 'clip.*', limit: 2 }, 'mine');
  if (!queried.ok) throw new Error('Expected a log.');
  const { value } = queried;
  expect([...value.events()].map(({ seq }) => seq)).toEqual([6, 9]);
  expect([value.name, value.header?.segment, value.end?.lines, value.damage]).toEqual([
    'mine',
    0,
    9,
    null,
  ]);
  expect([...value.types()]).toEqual(['run.started', 'clip.started']);
  value.close();
});

it('is refused as any reader is', () => {
  const queried = queryLog(`${path}.none`, {}, 'none');
  expect(queried.ok ? [] : queried.problems).toMatchObject([
    { code: 'FILE_NOT_FOUND', where: { file: 'none' } },
  ]);
});
