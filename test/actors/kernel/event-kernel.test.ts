/**
 * Goal: envelopes of the other side keep their numbers and their losses are told; the end is clean.
 * Method: one scene per promise, in virtual time.
 */
import { describe, expect, it } from 'vitest';
import { readInputs } from '../../../actors/kernel/recovery.ts';
import { createKernel, type Envelope, type Kernel } from '../../../embed/kernel.ts';
import { createMemoryLog } from './memory-log.ts';
import { createHands, createScene } from './scene.ts';

const envelope = (seq: number, more: Partial<Envelope> = {}): Envelope => ({
  eventId: `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`,
  correlationId: '00000000-0000-4000-8000-00000000aaaa',
  causationId: null,
  type: 'pty.down',
  source: 'remote',
  paneId: '2',
  ts: 1_000,
  seq,
  payload: {},
  ...more,
});

describe('the other side', () => {
  it('keeps its ids and numbers, and moves the vector', () => {
    const { kernel, heard } = createScene();
    expect(kernel.ingest(envelope(1))).toMatchObject({ outcome: 'accepted', arrival: 'next' });
    expect(heard[0]).toEqual(envelope(1));
    expect(kernel.state('2').connectivity.pty).toBe('down');
  });

  it('is told of gaps, latecomers and repetitions, by the numbers of its sources', () => {
    const { kernel, heard, types } = createScene();
    const outcomes = [1, 4, 3, 4, 5].map((seq) => kernel.ingest(envelope(seq)).arrival ?? '');
    expect(outcomes).toEqual(['next', 'gap', 'late', 'duplicate', 'next']);
    const told = heard.filter(({ type }) => type === 'event.dropped').map(({ payload }) => payload);
    const stage = 'bridge';
    expect(told).toEqual([
      { stage, reason: 'gap', droppedCount: 2, oldestSeq: 2, newestSeq: 3 },
      { stage, reason: 'reordered', droppedCount: 0, oldestSeq: 3, newestSeq: 3 },
      { stage, reason: 'duplicate', droppedCount: 1, oldestSeq: 4, newestSeq: 4 },
    ]);
    expect(types('pty.down')).toHaveLength(3);
  });

  it('is redacted here too, and what it redacted keeps its length', () => {
    const { kernel, heard } = createScene();
    const body = { redacted: true, length: 99 };
    kernel.ingest(envelope(1, { type: 'inject.requested', payload: { body } }));
    kernel.ingest(envelope(2, { type: 'inject.requested', payload: { body: 'canary-3' } }));
    expect(heard.map(({ payload }) => payload.body)).toEqual([body, { redacted: true, length: 8 }]);
  });

  it('believes a leap of the numbers only when the next one bears it out', () => {
    const { kernel, heard } = createScene();
    const most = Number.MAX_SAFE_INTEGER;
    const outcomes = [1, most, 2, 5_000_000, 5_000_001].map(
      (seq) => kernel.ingest(envelope(seq)).arrival ?? '',
    );
    expect(outcomes).toEqual(['next', 'leap', 'next', 'leap', 'gap']);
    const told = heard.filter(({ type }) => type === 'event.dropped').map(({ payload }) => payload);
    const stage = 'bridge';
    const leap = { stage, reason: 'leap', droppedCount: 0 };
    expect(told).toEqual([
      { ...leap, oldestSeq: most, newestSeq: most },
      { ...leap, oldestSeq: 5_000_000, newestSeq: 5_000_000 },
      { stage, reason: 'gap', droppedCount: 4_999_998, oldestSeq: 3, newestSeq: 5_000_000 },
    ]);
  });

  it.each([
    [{ type: 'xstate.init' }],
    [{ paneId: '9' }],
    [{ source: 'kernel' }],
    [{ source: 'event-bus.js' }],
    [{ paneId: 7 as never }],
    [{ seq: 0 }],
    [{ seq: 1.5 }],
    [{ eventId: '' }],
    [{ payload: null as never }],
  ])('is refused with %j', (more) => {
    const { kernel, heard } = createScene();
    expect(kernel.ingest(envelope(1, more)).outcome).toBe('refused');
    expect(heard).toEqual([]);
  });
});

