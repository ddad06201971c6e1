/**
 * A folder of its own with session logs in it, written by the real writer on a virtual clock.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import type { SessionLine } from '../../../machines/record/session-line.ts';
import { createSeededRandom } from '../../../runtime/host/random.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';
import { type LogReading, openLog } from '../../../runtime/record/log-reader.ts';
import {
  openSessionLog,
  type SessionLog,
  type SessionLogOptions,
} from '../../../runtime/record/session-log.ts';

/** Removed when the file's tests are over. */
export function logFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ambush-log-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function envelope(seq: number, more: Partial<Envelope> = {}): Envelope {
  const id = `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`;
  const ids = { eventId: id, correlationId: id, causationId: null };
  const told = { type: 'clip.armed', source: 'clip', paneId: 'system', ts: seq, seq };
  return { ...ids, ...told, payload: { atMs: seq, clipId: 'spike' }, ...more };
}

export interface Written {
  readonly log: SessionLog;
  readonly clock: ReturnType<typeof createVirtualClock>;
}

export function write(path: string, seed = 1, options: SessionLogOptions = {}): Written {
  const clock = createVirtualClock();
  const log = openSessionLog(path, { clock, random: createSeededRandom(seed) }, options);
  if ('error' in log) throw new Error(log.error);
  return { log, clock };
}

export function read(path: string): LogReading {
  const reading = openLog(path);
  if (!reading.ok) throw new Error(reading.problems[0]?.message);
  return reading.value;
}

/** All lines, and what the reading met. */
export function readAll(path: string) {
  const reading = read(path);
  const lines: readonly SessionLine[] = [...reading.lines()];
  reading.close();
  const { header, damage, end } = reading;
  return { header, lines, damage, end };
}
