/**
 * Goal: every envelope is one line, in order; a disk that refuses ends the log, not the run.
 * Method: a real file and the device that is always full, on a virtual clock.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';
import {
  batchAgeMaxMs,
  batchBytesMax,
  openSessionLog,
  type SessionLog,
} from '../../../runtime/record/session-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambush-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'session.ndjson');
const clock = createVirtualClock();

function envelope(seq: number, text = 'x'): Envelope {
  const id = `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`;
  const ids = { eventId: id, correlationId: id, causationId: null };
  const payload = { atMs: seq, text };
  return { ...ids, type: 'clip.armed', source: 'test', paneId: 'system', ts: seq, seq, payload };
}

function open(where: string): SessionLog {
  const log = openSessionLog(where, clock);
  if ('error' in log) throw new Error(log.error);
  return log;
}

const lines = () =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));

describe('session log', () => {
  it('empties an old file and keeps all envelopes in order, however many', () => {
    writeFileSync(path, 'yesterday');
    const log = open(path);
    const said = Array.from({ length: 2000 }, (_, at) => envelope(at + 1, 'line\nbreak ü'));
    for (const event of said) log.append(event);
    expect(log.close()).toBeNull();
    expect(lines()).toEqual(said);
    expect(log.close()).toBeNull();
  });

  it(`writes within ${batchAgeMaxMs} ms, or when a batch is full`, () => {
    const log = open(path);
    log.append(envelope(1));
    expect(lines()).toEqual([]);
    clock.advance(batchAgeMaxMs);
    expect(lines()).toEqual([envelope(1)]);
    log.append(envelope(2, 'y'.repeat(batchBytesMax)));
    expect(lines()).toHaveLength(2);
    log.close();
  });

  it('tells why it cannot be opened', () => {
    expect(openSessionLog(join(folder, 'missing', 'log'), clock)).toEqual({ error: 'ENOENT' });
  });

  it.runIf(existsSync('/dev/full'))('gives up on a full disk, says so once, and goes on', () => {
    const log = open('/dev/full');
    log.append(envelope(1));
    clock.advance(batchAgeMaxMs);
    expect(() => log.append(envelope(2))).toThrow('ENOSPC');
    expect(() => log.append(envelope(3))).not.toThrow();
    expect(log.close()).toBe('ENOSPC');
  });
});
