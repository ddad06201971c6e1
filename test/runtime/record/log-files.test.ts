/**
 * Goal: segments are opened when they are wanted, and what is not there is no error.
 * Method: a log of three segments on disk, and one in memory.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bytesLogFiles, isRegular, openLogFiles } from '../../../runtime/record/log-files.ts';
import type { ByteSource } from '../../../runtime/record/raw-lines.ts';
import { logFolder } from './log-stage.ts';

const folder = logFolder();
const path = join(folder, 'log');

function textOf(source: ByteSource | null): string | null {
  if (!source) return null;
  const buffer = Buffer.alloc(source.size());
  return buffer.toString('utf8', 0, source.read(buffer, 0, 0));
}

it('on disk', () => {
  for (const name of ['log', 'log.1', 'log.2'])
    writeFileSync(join(folder, name), `text of ${name}`);
  const files = openLogFiles(path, 'my log');
  expect([0, 1, 2, 3].map((segment) => textOf(files.open(segment)))).toEqual([
    'text of log',
    'text of log.1',
    'text of log.2',
    null,
  ]);
  expect([files.pathOf(0), files.pathOf(2)]).toEqual(['my log', 'my log.2']);
  writeFileSync(`${path}.7`, '{"format":"ambush.session-log"');
  expect(files.after(0).map(({ segment }) => segment)).toEqual([1, 7]);
  expect(files.after(1)[0]).toEqual({ segment: 2, size: 13 });
  files.close();
  expect(isRegular(path)).toBe(true);
  expect(() => openLogFiles(join(folder, 'none'), 'none')).toThrow('ENOENT');
});

it('in memory', () => {
  const files = bytesLogFiles(Buffer.from('text'), '-');
  expect([textOf(files.open(0)), files.open(1), files.after(0), files.pathOf(0)]).toEqual([
    'text',
    null,
    [],
    '-',
  ]);
});
