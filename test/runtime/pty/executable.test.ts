/**
 * Goal: a name stands for the file that the system would run, and what cannot be run is told by the
 * system's own code before anything is started.
 * Method: real files in a folder of the test's own.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findExecutable, whyNotStartIn } from '../../../runtime/pty/executable.ts';

const folder = mkdtempSync(join(tmpdir(), 'executable-'));
const [first, second] = [join(folder, 'first'), join(folder, 'second')];
for (const each of [first, second]) mkdirSync(each);
const put = (file: string, mode: number): void => {
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, mode);
};
put(join(first, 'plain'), 0o644);
put(join(second, 'plain'), 0o755);
put(join(first, 'only-text'), 0o644);
put(join(first, 'tool'), 0o755);
put(join(second, 'tool'), 0o755);
mkdirSync(join(first, 'a-folder'));
afterAll(() => rmSync(folder, { recursive: true }));

const path = `${first}:${second}`;

it.each([
  ['tool', { file: join(first, 'tool') }],
  ['plain', { file: join(second, 'plain') }],
  ['only-text', { error: 'EACCES' }],
  ['a-folder', { error: 'EACCES' }],
  ['nowhere', { error: 'ENOENT' }],
  [join(second, 'tool'), { file: join(second, 'tool') }],
  [join(first, 'nowhere'), { error: 'ENOENT' }],
  [join(first, 'tool', 'below'), { error: 'ENOTDIR' }],
])('%s', (command, found) => {
  expect(findExecutable(command, path)).toEqual(found);
});

it('finds nothing without a path', () => {
  expect(findExecutable('tool', undefined)).toEqual({ error: 'ENOENT' });
});

it('tells a folder that nothing can start in', () => {
  expect(whyNotStartIn(first)).toBeNull();
  expect(whyNotStartIn(join(first, 'tool'))).toBe('ENOTDIR');
  expect(whyNotStartIn(join(first, 'nowhere'))).toBe('ENOENT');
});
