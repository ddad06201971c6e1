/**
 * Goal: the index only says where to look: a line that is not what it says is not given, and what
 * would take longer than a scan is left to one.
 * Method: a log and columns that are right, and columns that are not.
 */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { IndexColumns } from '../../../runtime/record/index-columns.ts';
import { rowsMax, searchIndex } from '../../../runtime/record/index-search.ts';
import { openLogFiles } from '../../../runtime/record/log-files.ts';
import { LogWalk } from '../../../runtime/record/log-walk.ts';
import { envelope, logFolder, read, write } from './log-stage.ts';

const path = join(logFolder(), 'log');

function indexed(count: number, text = '') {
  const { log } = write(path, 1, { segmentBytesMax: 200_000 });
  for (let seq = 1; seq <= count; seq += 1) {
    log.append(envelope(seq, { payload: { text }, paneId: String(seq % 10) }));
  }
  log.close();
  const { header } = read(path);
  if (!header) throw new Error('Expected a header.');
  const files = openLogFiles(path, path);
  const columns = new IndexColumns();
  for (const placed of new LogWalk(files, header).lines()) {
    if ('seq' in placed.line) columns.push(placed.line as never, placed);
  }
  return { files, columns };
}

it('fetches lines near and far, long and short', () => {
  const { files, columns } = indexed(40, 'x'.repeat(70_000));
  const seqs = (query: object) => searchIndex(columns, files, query)?.map(({ seq }) => seq);
  expect(seqs({ paneId: '3' })).toEqual([3, 13, 23, 33]);
  expect(seqs({ limit: 2 })).toEqual([39, 40]);
  expect(seqs({ paneId: 'none' })).toEqual([]);
  files.close();
});

it('gives nothing where a line is not what the index says', () => {
  const { files, columns } = indexed(5);
  const event = { ...envelope(9), atMs: 0 };
  columns.push(event, { line: event, segment: 0, byte: 17 });
  expect(searchIndex(columns, files, {})).toBeNull();
  expect(searchIndex(columns, files, { paneId: '1' })).toHaveLength(1);
  files.close();
});

it(`leaves more than ${rowsMax} lines to a scan`, () => {
  const { files, columns } = indexed(3);
  const row = { ...envelope(1), atMs: 0 };
  const byte = columns.number('byte', 0);
  for (let count = 0; count < rowsMax; count += 1)
    columns.push(row, { line: row, segment: 0, byte });
  expect(searchIndex(columns, files, {})).toBeNull();
  expect(searchIndex(columns, files, { limit: 7 })).toHaveLength(7);
  files.close();
});
