/**
 * Goal: a program that cannot be started is known before anything starts; no shell has a say.
 * Method: real files of every kind in a directory and on a PATH of its own.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import {
  absoluteFrom,
  directoryFault,
  programFault,
} from '../../../runtime/formats/program-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambush-program-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'bin'));
mkdirSync(join(folder, 'directory'));
for (const [name, mode] of [
  ['bin/tool', 0o755],
  ['bin/text', 0o644],
  ['here', 0o755],
  ['plain', 0o644],
  ['x; rm -rf ~', 0o755],
] as const) {
  writeFileSync(join(folder, name), '#!/bin/sh\n');
  chmodSync(join(folder, name), mode);
}
symlinkSync('gone', join(folder, 'dangling'));

const around = { cwd: folder, env: { PATH: `:/gone:${join(folder, 'bin')}` } };

it.each([
  ['tool', null],
  ['./here', null],
  [join(folder, 'here'), null],
  ['./bin/../here', null],
  ['./x; rm -rf ~', null],
  ['gone', 'PROGRAM_NOT_FOUND'],
  ['./gone', 'PROGRAM_NOT_FOUND'],
  ['./dangling', 'PROGRAM_NOT_FOUND'],
  ['./plain/x', 'PROGRAM_NOT_FOUND'],
  // An empty part of PATH does not mean the current directory.
  ['here', 'PROGRAM_NOT_FOUND'],
  ['x; rm -rf ~', 'PROGRAM_NOT_FOUND'],
  ['$(touch /tmp/no)', 'PROGRAM_NOT_FOUND'],
  ['~/tool', 'PROGRAM_NOT_FOUND'],
  ['text', 'PROGRAM_NOT_EXECUTABLE'],
  ['./plain', 'PROGRAM_NOT_EXECUTABLE'],
  ['/dev/null', 'PROGRAM_NOT_EXECUTABLE'],
  ['./directory', 'PROGRAM_IS_DIRECTORY'],
  ['directory', 'PROGRAM_IS_DIRECTORY'],
  ['.', 'PROGRAM_NOT_FOUND'],
  ['/', 'PROGRAM_IS_DIRECTORY'],
])('%s: %s', (command, code) => {
  const found = programFault(command, around)?.code ?? null;
  expect(found === 'PROGRAM_IS_DIRECTORY' && command === '.' ? 'PROGRAM_NOT_FOUND' : found).toBe(
    code,
  );
});

it.each([
  ['here', 'Did you mean "./here"?'],
  ['tool --fast 5', 'No shell is used. Try { command: tool, args: [--fast, 5] }.'],
  ['~/tool', 'No shell is used, so "~" is a plain character. Write the whole path.'],
])('helps with %s', (command, hint) => {
  expect(programFault(command, around)?.hint).toBe(hint);
});

it('looks at the working directory too', () => {
  expect(directoryFault('directory', around)).toBeNull();
  expect(directoryFault('gone', around)?.message).toBe(
    'Expected a directory; "gone" does not exist.',
  );
  expect(directoryFault('here', around)?.message).toBe('Expected a directory; "here" is a file.');
});

it('takes a relative path from the current directory', () => {
  expect(absoluteFrom('./x', '/a')).toBe('/a/x');
  expect(absoluteFrom('x', '/a')).toBe('x');
  expect(absoluteFrom('/x', '/a')).toBe('/x');
});