describe('wrong arguments', () => {
  const intent = { type: 'inject.requested', paneId: '1', source: 'me', payload: { body: 'x' } };
  const throwing = {
    get body(): string {
      throw new Error('getter');
    },
  };

  it.each([
    [null],
    [undefined],
    [42],
    [[]],
    [{ ...intent, payload: throwing }],
    [{ ...intent, critical: 'yes' }],
    [{ ...intent, paneId: 'system' }],
    [new Proxy({}, { get: () => expect.unreachable() })],
  ])('%#: no intent, no fact and no envelope, but an answer', (given) => {
    const { kernel, heard } = createScene();
    const verdict = kernel.submit(given as never);
    expect(verdict).toMatchObject({ decision: 'blocked', event: null });
    expect(verdict.reasons[0]?.detail).toMatch(/^Expected .*\.$/);
    expect(() => kernel.report(given as never)).toThrow(/^Expected .*\. Try /);
    expect(() => kernel.report(given as never)).toThrow(TypeError);
    expect(kernel.ingest(given as never)).toMatchObject({
      outcome: 'refused',
      problem: { message: expect.stringMatching(/^Expected .*\.$/) },
    });
    expect(heard).toEqual([]);
    expect(kernel.stats().refused).toBe(4);
  });

  it.each<[string, (kernel: Kernel) => unknown]>([
    ['got "maybe"', (kernel) => kernel.safeMode('maybe' as never)],
    ['got number 1', (kernel) => kernel.setDevMode(1 as never)],
    ['got undefined', (kernel) => kernel.setDevMode(undefined as never)],
    ['got "x"', (kernel) => kernel.setTelemetryEnabled('x' as never)],
    ['Try * for all', (kernel) => kernel.on('inject.nope', () => {})],
    ['Expected a handler', (kernel) => kernel.on('inject.*', undefined as never)],
    ['got "typo"', (kernel) => kernel.query({ typo: 1 } as never)],
    ['got number -1', (kernel) => kernel.query({ limit: -1 })],
    ['got null', (kernel) => kernel.registerContract(null as never)],
    ['Expected an id, got undefined', (kernel) => kernel.chain(undefined as never)],
    ['a detector that can explain', (kernel) => kernel.attachDetector('1', {} as never)],
    ['a detector that can explain', (kernel) => kernel.attachDetector('1', null as never)],
  ])('are told: %s', (message, ask) => {
    const { kernel } = createScene();
    expect(() => ask(kernel)).toThrow(TypeError);
    expect(() => ask(kernel)).toThrow(message);
  });

  it('leave a record that can be read and replayed', () => {
    const log = createMemoryLog();
    const { kernel, inject } = createScene({ log });
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    for (const isOpen of [false, true]) {
      kernel.setDevMode(isOpen);
      for (const wrong of [null, 7, { ...intent, correlationId: {} }])
        kernel.submit(wrong as never);
      const odd = { body: 'x', odd: () => 1, big: 10n, cycle, at: new Date(0), throwing };
      for (const [key, value] of Object.entries(odd)) {
        kernel.submit({ ...intent, payload: { body: 'x', [key]: value } });
      }
      for (const record of [null, {}, { contractId: 'c', version: Number.NaN }]) {
        const [problem] = kernel.promoteContract(record as never);
        expect(problem).toMatchObject({ code: 'PROMOTION_RECORD', hint: expect.any(String) });
      }
      for (const ask of [
        () => kernel.safeMode('' as never),
        () => kernel.setDevMode('' as never),
        () => kernel.setTelemetryEnabled(0 as never),
        () => kernel.report(null as never),
      ]) {
        expect(ask).toThrow(/^Expected /);
      }
    }
    inject('2');
    kernel.stop();
    expect(() => [...readInputs(log.lines)]).not.toThrow();
    const again = createScene({ recover: { lines: () => log.lines } });
    expect(again.kernel.state('2')).toEqual(kernel.state('2'));
  });
});

describe('a promise that fails later', () => {
  const late = () => Promise.reject(new Error('late'));

  it('of a handler, or of the hands, is told as bus.error', async () => {
    const log = createMemoryLog();
    const hands = { ...createHands(), send: late };
    const { kernel, inject, heard } = createScene({ hands: hands as never, log });
    kernel.on('inject.requested', late as never);
    kernel.on('bus.error', late as never);
    kernel.on('inject.queued', () => Promise.resolve() as never);
    inject();
    await new Promise(setImmediate);
    const errors = heard.filter(({ type }) => type === 'bus.error').map(({ payload }) => payload);
    expect(errors.map(({ eventType }) => eventType)).toEqual(['inject.requested', 'hands']);
    expect(kernel.stats().handlersThrew).toBe(4);
    kernel.stop();
    expect(() => [...readInputs(log.lines)]).not.toThrow();
  });

  it('is counted, and no more, when the kernel was stopped meanwhile', async () => {
    const { kernel, inject, types } = createScene();
    kernel.on('inject.requested', late as never);
    inject();
    kernel.stop();
    await new Promise(setImmediate);
    expect([kernel.stats().handlersThrew, types('bus.error')]).toEqual([1, []]);
  });
});

describe('the end', () => {
  it('ends all that is open, rings no more, and refuses everything', () => {
    const { clock, kernel, inject, types } = createScene();
    inject();
    inject();
    kernel.stop();
    kernel.stop();
    expect(types('inject.failed', 'inject.dropped')).toEqual(['inject.dropped', 'inject.failed']);
    const said = types().length;
    clock.advance(1_000_000);
    expect(types()).toHaveLength(said);
    expect(inject().decision).toBe('blocked');
    const fact = { type: 'pty.up', paneId: '1', source: 'x' };
    expect(() => kernel.report(fact)).toThrow(TypeError);
    expect(() => kernel.report(fact)).toThrow(/ Try a new kernel/);
    const problem = { code: 'STOPPED', hint: expect.stringMatching(/^Try /) };
    expect(kernel.ingest(envelope(1))).toMatchObject({ outcome: 'refused', problem });
  });

  it('stands alone on the clock and chance of the system', () => {
    const kernel = createKernel();
    const verdict = kernel.submit({ type: 'inject.requested', paneId: '3', source: 'x' });
    expect(verdict.decision).toBe('allowed');
    expect(verdict.event?.eventId).toMatch(/^[0-9a-f-]{36}$/);
    kernel.stop();
  });
});
