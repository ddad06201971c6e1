/**
 * Goal: the real disk does what the writer builds on: a fresh file is nobody's, a cut is a cut,
 * and a file that was moved or removed is noticed.
 * Method: real files.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemDisk } from '../../../runtime/record/log-disk.ts';
import { envelope, logFolder, write } from './log-stage.ts';

const folder = logFolder();
const path = join(folder, 'log');

it('empties what is there, or wants a name that nobody has', () => {
  writeFileSync(path, 'old');
  expect(() => systemDisk.open(path, 'fresh')).toThrow('EEXIST');
  const file = systemDisk.open(path, 'emptied');
  file.write(Buffer.from('new text'));
  file.truncate(3);
  file.write(Buffer.from('s'));
  file.sync();
  file.close();
  expect([file.isRegular, readFileSync(path, 'utf8')]).toEqual([true, 'news']);
});

it('notices that its file is no longer in its place', () => {
  const file = systemDisk.open(path, 'emptied');
  expect(file.isInPlace()).toBe(true);
  renameSync(path, `${path}.moved`);
  expect(file.isInPlace()).toBe(false);
  writeFileSync(path, 'somebody else');
  expect(file.isInPlace()).toBe(false);
  file.close();
});

it.runIf(existsSync('/dev/null'))('writes into a device, which has no size to cut', () => {
  const file = systemDisk.open('/dev/null', 'emptied');
  expect(file.isRegular).toBe(false);
  file.write(Buffer.from('x'));
  file.close();
});

it('a log whose folder was removed meanwhile is incomplete, and nothing else happens', () => {
  mkdirSync(join(folder, 'gone'));
  const { log } = write(join(folder, 'gone', 'log'), 1, { segmentBytesMax: 900 });
  log.append(envelope(1));
  log.flush();
  rmSync(join(folder, 'gone'), { recursive: true });
  for (let seq = 2; seq <= 20; seq += 1) log.append(envelope(seq));
  expect(log.close()).toBe('ENOENT');
});
