/**
 * Goal: the files of a log are found by their names and beginnings, and no others.
 * Method: a folder with such files, and with names that only look alike.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  isSegment,
  laterSegments,
  segmentPath,
  sizeOf,
} from '../../../runtime/record/log-segments.ts';
import { logFolder } from './log-stage.ts';

const folder = logFolder();
const path = join(folder, 'log');

it('names segments, and lists the later ones in order', () => {
  expect([segmentPath(path, 0), segmentPath(path, 12)]).toEqual([path, `${path}.12`]);
  for (const name of ['log', 'log.2', 'log.10', 'log.0', 'log.01', 'log.1x', 'log2.1', 'xlog.3']) {
    writeFileSync(join(folder, name), name);
  }
  expect(laterSegments(path)).toEqual([2, 10]);
  expect(laterSegments(join(folder, 'none', 'log'))).toEqual([]);
  expect([sizeOf(`${path}.10`), sizeOf(`${path}.11`)]).toEqual([6, 0]);
});

it.each([
  ['{"format":"ambush.session-log","version":1', true],
  ['{"format":"amb', true],
  ['', true],
  ['{"format":"other"}', false],
  ['diary', false],
])('begins as one does: %j is %s', (text, expected) => {
  writeFileSync(path, text);
  expect(isSegment(path)).toBe(expected);
});

it('what cannot be read is none', () => {
  mkdirSync(`${path}.7`);
  expect([isSegment(`${path}.7`), isSegment(`${path}.99`)]).toEqual([false, false]);
});
