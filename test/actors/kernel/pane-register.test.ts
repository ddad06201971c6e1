/**
 * Goal: panes come and go while a kernel lives, each with what holds for all of them; nothing
 * that was asked of one that goes is left without an end, and a replay and a recovery say the same.
 * Method: a kernel with hands that never answer is asked, its panes closed in mid-injection and
 * while others wait; random storms open and close panes; the record is replayed and recovered.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { panesMax } from '../../../actors/kernel/pane-register.ts';
import { replaySession } from '../../../actors/replay/replay.ts';
import { createSeededRandom } from '../../../runtime/host/random.ts';
import { createMemoryLog } from './memory-log.ts';
import { createHands, createScene, obey } from './scene.ts';

const replayed = (log: ReturnType<typeof createMemoryLog>) => {
  const source = { name: 'log', lines: () => log.lines };
  const result = replaySession(source, {
    ...{ seeded: createSeededRandom, contracts: [], enforced: [] },
  });
  return result.ok ? result.value : null;
};

it('takes injections in a pane that came late, and none once it is gone', () => {
  const { kernel, inject, types, clock } = createScene({ hands: createHands(obey), panes: [] });
  expect(inject('9').decision).toBe('blocked');
  kernel.openPane('9');
  expect(inject('9').decision).toBe('allowed');
  clock.advance(1_000);
  expect(types('inject.verified')).toHaveLength(1);
  kernel.closePane('9');
  expect(inject('9')).toMatchObject({ decision: 'blocked', event: null });
  expect(() => kernel.state('9')).toThrow(RangeError);
  expect(() => kernel.closePane('9')).toThrow(RangeError);
  kernel.openPane('9');
  expect(kernel.state('9').activity).toBe('idle');
});

it('ends whatever was asked of a pane that goes, each once', () => {
  const { kernel, inject, heard } = createScene({ hands: createHands(), panes: ['1', '2'] });
  const asked = [inject('1'), inject('1'), inject('1')].map(({ event }) => event?.correlationId);
  const other = inject('2').event?.correlationId;
  kernel.closePane('1');
  const ends = heard.filter(({ type }) => ['inject.failed', 'inject.dropped'].includes(type));
  expect(ends.map(({ correlationId }) => correlationId).sort()).toEqual([...asked].sort());
  expect(ends.map(({ payload }) => payload.reason).sort()).toEqual([
    ...['outcome_unknown', 'pane_closed', 'pane_closed'],
  ]);
  expect(kernel.explain('2').active?.correlationId).toBe(other);
});

it('tells a pane that comes late what holds for all', () => {
  const { kernel, fact } = createScene({ panes: ['1'] });
  kernel.safeMode('on');
  fact('bridge.disconnected', { reason: 'silence' }, 'system');
  kernel.openPane('2');
  expect(kernel.state('2')).toEqual(kernel.state('1'));
  fact('bridge.connected', {}, 'system');
  kernel.safeMode('off');
  kernel.openPane('3');
  expect(kernel.state('3')).toMatchObject({ activity: 'idle', gates: { safeMode: false } });
  expect(kernel.state('3').connectivity).toEqual({ bridge: 'up', pty: 'up' });
});

it('tells an answer for a pane that is gone', () => {
  const hands = createHands();
  const { kernel, inject, heard } = createScene({ hands, panes: ['1'] });
  const key = inject('1').event?.eventId ?? '';
  kernel.closePane('1');
  hands.answer({ is: 'pane.write.acked', key, paneId: '1', status: 'accepted' });
  expect(heard.at(-1)).toMatchObject({
    ...{ type: 'event.dropped', payload: { stage: 'hands', reason: 'no_such_pane' } },
  });
});

it('has a limit that is told, and refuses ids that are none', () => {
  const { kernel, types } = createScene({ panes: [] });
  for (let at = 0; at < panesMax; at += 1) kernel.openPane(`p${at}`);
  expect(() => kernel.openPane('more')).toThrow(RangeError);
  expect(types('event.dropped')).toHaveLength(1);
  expect(() => kernel.openPane('p0')).toThrow('Expected the id of a new pane, got p0');
  expect(() => kernel.openPane('system')).toThrow(TypeError);
  expect(() => kernel.openPane(7 as never)).toThrow('got number 7.');
  kernel.closePane('p0');
  kernel.openPane('more');
  expect(Object.keys(kernel.stats().queues)).toHaveLength(panesMax);
});

const step = fc.record({
  what: fc.constantFrom('open', 'close', 'inject', 'inject', 'type', 'idle', 'wait', 'answer'),
  pane: fc.constantFrom('1', '2', '3'),
  ms: fc.constantFrom(1, 150, 5_000, 45_000),
});

it('replays and recovers to the same, whatever comes and goes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const log = createMemoryLog();
      const hands = createHands();
      const { kernel, clock, inject, fact, heard } = createScene({ hands, log, panes: ['1'] });
      const there = new Set(['1']);
      for (const { what, pane, ms } of steps) {
        if (what === 'wait') clock.advance(ms);
        else if (what === 'inject') inject(pane);
        else if (what === 'answer') {
          const order = hands.orders.at(-1);
          if (order) for (const answer of obey(order)) hands.answer(answer);
        } else if (what === 'open' && !there.has(pane)) {
          kernel.openPane(pane);
          there.add(pane);
        } else if (there.has(pane)) {
          if (what === 'close') kernel.closePane(pane);
          if (what === 'close') there.delete(pane);
          if (what === 'type') fact('typing.activity', {}, pane);
          if (what === 'idle') fact('typing.idle', {}, pane);
        }
      }
      const lines = [...log.lines];
      const again = createScene({ hands: createHands(), recover: { lines: () => lines } });
      const queues = Object.keys(again.kernel.stats().queues);
      expect(queues.sort()).toEqual([...there].sort());
      kernel.stop();
      again.kernel.stop();
      expect(replayed(log)?.isSame).toBe(true);
      const requested = heard.filter(({ type }) => type === 'inject.requested');
      const ends = new Map<string, number>();
      for (const { type, correlationId } of heard) {
        if (!/^inject\.(verified|failed|dropped)$/.test(type)) continue;
        ends.set(correlationId, (ends.get(correlationId) ?? 0) + 1);
      }
      for (const { correlationId } of requested) expect(ends.get(correlationId)).toBe(1);
    }),
    { numRuns: 60, seed: 4 },
  );
});
