/**
 * Goal: an index answers exactly as a scan does, whatever is asked, and whatever became of the
 * index or of the log since it was made; where it cannot be, there is none.
 * Method: logs and questions drawn by chance, asked with and without an index; then the index is
 * deleted, spoilt, kept from another log; the log grows, is cut, changed, and written anew.
 */
import {
  chmodSync,
  existsSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LogQuery } from '../../../machines/record/log-query.ts';
import { indexBytesMin, queryLog } from '../../../runtime/record/query-log.ts';
import { sealLine } from '../../../runtime/record/sealed-line.ts';
import { envelope, logFolder, write } from './log-stage.ts';

const path = join(logFolder(), 'log');
const index = `${path}.index`;

function answer(query: LogQuery, bytesMin: number) {
  const queried = queryLog(path, query, 'log', bytesMin);
  if (!queried.ok) return { problems: queried.problems };
  const { value } = queried;
  const events = [...value.events()];
  const { damage, end, header } = value;
  const types = [...value.types()];
  value.close();
  return { events, damage, end, header, types };
}

/** The answer of the index, after it was found to be the one of a scan. */
function same(query: LogQuery = {}) {
  const indexed = answer(query, 0);
  expect(indexed).toEqual(answer(query, Number.POSITIVE_INFINITY));
  return indexed;
}

const ids = ['aaaaaaaa-1111-4000-8000-000000000000', 'aaaaaaaa-2222-4000-8000-000000000000', 'odd'];
const types = ['clip.started', 'clip.stopped', 'target.ready'];

function writeLog(seed = 1, count = 30, close = true): void {
  const { log, clock } = write(path, seed, { segmentBytesMax: 3_000 });
  for (let seq = 1; seq <= count; seq += 1) {
    const [type = '', correlationId = ''] = [types[seq % 3], ids[(seq >> 1) % 3]];
    const paneId = String(seq % 2);
    log.append(envelope(seq, { type, correlationId, paneId, ts: 100 - (seq % 7) }));
    if (seq % 5 === 0) log.note({ input: 'time' });
    clock.advance(seq % 4);
  }
  if (close) log.close();
  else log.flush();
}

beforeEach(() => {
  rmSync(index, { force: true });
  writeLog();
});

it('answers as a scan does', () => {
  const some = <Value>(...values: readonly Value[]) =>
    fc.option(fc.constantFrom(...values), { nil: undefined });
  const queries = fc.record({
    types: some(['clip.*'], ['target.ready', 'clip.started'], ['*'], ['none']),
    paneId: some('0', '1', '2'),
    correlationId: some(...ids, 'none'),
    correlationStart: some('aaaa', 'aaaaaaaa-1', 'aaaaaaaa-1111-4000', 'od', 'x'),
    since: some(95, 98),
    until: some(96, 99),
    sinceAtMs: some(0, 10, 33),
    untilAtMs: some(5, 20, 40),
    limit: some(1, 3, 100),
  });
  fc.assert(
    fc.property(queries, (drawn) => {
      same(Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)));
    }),
    { numRuns: 40 },
  );
  expect(existsSync(index)).toBe(true);
});

describe('an index that is not right is made anew:', () => {
  it('deleted, foreign, or spoilt at any place', () => {
    same();
    const right = readFileSync(index);
    for (const wrong of [Buffer.from('yours'), Buffer.alloc(0), right.subarray(0, 90)]) {
      writeFileSync(index, wrong);
      same({ type: 'clip.*' });
      expect(readFileSync(index)).toEqual(right);
    }
    for (let at = 0; at < right.length; at += 211) {
      const spoilt = Buffer.from(right);
      spoilt[at] = (spoilt[at] ?? 0) ^ 1;
      writeFileSync(index, spoilt);
      same({ type: 'clip.*', limit: 4 });
    }
  });

  it('of another session', () => {
    same();
    const other = readFileSync(index);
    writeLog(2);
    expect(existsSync(index)).toBe(false);
    writeFileSync(index, other);
    same();
    expect(readFileSync(index)).not.toEqual(other);
  });

  it.each([0, 1, 2])('the log was cut or changed in segment %i, even if its time says not', (n) => {
    const segment = n === 0 ? path : `${path}.${n}`;
    same();
    const bytes = readFileSync(segment);
    const changed = Buffer.from(bytes);
    changed[bytes.length - 40] = (changed[bytes.length - 40] ?? 0) ^ 1;
    for (const wrong of [changed, bytes.subarray(0, -60), Buffer.concat([bytes, bytes])]) {
      writeFileSync(segment, bytes);
      same();
      writeFileSync(segment, wrong);
      expect(same()).toHaveProperty('damage');
    }
  });
});

