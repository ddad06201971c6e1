/**
 * Storms for a kernel: random intents, facts, answers of the hands and passing time; hands that
 * fail in every way; and how all of it heals.
 */
import fc from 'fast-check';
import type { PaneAnswer, PaneOrder } from '../../machines/hands/pane-messages.ts';
import { obey, type Scene, type SimulatedHands } from '../actors/kernel/scene.ts';

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

export type Act =
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

export const act: fc.Arbitrary<Act> = fc.oneof(
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
export const manner = fc.constantFrom(
  'obey',
  'obey',
  'obey',
  'silent',
  'twice',
  'refuse',
  'unsure',
);

export function manners(list: readonly string[], healed: () => boolean) {
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

export function play(scene: Scene, hands: SimulatedHands, acts: readonly Act[]): void {
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

export function heal({ fact, kernel, clock }: Scene): void {
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
