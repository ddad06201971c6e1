/**
 * Goal: a reader takes the longest valid prefix of a log, whatever was done to it, and says where
 * it stopped; it never says more, or other, than was written.
 * Method: a small log, cut at every byte; any single bit of it flipped; lines taken out; segments
 * lost, mixed and spoilt; a log that is read while it is written.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLog, openLogBytes } from '../../../runtime/record/log-reader.ts';
import { envelope, logFolder, read, readAll, write } from './log-stage.ts';

const folder = logFolder();
const place = (name: string) => join(folder, name);

/** A log of five lines, with the byte behind each. */
function small() {
  const { log } = write(place('small'));
  for (let seq = 1; seq <= 2; seq += 1) log.append(envelope(seq, { payload: { text: 'ü\n*J' } }));
  log.note({ input: 'stop' });
  log.close();
  const bytes = readFileSync(place('small'));
  const ends = [...bytes.keys()].filter((at) => bytes[at] === 0x0a).map((at) => at + 1);
  return { bytes, ends, whole: readAll(place('small')).lines };
}

function readBytes(bytes: Uint8Array) {
  const opened = openLogBytes(bytes, 'log');
  if (!opened.ok) return { problem: opened.problems[0]?.code };
  const lines = [...opened.value.lines()];
  const { damage, end } = opened.value;
  return { lines, damage, end };
}

describe('a log', () => {
  it('cut at every byte gives its longest valid prefix', () => {
    const { bytes, ends, whole } = small();
    const wrong: unknown[] = [];
    for (let length = 0; length < bytes.length; length += 1) {
      const kept = ends.filter((end) => end <= length).length;
      const byte = ends[kept - 1] ?? 0;
      const torn = { file: 'log', line: kept + 1, byte, reason: 'torn' };
      const damage = { ...torn, unreadBytes: length - byte, ordinary: true };
      const expected =
        kept === 0
          ? { problem: 'NOT_A_LOG' }
          : {
              lines: whole.slice(0, kept - 1),
              damage: length === byte ? null : damage,
              end: null,
            };
      const found = readBytes(bytes.subarray(0, length));
      if (!isSame(found, expected)) wrong.push({ length, found, expected });
    }
    expect(wrong).toEqual([]);
    expect(readBytes(bytes)).toMatchObject({ lines: whole, damage: null, end: { lines: 3 } });
  });

  it('shows the flip of any single bit, and gives nothing from there on', () => {
    const { bytes, ends, whole } = small();
    const missed: number[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const { problem, lines, damage } = readBytes(flipped);
      const before = ends.filter((end) => end <= bit >> 3).length;
      const isNoticed =
        before === 0
          ? problem === 'NOT_A_LOG'
          : isSame(lines, whole.slice(0, before - 1)) &&
            isSame([damage?.line, damage?.byte], [before + 1, ends[before - 1]]);
      if (!isNoticed) missed.push(bit);
    }
    expect(missed).toEqual([]);
  });

  it('never gives what was not written, whatever lies in the file', () => {
    const { bytes, whole } = small();
    const splice = fc.record({ at: fc.nat(bytes.length), cut: fc.nat(400), more: fc.uint8Array() });
    fc.assert(
      fc.property(fc.array(splice, { minLength: 1, maxLength: 3 }), (splices) => {
        let spoilt = bytes;
        for (const { at, cut, more } of splices) {
          spoilt = Buffer.concat([spoilt.subarray(0, at), more, spoilt.subarray(at + cut)]);
        }
        const { lines = [] } = readBytes(spoilt);
        const known = lines.map((line) => whole.findIndex((one) => isSame(one, line)));
        expect(known).not.toContain(-1);
      }),
    );
  });

  it('misses a line that was taken out, or put twice, by the count at its end', () => {
    const { bytes, ends } = small();
    const part = (from: number, to: number) => bytes.subarray(ends[from], ends[to]);
    const without = Buffer.concat([bytes.subarray(0, ends[1]), part(2, 4)]);
    expect(readBytes(without).damage).toMatchObject({ reason: 'line-count', unreadBytes: 0 });
    const twice = Buffer.concat([bytes.subarray(0, ends[1]), part(0, 4)]);
    expect(readBytes(twice).damage).toMatchObject({ reason: 'line-count' });
  });

  it('ends at its end', () => {
    const { bytes, whole } = small();
    for (const more of ['x', 'x\n']) {
      const found = readBytes(Buffer.concat([bytes, Buffer.from(more)]));
      expect(found.lines).toEqual(whole);
      expect(found.damage).toMatchObject({ reason: 'after-end', unreadBytes: more.length });
    }
  });
});

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

