/**
 * Cost of the session log: appending beside a bare write of the same lines in the same batches,
 * and questions by the index beside a scan of all lines, for logs of two sizes. The pairs are taken
 * in turns.
 */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { LogQuery } from '../../machines/record/log-query.ts';
import { createSystemClock } from '../../runtime/host/clock.ts';
import { createSeededRandom } from '../../runtime/host/random.ts';
import { queryLog } from '../../runtime/record/query-log.ts';
import { batchBytesMax, openSessionLog } from '../../runtime/record/session-log.ts';
import { type Bench, median } from './bench.ts';

const appended = 50_000;
const rounds = 5;
const sizes = { '100k': 100_000, '1m': 1_000_000 } as const;

const random = createSeededRandom(7);
const types = ['clip.started', 'clip.stopped', 'target.ready', 'sample.taken', 'stressor.measured'];
let correlationId = random.uuid();

/** Twenty events to an operation, one of a thousand a crash. */
function envelope(seq: number): Envelope {
  if (seq % 20 === 0) correlationId = random.uuid();
  const type = seq % 1_000 === 0 ? 'target.crashed' : (types[seq % types.length] ?? '');
  const ids = { eventId: random.uuid(), correlationId, causationId: null };
  const payload = {
    atMs: seq * 1.37,
    clipId: `clip-${seq % 9}`,
    asked: seq,
    delivered: seq * 0.93,
  };
  return { ...ids, type, source: 'hands', paneId: String(seq % 3), ts: seq, seq, payload };
}

function writeLog(path: string, events: Iterable<Envelope>): number {
  const log = openSessionLog(path, { clock: createSystemClock(), random: createSeededRandom(1) });
  if ('error' in log) throw new Error(log.error);
  const began = process.hrtime.bigint();
  for (const event of events) log.append(event);
  log.flush();
  const ns = Number(process.hrtime.bigint() - began);
  const failure = log.close();
  if (failure !== null) throw new Error(failure);
  return ns;
}

/** The same events as JSON, without seal, time or end. */
function writeBare(path: string, events: readonly Envelope[]): number {
  const file = openSync(path, 'w');
  const began = process.hrtime.bigint();
  let batch: string[] = [];
  let size = 0;
  for (const event of events) {
    const line = `${JSON.stringify(event)}\n`;
    batch.push(line);
    size += line.length;
    if (size < batchBytesMax) continue;
    writeSync(file, batch.join(''));
    batch = [];
    size = 0;
  }
  writeSync(file, batch.join(''));
  const ns = Number(process.hrtime.bigint() - began);
  closeSync(file);
  return ns;
}

function appendFigures(folder: string) {
  const events = Array.from({ length: appended }, (_, at) => envelope(at + 1));
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(writeBare(join(folder, 'bare'), events) / appended);
    ours.push(writeLog(join(folder, 'ours'), events) / appended);
  }
  const [append_ns, bare_ns] = [median(ours), median(bare)];
  const bytes = readFileSync(join(folder, 'ours')).length / appended;
  return { append_ns, bare_ns, append_ratio: append_ns / bare_ns, bytes_per_event: bytes };
}

function* many(count: number): Generator<Envelope> {
  for (let seq = 1; seq <= count; seq += 1) yield envelope(seq);
}

/** Milliseconds and answers of a question; `bytesMin` decides whether there is an index. */
function ask(path: string, query: LogQuery, bytesMin: number): readonly [number, number] {
  const began = process.hrtime.bigint();
  const queried = queryLog(path, query, path, bytesMin);
  if (!queried.ok) throw new Error('Expected a log.');
  const found = [...queried.value.events()].length;
  queried.value.close();
  return [Number(process.hrtime.bigint() - began) / 1e6, found];
}

function queryFigures(folder: string, name: keyof typeof sizes) {
  const path = join(folder, name);
  writeLog(path, many(sizes[name]));
  const questions: readonly LogQuery[] = [{ correlationId }, { type: 'target.crashed' }];
  const [first] = ask(path, { limit: 1 }, 0);
  const [indexed, scanned]: [number[], number[]] = [[], []];
  for (const query of questions) {
    for (let round = 0; round < 3; round += 1) {
      const [byIndex, found] = ask(path, query, 0);
      const [byScan, expected] = ask(path, query, Number.POSITIVE_INFINITY);
      if (found !== expected || found === 0) throw new Error(`Expected ${expected}, got ${found}.`);
      indexed.push(byIndex);
      scanned.push(byScan);
    }
  }
  const [index_ms, scan_ms] = [median(indexed), median(scanned)];
  return {
    [`make_index_${name}_ms`]: first,
    [`index_${name}_ms`]: index_ms,
    [`scan_${name}_ms`]: scan_ms,
    [`scan_by_index_${name}_ratio`]: scan_ms / index_ms,
  };
}

export const bench: Bench = {
  name: 'session-log',
  aim: 'appending at most 2 times a bare write; the index 10 times faster than a scan at 1 m events',
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'ambush-bench-log-'));
    try {
      const append = appendFigures(folder);
      const small = queryFigures(folder, '100k');
      const large = queryFigures(folder, '1m');
      const met = append.append_ratio <= 2 && (large.scan_by_index_1m_ratio ?? 0) >= 10;
      const notes = ['make_index is the first question, which reads the log and writes the index'];
      return { figures: { ...append, ...small, ...large }, met, notes };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
