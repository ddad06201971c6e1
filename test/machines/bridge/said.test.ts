/**
 * Goal: whatever hands say crosses the bridge unchanged, with the causal chain in the envelope of
 * section 7.2; what is no message is none. Method: arbitrary messages there and back through the
 * text of the line, and hostile events.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  classOf,
  eventTextOf,
  isNumbered,
  type Said,
  saidOf,
} from '../../../machines/bridge/said.ts';
import { eventLineOf, readLine } from '../../../machines/bridge/wire.ts';
import { arbitraryAnswer, arbitraryMeta, arbitraryPaneMessage } from './arbitrary.ts';

const said: fc.Arbitrary<Said> = fc.oneof(
  arbitraryAnswer.map((message): Said => ({ port: 'hands', message })),
  arbitraryPaneMessage.map((message): Said => ({ port: 'panes', message })),
);
const stamp = { eventId: 'e-1', ts: 1_700_000_000_000, seq: 9, source: 'daemon', cause: null };

function across(one: Said) {
  const line = eventLineOf(eventTextOf(one, stamp), 7, 8);
  const read = readLine(JSON.parse(line) as Record<string, unknown>);
  return read?.is === 'event' ? { read, said: saidOf(read.event) } : null;
}

describe('what hands say', () => {
  it('comes out as it went in', () => {
    fc.assert(
      fc.property(said, (one) => {
        const crossed = across(one);
        expect(crossed?.said).toEqual(JSON.parse(JSON.stringify(one)));
        expect(crossed?.read).toMatchObject({ bridgeSeq: 7, bridgeTs: 8 });
      }),
    );
  });

  it('carries the cause in its envelope', () => {
    fc.assert(
      fc.property(arbitraryAnswer, (message) => {
        const { event } = across({ port: 'hands', message })?.read ?? {};
        const { correlationId, eventId } = message.meta;
        expect(event).toMatchObject({ correlationId, causationId: eventId, paneId: 'system' });
      }),
    );
    fc.assert(
      fc.property(arbitraryPaneMessage, arbitraryMeta, (message, cause) => {
        const text = eventTextOf({ port: 'panes', message }, { ...stamp, cause });
        expect(JSON.parse(text)).toMatchObject({
          correlationId: cause.correlationId,
          causationId: cause.eventId,
          paneId: 'paneId' in message ? message.paneId : 'system',
        });
      }),
    );
  });

  it('is a root where nothing caused it', () => {
    const message = { is: 'pane.mode', paneId: '1', bracketedPaste: true } as const;
    expect(JSON.parse(eventTextOf({ port: 'panes', message }, stamp))).toMatchObject({
      correlationId: 'e-1',
      causationId: null,
      type: 'pane.mode',
    });
  });

  it.each([
    ['of no type', { type: 'nothing.known', paneId: 'system', payload: {} }],
    ['without what it must say', { type: 'pane.submitted', paneId: '1', payload: { key: 'k' } }],
    ['of the wrong shape', { type: 'hands.failed', paneId: 'system', payload: { reason: 7 } }],
    ['with a forged name', { type: 'sampled', paneId: '1', payload: { is: 'hands.closed' } }],
  ])('is nothing %s', (_name, event) => {
    expect(saidOf({ ...root, ...event })).toBeNull();
  });

  it('may be dropped only where the next says it again', () => {
    const lanes = fc
      .sample(said, { numRuns: 3_000, seed: 1 })
      .map((one) => [one.message.is, classOf(one).lane] as const);
    const droppable = new Set(lanes.filter(([, lane]) => lane === 'B').map(([is]) => is));
    expect([...droppable].sort()).toEqual([
      'pane.fact',
      'pane.output',
      'sampled',
      'stressor.measured',
      'target.output',
    ]);
    const fact = (type: 'pty.up' | 'pty.data.received') =>
      classOf({ port: 'panes', message: { is: 'pane.fact', paneId: '1', type, payload: {} } });
    expect(fact('pty.up')).toMatchObject({ lane: 'A', priority: 'lifecycle' });
    expect(fact('pty.data.received')).toMatchObject({ lane: 'B', priority: 'telemetry' });
  });

  it('has a number of its own where the kernel must not miss it', () => {
    const panes = (message: object) =>
      ({ port: 'panes', message: { paneId: '1', ...message } }) as Said;
    const fact = { is: 'pane.fact', type: 'pty.up', payload: {} };
    const numbered = panes(fact);
    const text = eventTextOf(numbered, { ...stamp, numbered: 4 });
    expect(saidOf(JSON.parse(text))).toMatchObject({ message: { is: 'pane.fact', seq: 4 } });
    const others = [
      panes({ ...fact, type: 'pty.data.received' }),
      panes({ ...fact, paneId: 'system' }),
      panes({ is: 'pane.seen' }),
      panes({ is: 'pane.output' }),
      panes({ is: 'hands.heartbeat' }),
      { port: 'hands', message: { is: 'target.ready' } } as Said,
    ];
    expect([numbered, ...others].map(isNumbered)).toEqual([true, ...others.map(() => false)]);
  });

  it('is of the system where it ends everything', () => {
    const meta = { eventId: 'a', correlationId: 'b', causationId: null, source: 'c', seq: 1 };
    const failed = { is: 'hands.failed', meta, reason: 'r' } as const;
    expect(classOf({ port: 'hands', message: failed })).toMatchObject({
      lane: 'A',
      priority: 'system',
    });
  });
});

const root = {
  eventId: 'e',
  correlationId: 'c',
  causationId: null,
  source: 'daemon',
  ts: 1,
  seq: 1,
};
