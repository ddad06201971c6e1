/**
 * Goal: no place that was named for a file is taken for granted, and none is used twice.
 * Method: options against a real directory of its own.
 */
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { destinationProblems, sourceProblems } from '../../cli/destinations.ts';

const cwd = mkdtempSync(join(tmpdir(), 'ambush-places-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
writeFileSync(join(cwd, 'timeline.yaml'), '');
symlinkSync('timeline.yaml', join(cwd, 'alias.yaml'));

const refused = (places: { output?: string; log?: string }) =>
  destinationProblems(places, 'timeline.yaml', cwd).map(({ where, message }) => [
    where?.path,
    message.replaceAll(cwd, '<cwd>'),
  ]);

it.each([
  [{}],
  [{ output: 'report.json', log: 'session.ndjson' }],
  [{ output: '-' }],
  [{ output: '/dev/null', log: '/dev/null' }],
])('%o is fine', (places) => {
  expect(refused(places)).toEqual([]);
  expect(existsSync(join(cwd, 'report.json'))).toBe(false);
});

it('tells all problems at once', () => {
  expect(refused({ output: 'no/report.json', log: '' })).toEqual([
    [
      '--output',
      'Expected a file in an existing directory, got <cwd>/no/report.json in <cwd>/no, which does not exist.',
    ],
    ['--log', 'Expected the name of a file, got an empty text.'],
  ]);
});

it.each([
  [{ output: 'one', log: './one' }, '--log', 'which is also the report'],
  [{ output: 'timeline.yaml' }, '--output', 'which is also the timeline'],
  [{ log: 'alias.yaml' }, '--log', 'which is also the timeline'],
  [{ log: '-' }, '--log', 'Expected the name of a file'],
])('%o is refused', (places, option, why) => {
  const [found] = refused(places);
  expect(found?.[0]).toBe(option);
  expect(found?.[1]).toContain(why);
});

it('takes a directory for the source, and nothing else', () => {
  const refusal = (source?: string) => sourceProblems(source, cwd).map(({ message }) => message);
  expect([refusal(), refusal('.'), refusal(cwd)]).toEqual([[], [], []]);
  expect([refusal('timeline.yaml'), refusal('./src'), refusal('')]).toEqual([
    ["Expected the directory of the program's source, got timeline.yaml, which is a file."],
    [`Expected the directory of the program's source, got "./src", which does not exist.`],
    [`Expected the directory of the program's source, got "", which does not exist.`],
  ]);
});
