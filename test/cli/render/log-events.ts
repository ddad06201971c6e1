/**
 * Events of a session as they lie in its log, for the screens that are drawn from one: a run with
 * a crash, a message that had to wait, and a hostile hand at the keys.
 */
import type { LoggedEvent } from '../../../machines/record/session-line.ts';

const startedAt = Date.UTC(2026, 1, 9, 12, 0, 0);
let count = 0;

function id(number: number): string {
  return `${((number * 0x9e3779b1) % 2 ** 32).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
}

function said(
  atMs: number,
  type: string,
  source: string,
  payload: Readonly<Record<string, unknown>>,
  [operation, paneId = 'system']: readonly [number, string?] = [1],
): LoggedEvent {
  count += 1;
  const ids = { eventId: id(count), correlationId: id(operation), causationId: null };
  const ts = startedAt + Math.round(atMs);
  return { ...ids, type, source, paneId, ts, seq: count, payload, atMs };
}

const reasons = [{ contractId: 'focus-lock-guard', detail: 'locked', saw: {} }];
const open = { focusLocked: false };
const shut = { focusLocked: true };

export const logEvents: readonly LoggedEvent[] = [
  said(23.4, 'run.started', 'conductor', {
    ...{ seed: 42, durationMs: 9_000, timelineHash: 'c3f90b35'.repeat(8), events: 2 },
    cadenceMs: 500,
  }),
  said(24.1, 'target.start.requested', 'target', {
    ...{ atMs: 1, life: 1, program: 'node', args: { redacted: true, length: 40 } },
    env: { redacted: true, length: 2 },
  }),
  said(35.2, 'target.started', 'hands', { atMs: 12, life: 1, pid: 4711 }),
  said(970.4, 'target.ready', 'target', { atMs: 947, life: 1 }),
  said(
    973.3,
    'clip.scheduled',
    'clip',
    {
      ...{ atMs: 950, clipId: 'busy-neighbour', axis: 'cpu', track: 'cpu', startMs: 2_000 },
      ...{ durationMs: 7_000, unit: 'percent', from: 10, to: 100 },
    },
    [7],
  ),
  said(2_224.1, 'sample.taken', 'hands', {
    ...{ atMs: 2_201, tick: 1, missed: 0, overheadMs: 0.5, target: null },
    host: {
      ...{ cpuLoad: 0.86, memoryUsed: 0.043, cpuPressure: 0, memoryPressure: 0 },
      ioPressure: null,
    },
  }),
  said(2_230, 'typing.activity', 'terminal.js', { keys: 3 }, [12, '1']),
  said(2_230, 'pane.state.changed', 'kernel', { from: { gates: open }, to: { gates: shut } }, [
    12,
    '1',
  ]),
  said(2_400.5, 'inject.requested', 'injection.js', { body: { redacted: true, length: 5 } }, [
    14,
    '1',
  ]),
  said(
    2_400.5,
    'inject.deferred',
    'kernel',
    {
      ...{ reason: 'locked', contractId: 'focus-lock-guard', reasons, remainingMs: 45_000 },
    },
    [14, '1'],
  ),
  said(
    5_094.9,
    'target.crashed',
    'target',
    { atMs: 5_071, life: 1, signal: 'SIGSEGV', core: true, active: ['busy-neighbour'] },
    [7],
  ),
  said(
    5_098.2,
    'clip.stopped',
    'clip',
    {
      ...{ atMs: 5_074, clipId: 'busy-neighbour', unit: 'percent', asked: 100 },
      ...{ delivered: 37.96, detail: {} },
    },
    [7],
  ),
  said(
    65_000,
    'extension.said.something.very.long.indeed',
    'a-source-with-a-long-name',
    {
      text: 'evil \u001b[2J \u202e text\nwith lines',
      list: ['a', 'b'],
      nested: { deep: { er: 1 } },
    },
    [20, 'pane-with-name'],
  ),
  said(3_723_456.7, 'run.ended', 'conductor', {
    ...{ atMs: 3_723_433, status: 'completed', leftovers: [], orphanGuard: 'cgroup.kill' },
  }),
];
