/**
 * Goal: every envelope is one line, in order; a disk that refuses ends the log, not the run.
 * Method: real files and the device that is always full, on a virtual clock.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { logLineSchema } from '../../../machines/record/line-schema.ts';
import { createSeededRandom } from '../../../runtime/host/random.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';
import { lineBytesMax } from '../../../runtime/record/raw-lines.ts';
import {
  batchAgeMaxMs,
  batchBytesMax,
  openSessionLog,
} from '../../../runtime/record/session-log.ts';
import { envelope, logFolder, readAll, write } from './log-stage.ts';

const folder = logFolder();
const path = join(folder, 'session.ndjson');

describe('session log', () => {
  it('gives a line its time, unless it has one', () => {
    const path = join(folder, 'times.ndjson');
    const { log, clock } = write(path);
    clock.advance(7);
    log.append(envelope(1));
    log.write({ ...envelope(2), atMs: 3 });
    log.close();
    expect(readAll(path).lines.map(({ atMs }) => atMs)).toEqual([7, 3, 7]);
    expect(readFileSync(path, 'utf8').match(/"atMs":3[,}]/g)).toHaveLength(1);
  });

  it('empties an old file and keeps all lines in order, however many', () => {
    writeFileSync(path, 'yesterday');
    const { log, clock } = write(path);
    const said = Array.from({ length: 600 }, (_, at) =>
      envelope(at + 1, { payload: { text: 'line\nbreak ü \ud800' } }),
    );
    for (const event of said) {
      log.append(event);
      clock.advance(0.25);
    }
    log.note({ input: 'stop', why: 'enough' });
    expect(log.close()).toBeNull();
    expect(log.close()).toBeNull();
    const { lines, header, damage, end } = readAll(path);
    expect(lines.slice(0, 600)).toEqual(said.map((event, at) => ({ ...event, atMs: at / 4 })));
    expect(lines[600]).toEqual({ input: 'stop', why: 'enough', atMs: 150 });
    expect(end).toEqual({ end: 'closed', lines: 601, atMs: 150 });
    expect([header?.segment, lines.length, damage]).toEqual([0, 602, null]);
  });

  it('is plain JSON to any other reader, the checksum being the last key', () => {
    const { log } = write(path);
    log.append(envelope(1));
    log.close();
    const texts = readFileSync(path, 'utf8').trimEnd().split('\n');
    const parsed = texts.map((text) => JSON.parse(text));
    expect(parsed.map((line) => Object.keys(line).at(-1))).toEqual(['crc', 'crc', 'crc']);
    for (const line of parsed) expect(logLineSchema.safeParse(line).error).toBeUndefined();
    expect(parsed[0]).toMatchObject({
      format: 'ambush.session-log',
      version: 1,
    });
    expect(parsed[1]).toMatchObject({ ...envelope(1), atMs: 0 });
  });

  it(`writes within ${batchAgeMaxMs} ms, or when a batch is full, or when asked`, () => {
    const { log, clock } = write(path);
    log.append(envelope(1));
    expect([readFileSync(path, 'utf8'), log.acknowledged]).toEqual(['', 0]);
    clock.advance(batchAgeMaxMs);
    expect([readAll(path).lines.length, log.acknowledged]).toEqual([1, 1]);
    log.append(envelope(2, { payload: { text: 'y'.repeat(batchBytesMax) } }));
    expect(log.acknowledged).toBe(2);
    log.append(envelope(3));
    log.flush();
    expect([readAll(path).lines.length, log.acknowledged]).toEqual([3, 3]);
    log.close();
    expect(() => log.append(envelope(4))).toThrow('closed');
  });

  it('refuses a line that no reader would take, and goes on', () => {
    const { log } = write(path);
    const long = envelope(1, { payload: { text: 'x'.repeat(lineBytesMax) } });
    expect(() => log.append(long)).toThrow('no line of the log may have');
    log.append(envelope(2));
    expect(log.close()).toBeNull();
    expect(readAll(path)).toMatchObject({ damage: null, end: { lines: 1 } });
  });

  it('ends as incomplete when its writer cannot go on', () => {
    const { log } = write(path);
    log.append(envelope(1));
    log.abandon('LINE_TOO_LONG');
    log.abandon('once is enough');
    expect(() => log.append(envelope(2))).toThrow('LINE_TOO_LONG');
    expect(log.close()).toBe('LINE_TOO_LONG');
    const end = { end: 'incomplete', lines: 1, reason: 'LINE_TOO_LONG' };
    expect(readAll(path)).toMatchObject({ damage: null, end });
  });

  it('tells why it cannot be opened', () => {
    const ground = { clock: createVirtualClock(), random: createSeededRandom(1) };
    expect(openSessionLog(join(folder, 'missing', 'log'), ground)).toEqual({ error: 'ENOENT' });
  });

  it.runIf(existsSync('/dev/full'))('gives up on a full disk, says so once, and goes on', () => {
    const { log, clock } = write('/dev/full');
    log.append(envelope(1));
    clock.advance(batchAgeMaxMs);
    expect(() => log.append(envelope(2))).toThrow('ENOSPC');
    expect(() => log.append(envelope(3))).not.toThrow();
    expect(log.close()).toBe('ENOSPC');
  });
});
