/**
 * Goal: whatever is done to a kernel, in whatever order, every invariant that its log can show
 * holds; everything ends; nothing is typed twice or through a closed gate.
 * Method: random intents, facts, faults of the hands and passing time (fast-check), then all
 * faults heal and time passes; the whole log goes through the oracles.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaneAnswer, PaneOrder } from '../../machines/hands/pane-messages.ts';
import {
  createHands,
  createScene,
  obey,
  type Scene,
  type SimulatedHands,
} from '../actors/kernel/scene.ts';
import { faultsOf } from './oracles.ts';

const panes = fc.constantFrom('1', '2');
const facts = [
  ['focus.locked', { owner: 'user' }],
  ['focus.released', { owner: 'user' }],
  ['focus.locked', { owner: 'agent' }],
  ['focus.released', { owner: 'agent' }],
  ['typing.activity', {}],
  ['typing.idle', {}],
  ['cli.compaction.suspected', { confidence: 0.5 }],
  ['cli.compaction.started', { confidence: 0.9 }],
  ['cli.compaction.ended', { endReason: 'marker' }],
  ['overlay.opened', {}],
  ['overlay.closed', {}],
  ['pane.visibility.changed', { visible: false }],
  ['pane.visibility.changed', { visible: true }],
  ['pty.down', {}],
  ['pty.up', {}],
  ['resize.completed', {}],
] as const;

type Act =
  | {
      readonly do: 'inject';
      readonly pane: string;
      readonly critical: boolean;
      readonly rogue: boolean;
    }
  | { readonly do: 'resize'; readonly pane: string; readonly cols: number }
  | { readonly do: 'fact'; readonly pane: string; readonly which: number }
  | { readonly do: 'bridge'; readonly up: boolean }
  | { readonly do: 'safe'; readonly on: boolean }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'answer'; readonly index: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('inject' as const),
      pane: panes,
      critical: fc.boolean().map((one) => one),
      rogue: fc.constantFrom(false, false, false, false, true),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('resize' as const),
      pane: panes,
      cols: fc.integer({ min: 1, max: 300 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('fact' as const),
      pane: panes,
      which: fc.nat(facts.length - 1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('bridge' as const), up: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('safe' as const), on: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(0, 1, 149, 150, 1_500, 5_000, 30_000, 45_000),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('answer' as const), index: fc.nat(200) }) },
);

/** What faulty hands do with an order: nothing, everything, twice, or refuse. */
const manner = fc.constantFrom('obey', 'obey', 'obey', 'silent', 'twice', 'refuse', 'unsure');

function manners(list: readonly string[], healed: () => boolean) {
  let count = 0;
  return (order: PaneOrder): readonly PaneAnswer[] => {
    const how = healed() ? 'obey' : (list[count++ % list.length] ?? 'obey');
    const { key, paneId } = order;
    if (how === 'silent') return [];
    if (how === 'twice') return [...obey(order), ...obey(order)];
    if (how === 'refuse' && order.do === 'pane.write') {
      return [{ is: 'pane.write.acked', key, paneId, status: 'rejected_not_alive' }];
    }
    if (how === 'unsure' && order.do === 'pane.submit') {
      return [{ is: 'pane.submitted', key, paneId, attempt: order.attempt }];
    }
    return obey(order);
  };
}

function play(scene: Scene, hands: SimulatedHands, acts: readonly Act[]): void {
  const { kernel, clock, inject, fact } = scene;
  let number = 0;
  for (const one of acts) {
    if (one.do === 'inject') {
      const source = one.rogue ? 'triggers.js' : 'injection.js';
      const last = kernel.query({ type: 'inject.requested', limit: 1 })[0]?.correlationId;
      const correlationId = one.rogue ? last : undefined;
      const critical = one.critical && number % 4 === 0;
      number += 1;
      inject(one.pane, {
        source,
        correlationId,
        critical,
        payload: { body: `b${number}`, critical },
      });
    } else if (one.do === 'resize') {
      const payload = { cols: one.cols, rows: 24 };
      kernel.submit({ type: 'resize.requested', paneId: one.pane, source: 'renderer.js', payload });
    } else if (one.do === 'fact') {
      const [type, payload] = facts[one.which] ?? facts[0];
      fact(type, payload, one.pane);
    } else if (one.do === 'bridge') {
      fact(one.up ? 'bridge.connected' : 'bridge.disconnected', {}, 'system');
    } else if (one.do === 'safe') kernel.safeMode(one.on ? 'on' : 'off');
    else if (one.do === 'wait') clock.advance(one.ms);
    else {
      const order = hands.orders[one.index % Math.max(1, hands.orders.length)];
      if (order) for (const answer of obey(order)) hands.answer(answer);
    }
  }
}

function heal({ fact, kernel, clock }: Scene): void {
  for (const pane of ['1', '2']) {
    fact('focus.released', { owner: 'user' }, pane);
    fact('typing.idle', {}, pane);
    fact('cli.compaction.ended', {}, pane);
    fact('overlay.closed', {}, pane);
    fact('pane.visibility.changed', { visible: true }, pane);
    fact('pty.up', {}, pane);
  }
  fact('bridge.connected', {}, 'system');
  kernel.safeMode('off');
  clock.advance(120_000);
}

describe('a kernel in a storm', () => {
  it('keeps every invariant, with hands that fail in every way', () => {
    let events = 0;
    fc.assert(
      fc.property(
        fc.array(act, { maxLength: 120, size: 'max' }),
        fc.array(manner, { minLength: 1, maxLength: 8 }),
        (acts, list) => {
          let healed = false;
          const hands = createHands(manners(list, () => healed));
          const scene = createScene({ hands, panes: ['1', '2'] });
          play(scene, hands, acts);
          healed = true;
          heal(scene);
          expect(faultsOf(scene.heard)).toEqual([]);
          // What is said to be in a terminal is there: an answer for another key proves nothing.
          const applied = scene.heard.filter(({ type }) => type === 'inject.applied');
          expect(applied.filter(({ payload }) => !hands.written.has(String(payload.key)))).toEqual(
            [],
          );
          for (const pane of ['1', '2']) {
            expect(scene.kernel.state(pane).activity).toBe('idle');
            expect(scene.kernel.explain(pane).queue).toEqual([]);
          }
          events += scene.heard.length;
        },
      ),
      { numRuns: 300, seed: 11 },
    );
    expect(events).toBeGreaterThan(20_000);
  });

  it('says the same, byte for byte, when the same is done to it again', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
        const logs = [0, 1].map(() => {
          const hands = createHands(obey);
          const scene = createScene({ hands, panes: ['1', '2'] });
          play(scene, hands, acts);
          return JSON.stringify(scene.heard);
        });
        expect(logs[0]).toBe(logs[1]);
      }),
      { numRuns: 50, seed: 12 },
    );
  });

  it('has the same Lane A whether Lane B is on or off', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
        const logs = [true, false].map((on) => {
          const hands = createHands(obey);
          const scene = createScene({ hands, panes: ['1', '2'] });
          if (!on) scene.kernel.setTelemetryEnabled(false);
          play(scene, hands, acts);
          return JSON.stringify(
            scene.heard.filter(({ source }) => source !== 'contracts' && source !== 'event-bus.js'),
          );
        });
        expect(logs[0]).toBe(logs[1]);
      }),
      { numRuns: 50, seed: 13 },
    );
  });
});
