/**
 * Goal: nothing becomes an event whose type, pane, ids or payload are not right; a refusal names
 * fields and never quotes a value.
 * Method: what passes, and each way not to.
 */
import { expect, it } from 'vitest';
import { intentTypes, readDraft, readEnvelope } from '../../../machines/kernel/intake.ts';

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

const messageOf = (read: ReturnType<typeof readDraft> | ReturnType<typeof readEnvelope>) =>
  read.ok ? null : read.problems.map(({ code, message }) => `${code}: ${message}`).join();

it.each<[object, string]>([
  [{ type: 'no.type' }, 'UNKNOWN_TYPE: Expected a type of the taxonomy, got "no.type".'],
  [
    { type: 'x'.repeat(80) },
    `UNKNOWN_TYPE: Expected a type of the taxonomy, got "${'x'.repeat(64)}".`,
  ],
  [{ type: 7 }, 'UNKNOWN_TYPE: Expected a type of the taxonomy, got number.'],
  [{ type: 'bus.error' }, 'KERNEL_TYPE: Expected a type that others may say, got bus.error.'],
  [{ paneId: '2' }, 'UNKNOWN_PANE: Expected a pane of this kernel, got "2".'],
  [{ source: '' }, 'SOURCE: Expected a source, got none or one that is too long.'],
  [{ correlationId: '' }, 'CORRELATION: Expected correlationId to be an id.'],
  [{ causationId: '' }, 'CAUSATION: Expected causationId to be an id or null.'],
  [{ payload: 7 }, 'PAYLOAD: Expected the payload of focus.locked to be an object.'],
])('says of %j what was expected', (more, message) => {
  expect(messageOf(readDraft({ ...report, ...more }, panes))).toBe(message);
});

it('takes a draft over as it is, with names up to 256 characters', () => {
  const whole = { ...report, correlationId: 'c', causationId: 'x'.repeat(256), payload: {} };
  const read = readDraft(whole, panes);
  expect(read.ok && read.value).toEqual(whole);
});

it.each([
  ...['pane.state.changed', 'inject.deferred', 'inject.resumed', 'resize.coalesced'],
  ...['resize.storm.detected', 'focus.arbitration.resolved', 'focus.arbitration.conflict'],
  ...['focus.steal.blocked', 'contract.checked', 'safemode.exited', 'telemetry.disabled'],
])('lets nobody else say %s', (type) => {
  expect(codeOf(readDraft({ ...report, type }, panes))).toBe('KERNEL_TYPE');
});

it('has one way in for two intents', () => {
  expect([...intentTypes]).toEqual(['inject.requested', 'resize.requested']);
});

it('names every wrong field of a payload', () => {
  const payload = { cols: 'x', rows: 'y' };
  expect(messageOf(readDraft({ ...report, type: 'resize.completed', payload }, panes))).toBe(
    'PAYLOAD: Expected a payload of resize.completed, got a wrong cols (invalid_type), rows (invalid_type).',
  );
});

it.each<[unknown, string]>([
  [null, 'ENVELOPE: Expected an envelope, got null.'],
  ['x', 'ENVELOPE: Expected an envelope, got "x".'],
  [
    { ...envelope, type: 'no.type' },
    'UNKNOWN_TYPE: Expected a type of the taxonomy, got "no.type".',
  ],
  [{ ...envelope, eventId: '' }, 'ENVELOPE: Expected ids, a source and a pane.'],
  [{ ...envelope, causationId: 7 }, 'ENVELOPE: Expected ids, a source and a pane.'],
  [{ ...envelope, seq: 1.5 }, 'ENVELOPE: Expected a seq from 1 on.'],
  [{ ...envelope, ts: 'now' }, 'ENVELOPE: Expected a time.'],
  [
    { ...envelope, payload: null },
    'PAYLOAD: Expected the payload of daemon.write.ack to be an object.',
  ],
])('says of an envelope %j what was expected', (given, message) => {
  expect(messageOf(readEnvelope(given as never))).toBe(message);
});

it('takes what was redacted for right on the other side only', () => {
  const payload = { status: { redacted: true, length: 8 } };
  const draft = { ...report, type: 'daemon.write.ack', payload };
  expect(codeOf(readDraft(draft, panes))).toBe('PAYLOAD');
  for (const status of [{ redacted: false }, null, { length: 8 }]) {
    expect(readEnvelope({ ...envelope, payload: { status } }).ok).toBe(false);
  }
  expect(readEnvelope({ ...envelope, causationId: 'parent' }).ok).toBe(true);
});
