/**
 * Goal: a walk that begins behind any line goes on as one that began at the start.
 * Method: a log of several segments, walked from each of its places.
 */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLogFiles } from '../../../runtime/record/log-files.ts';
import { type LogPlace, LogWalk, startOfLog } from '../../../runtime/record/log-walk.ts';
import { envelope, logFolder, read, write } from './log-stage.ts';

const folder = logFolder();

it('goes on from any place', () => {
  const path = join(folder, 'whole');
  const { log } = write(path, 1, { segmentBytesMax: 900 });
  for (let seq = 1; seq <= 9; seq += 1) log.append(envelope(seq));
  log.close();
  const { header } = read(path);
  if (!header) throw new Error('Expected a header.');
  const files = openLogFiles(path, path);
  const walkFrom = (place: LogPlace) => {
    const walk = new LogWalk(files, header, place);
    const lines = [];
    const places = [];
    for (const line of walk.lines()) {
      lines.push(line);
      places.push(walk.place);
    }
    return { lines, places, end: walk.end, damage: walk.damage };
  };
  const { lines, places, end } = walkFrom(startOfLog);
  expect(new Set(lines.map(({ segment }) => segment)).size).toBeGreaterThan(3);
  expect(lines).toHaveLength(10);
  places.slice(0, -1).forEach((place, at) => {
    expect(walkFrom(place)).toMatchObject({ lines: lines.slice(at + 1), end, damage: null });
  });
  files.close();
});

it('takes no other line for the one that it was to follow', () => {
  const path = join(folder, 'other');
  const { log } = write(path);
  log.append(envelope(1));
  log.close();
  const { header } = read(path);
  if (!header) throw new Error('Expected a header.');
  const files = openLogFiles(path, path);
  const walk = new LogWalk(files, header, { ...startOfLog, byte: 3 });
  expect([...walk.lines()]).toEqual([]);
  expect(walk.damage).toMatchObject({ reason: 'checksum', byte: 3, line: 1 });
  files.close();
});