describe('a log', () => {
  it('that grows is followed', () => {
    const { log } = write(path, 3, { segmentBytesMax: 3_000 });
    for (let seq = 1; seq <= 40; seq += 1) {
      log.append(envelope(seq));
      if (seq % 4 !== 0) continue;
      log.flush();
      expect(same({ limit: 5 }).events?.at(-1)?.seq).toBe(seq);
    }
    log.close();
    expect(same().end).toMatchObject({ lines: 40 });
  });

  it('whose index is old enough is trusted by its times', () => {
    for (const file of [path, `${path}.1`, `${path}.2`, `${path}.3`]) {
      if (existsSync(file)) utimesSync(file, 1_000, 1_000);
    }
    same();
    const spoilt = readFileSync(path);
    spoilt[300] = (spoilt[300] ?? 0) ^ 1;
    writeFileSync(path, spoilt);
    utimesSync(path, 1_000, 1_000);
    // Nothing tells, and no line of the question is hurt: the index is what saves the reading.
    expect(answer({ limit: 1 }, 0).events).toHaveLength(1);
    expect(answer({ limit: 1 }, Number.POSITIVE_INFINITY).damage).not.toBeNull();
  });

  it.runIf(process.getuid?.() !== 0)(
    'in a folder that cannot be written is read (the superuser may write all)',
    () => {
      const folder = join(path, '..');
      chmodSync(folder, 0o555);
      same({ type: 'clip.*' });
      chmodSync(folder, 0o755);
      expect(existsSync(index)).toBe(false);
    },
  );

  it('that is small, or none, has no index', () => {
    answer({}, indexBytesMin);
    expect(existsSync(index)).toBe(false);
    writeFileSync(path, `${JSON.stringify(envelope(1))}\n`);
    expect(same().events).toHaveLength(1);
    writeFileSync(path, 'diary');
    expect(same()).toMatchObject({ problems: [{ code: 'NOT_A_LOG' }] });
    expect(existsSync(index)).toBe(false);
  });
});

it('never writes where a link of somebody else leads', () => {
  const victim = join(path, '..', 'victim');
  const trap = `${index}.${process.pid}.tmp`;
  writeFileSync(victim, 'mine');
  symlinkSync(victim, trap);
  same();
  expect(readFileSync(victim, 'utf8')).toBe('mine');
  expect(existsSync(index)).toBe(false);
  rmSync(trap);
  same();
  expect(existsSync(index)).toBe(true);
});

it('notices a log of the same length that was written anew in the same session', () => {
  same();
  const bytes = readFileSync(path);
  const other = Buffer.from(bytes);
  // One digit of a payload is changed, and the line sealed anew, so that only its text differs.
  const text = other.toString('utf8');
  const line = text.split('\n')[3] ?? '';
  const changed = sealLine({ ...JSON.parse(line.replace(/,"crc":"[0-9a-f]{8}"}$/, '}')), ts: 99 });
  const again = text.replace(`${line}\n`, changed.text);
  expect(again.length).toBe(text.length);
  writeFileSync(path, again);
  const { eventId, ts } = JSON.parse(line);
  expect(ts).toBeLessThan(99);
  const seen = same({ since: 99 });
  const ids = 'events' in seen ? seen.events?.map((event) => event.eventId) : [];
  expect(ids).toContain(eventId);
});
