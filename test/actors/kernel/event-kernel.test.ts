/**
 * Goal: envelopes of the other side keep their numbers and their losses are told; the end is clean.
 * Method: one scene per promise, in virtual time.
 */
import { describe, expect, it } from 'vitest';
import { createKernel, type Envelope } from '../../../embed/kernel.ts';
import { createScene } from './scene.ts';

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

  it.each([
    [{ type: 'xstate.init' }],
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
