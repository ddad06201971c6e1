/**
 * Goal: nothing becomes an event whose type, pane, ids or payload are not right; a refusal names
 * fields and never quotes a value.
 * Method: what passes, and each way not to.
 */
import { expect, it } from 'vitest';
import { readDraft, readEnvelope } from '../../../machines/kernel/intake.ts';

const panes = new Set(['1']);
const report = { type: 'focus.locked', paneId: '1', source: 'terminal.js' };
const codeOf = (read: ReturnType<typeof readDraft>) => (read.ok ? 'ok' : read.problems[0]?.code);

it.each([
  [{}, 'ok'],
  [{ paneId: 'system' }, 'ok'],
  [{ payload: { owner: 'user', unheard: { deep: 1 } } }, 'ok'],
  [{ correlationId: 'c', causationId: null }, 'ok'],
  [{ type: 'xstate.stop' }, 'UNKNOWN_TYPE'],
  [{ type: '__proto__' }, 'UNKNOWN_TYPE'],
  [{ type: 'safemode.entered' }, 'KERNEL_TYPE'],
  [{ type: 'inject.resumed' }, 'KERNEL_TYPE'],
  [{ paneId: '2' }, 'UNKNOWN_PANE'],
  [{ source: '' }, 'SOURCE'],
  [{ correlationId: '' }, 'CORRELATION'],
  [{ causationId: 'x'.repeat(257) }, 'CAUSATION'],
  [{ payload: [] as never }, 'PAYLOAD'],
  [{ payload: { owner: 7 } }, 'PAYLOAD'],
])('%j is %s', (more, code) => {
  expect(codeOf(readDraft({ ...report, ...more }, panes))).toBe(code);
});

it('names the field that is wrong, and quotes no value', () => {
  const payload = { confidence: 'canary' };
  const read = readDraft({ ...report, type: 'cli.compaction.started', payload }, panes);
  expect(read.ok ? [] : read.problems.map(({ message }) => message)).toEqual([
    'Expected a payload of cli.compaction.started, got a wrong confidence (invalid_type).',
  ]);
});

const envelope = {
  eventId: 'e',
  correlationId: 'c',
  causationId: null,
  type: 'daemon.write.ack',
  source: 'daemon',
  paneId: '9',
  ts: 1,
  seq: 1,
  payload: { status: 'accepted' },
};

it.each([
  [{}, true],
  [{ payload: { status: { redacted: true, length: 8 } } }, true],
  [{ payload: { status: 'unheard' } }, false],
  [{ seq: 0 }, false],
  [{ ts: Number.NaN }, false],
  [{ type: 'nothing.known' }, false],
  [{ correlationId: '' }, false],
])('an envelope with %j is taken: %s', (more, taken) => {
  const read = readEnvelope({ ...envelope, ...more });
  expect(read.ok).toBe(taken);
  if (read.ok) expect(read.value).toEqual({ ...envelope, ...more });
});

it('refuses what is no envelope at all', () => {
  expect(readEnvelope(null as never).ok).toBe(false);
  expect(readEnvelope('x' as never).ok).toBe(false);
});