describe('segments', () => {
  const path = place('many');

  function many(seed = 1, count = 12, where = path) {
    const { log } = write(where, seed, { segmentBytesMax: 900 });
    for (let seq = 1; seq <= count; seq += 1) log.append(envelope(seq));
    log.close();
    return readAll(where);
  }

  it('are followed to the end, and only the first is the log', () => {
    const { lines, damage, end } = many();
    expect([lines.length, damage, end?.lines]).toEqual([13, null, 12]);
    const second = openLog(`${path}.2`, 'many.2');
    expect(second.ok ? [] : second.problems).toMatchObject([
      { code: 'NOT_A_LOG', hint: 'Try many; the rest is found.' },
    ]);
  });

  it('of another session are not taken for the next', () => {
    many(2, 12, place('other'));
    const { lines } = many();
    writeFileSync(`${path}.2`, readFileSync(`${place('other')}.2`));
    const mixed = readAll(path);
    expect(mixed.lines).toEqual(lines.slice(0, mixed.lines.length));
    expect(mixed.damage).toMatchObject({ file: `${path}.2`, reason: 'does-not-follow', line: 1 });
    expect(mixed.lines.length).toBeGreaterThan(3);
  });

  it('that were cut are not passed over', () => {
    many();
    const bytes = readFileSync(`${path}.1`);
    const cutAt = (length: number) => {
      writeFileSync(`${path}.1`, bytes.subarray(0, length));
      return readAll(path).damage;
    };
    const lastLine = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1;
    expect(cutAt(lastLine)).toMatchObject({ file: `${path}.2`, reason: 'does-not-follow' });
    expect(cutAt(lastLine + 9)).toMatchObject({
      file: `${path}.1`,
      reason: 'torn',
      ordinary: false,
    });
    expect(cutAt(0)).toMatchObject({ file: `${path}.2`, reason: 'does-not-follow' });
  });

  it('that are gone leave a trace', () => {
    const { lines } = many();
    rmSync(`${path}.1`);
    const { damage, ...left } = readAll(path);
    expect(damage).toMatchObject({ file: path, reason: 'missing-segment' });
    expect(left.lines).toEqual(lines.slice(0, left.lines.length));
  });

  it('of others that have such a name are left alone', () => {
    write(place('short')).log.close();
    writeFileSync(`${place('short')}.1`, 'the diary of somebody else');
    expect(readAll(place('short'))).toMatchObject({ damage: null, end: { end: 'closed' } });
  });
});

describe('while it is written', () => {
  it('gives what is there, and more when it is read again', () => {
    const path = place('growing');
    const { log } = write(path, 1, { segmentBytesMax: 2_000 });
    let seen = 0;
    for (let seq = 1; seq <= 40; seq += 1) {
      log.append(envelope(seq));
      if (seq % 3 === 0) log.flush();
      if (log.acknowledged === 0) continue;
      const { lines, damage, end } = readAll(path);
      expect([lines.length, damage, end]).toEqual([log.acknowledged, null, null]);
      expect(lines.length).toBeGreaterThanOrEqual(seen);
      seen = lines.length;
    }
    log.close();
    expect(readAll(path).lines).toHaveLength(41);
  });

  it('goes on through segments that are begun while it reads', () => {
    const path = place('racing');
    const { log } = write(path, 1, { segmentBytesMax: 2_000 });
    log.append(envelope(1));
    log.flush();
    const reading = read(path);
    const seqs: number[] = [];
    for (const event of reading.events()) {
      seqs.push(event.seq);
      if (event.seq >= 60) continue;
      log.append(envelope(event.seq + 1));
      log.flush();
    }
    expect(seqs).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
    expect(reading.damage).toBeNull();
    reading.close();
    log.close();
  });
});

describe('a place that is no regular file', () => {
  it.runIf(process.platform === 'linux')('is read once and kept', () => {
    small();
    const script = `
      import { openLog } from ${JSON.stringify(new URL('../../../dist/runtime/record/log-reader.js', import.meta.url).href)};
      const { value } = openLog('/dev/stdin');
      console.log([...value.lines()].length, [...value.lines()].length);`;
    const pipe = 'cat "$1" | "$2" --input-type=module -e "$3"';
    const words = ['-c', pipe, 'sh', place('small'), process.execPath, script];
    expect(String(execFileSync('sh', words))).toBe('4 4\n');
  });
});
