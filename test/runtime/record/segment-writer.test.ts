/**
 * Goal: segments stay below their limit and hang together; whatever the disk refuses, at whatever
 * call, the log ends at a whole line, what was acknowledged is read, and nobody's file is lost.
 * Method: the real disk, and the same with one call that fails as a broken disk does (EIO).
 */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type LogDisk, systemDisk } from '../../../runtime/record/log-disk.ts';
import { openLog } from '../../../runtime/record/log-reader.ts';
import { envelope, logFolder, readAll, write } from './log-stage.ts';

const folder = logFolder();
const path = join(folder, 'log');
const segmentBytesMax = 900;
const namesHere = () => readdirSync(folder).sort();

it('begins the next segment before one grows too long', () => {
  const { log } = write(path, 1, { segmentBytesMax });
  for (let seq = 1; seq <= 20; seq += 1) log.append(envelope(seq));
  expect(log.close()).toBeNull();
  const sizes = namesHere().map((name) => statSync(join(folder, name)).size);
  expect(sizes.length).toBeGreaterThan(5);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(segmentBytesMax);
  expect(readAll(path).lines).toHaveLength(21);
});

it('removes the segments of an earlier log, torn ones too, and no other file', () => {
  writeFileSync(`${path}.50`, '');
  writeFileSync(`${path}.51`, '{"format":"amb');
  writeFileSync(`${path}.52`, 'yours');
  writeFileSync(`${path}.bak`, '{"format":"ambush.session-log"');
  write(path).log.close();
  expect(namesHere()).toEqual(['log', 'log.52', 'log.bak']);
});

it('writes on where it is when the name of the next segment is taken', () => {
  writeFileSync(`${path}.1`, 'yours');
  const { log } = write(path, 1, { segmentBytesMax });
  for (let seq = 1; seq <= 20; seq += 1) log.append(envelope(seq));
  expect(log.close()).toBeNull();
  expect(readFileSync(`${path}.1`, 'utf8')).toBe('yours');
  rmSync(`${path}.1`);
  expect(readAll(path)).toMatchObject({ damage: null, end: { lines: 20 } });
});

it('a line longer than a segment is a segment', () => {
  const { log } = write(path, 1, { segmentBytesMax });
  const long = envelope(2, { payload: { text: 'x'.repeat(5_000) } });
  for (const event of [envelope(1), long, envelope(3)]) log.append(event);
  log.close();
  expect(readAll(path)).toMatchObject({ damage: null, end: { lines: 3 } });
  expect(existsSync(`${path}.2`)).toBe(true);
});

type Call = 'open' | 'write' | 'truncate' | 'sync' | 'close';

/** The real disk, whose calls of these kinds fail from the nth call of all on, so many times. */
function broken(
  kinds: readonly Call[],
  from: number,
  half: boolean,
  times = Number.POSITIVE_INFINITY,
): LogDisk {
  let [calls, failed] = [0, 0];
  const maybe = (kind: Call) => {
    calls += 1;
    if (calls >= from && failed < times && kinds.includes(kind)) {
      failed += 1;
      throw Object.assign(new Error(kind), { code: 'EIO' });
    }
  };
  return {
    ...systemDisk,
    open(where, how) {
      maybe('open');
      const file = systemDisk.open(where, how);
      return {
        ...file,
        write(bytes) {
          try {
            maybe('write');
          } catch (error) {
            // A disk that breaks may have taken a part.
            if (half) file.write(bytes.subarray(0, bytes.length / 2));
            throw error;
          }
          file.write(bytes);
        },
        truncate: (size) => [maybe('truncate'), file.truncate(size)],
        sync: () => [maybe('sync'), file.sync()],
        close: () => [file.close(), maybe('close')],
      };
    },
  };
}

it('whatever call fails, what was acknowledged is read, and the rest is said to be missing', () => {
  const calls = fc.uniqueArray(
    fc.constantFrom<Call>('open', 'write', 'truncate', 'sync', 'close'),
    { minLength: 1 },
  );
  const plan = fc.record({ calls, from: fc.integer({ min: 2, max: 14 }), half: fc.boolean() });
  fc.assert(
    fc.property(plan, fc.integer({ min: 1, max: 12 }), ({ calls: kinds, from, half }, count) => {
      const disk = broken(kinds, from, half);
      const { log } = write(path, 1, { segmentBytesMax, disk });
      let refused = 0;
      for (let seq = 1; seq <= count; seq += 1) {
        try {
          log.append(envelope(seq));
        } catch (error) {
          expect(String(error)).toContain('EIO');
          refused += 1;
        }
        if (seq % 2 === 0) log.flush();
      }
      const acknowledged = log.acknowledged;
      const failure = log.close();
      // Where nothing could be written at all, there is no log.
      if (acknowledged === 0 && !openLog(path).ok) {
        expect(failure).toBe('EIO');
        return;
      }
      const { lines, end, damage } = readAll(path);
      const seqs = lines.flatMap((line) => ('seq' in line ? [line.seq] : []));
      expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, at) => at + 1));
      expect(seqs.length).toBeGreaterThanOrEqual(acknowledged);
      expect(refused).toBeLessThanOrEqual(1);
      if (failure === null) {
        expect([seqs.length, damage, end]).toEqual([count, null, end]);
        expect(end).toMatchObject({ end: 'closed', lines: count });
      } else {
        expect(failure).toBe('EIO');
        expect(damage === null || damage.ordinary).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

it('a disk that fails once and recovers gets the word that the log is incomplete', () => {
  const plan = fc.record({ from: fc.integer({ min: 2, max: 14 }), half: fc.boolean() });
  let failures = 0;
  fc.assert(
    fc.property(plan, ({ from, half }) => {
      const disk = broken(['write'], from, half, 1);
      const { log } = write(path, 1, { segmentBytesMax, disk });
      for (let seq = 1; seq <= 12; seq += 1) {
        try {
          log.append(envelope(seq));
        } catch (error) {
          expect(String(error)).toContain('EIO');
        }
        if (seq % 2 === 0) log.flush();
      }
      const lines = log.acknowledged;
      if (log.close() === null) return;
      failures += 1;
      // What the disk took of the torn batch is cut, so that the word stands on a line of its own.
      const { end, damage } = readAll(path);
      expect(end).toMatchObject({ end: 'incomplete', lines, reason: 'EIO' });
      expect(damage).toBeNull();
    }),
    { numRuns: 40 },
  );
  expect(failures).toBeGreaterThan(10);
});
