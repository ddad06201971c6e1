/**
 * Goal: every subscriber hears the same events in the same order, whatever subscribers do while
 * they are told; Lane A loses nothing, Lane B says what it lost, and nobody's fault is another's.
 * Method: random scenes against a naive oracle; the limits with exact counts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import { taxonomy } from '../../../machines/kernel/events/registry.ts';
import {
  type BusTrouble,
  createBus,
  laneAQueueMax,
  laneBQueueMax,
  type Published,
} from '../../../runtime/bus/bus.ts';
import { envelope, foretell, type Heard, hears, type Scene, types } from './oracle.ts';

const patterns = [...types, 'clip.*', 'clip.stop.*', 'target.*', 'target.output.*', '*'];

const scene = fc.letrec<{ scene: Scene }>((tie) => ({
  scene: fc.record({
    type: fc.constantFrom(...types),
    by: fc.nat(4),
    next: fc.oneof(
      { depthSize: 'large', withCrossShrink: true },
      fc.constant([]),
      fc.array(tie('scene'), { minLength: 1, maxLength: 4 }),
    ),
    throws: fc.option(fc.nat(4), { freq: 3 }),
  }),
})).scene;

/** Plays the scenes on a real bus. */
function play(roots: readonly Scene[], chosen: readonly string[]) {
  const bus = createBus();
  const scenes: Scene[] = [];
  const heard: Heard[] = [];
  const threw: string[] = [];
  const publish = (one: Scene) => bus.publish(envelope(one.type, scenes.push(one)));
  bus.onTrouble({ dropped: () => {}, threw: (type) => threw.push(type) });
  for (const [subscriber, pattern] of chosen.entries()) {
    bus.on(pattern, ({ seq }) => {
      const one = scenes[seq - 1];
      if (!one) throw new Error(`Expected a scene, got none for ${seq}.`);
      heard.push({ subscriber, scene: one });
      if (one.by === subscriber) for (const more of one.next) publish(more);
      if (one.throws === subscriber) throw new Error('planted');
    });
  }
  for (const root of roots) publish(root);
  return { heard, threw };
}

describe('order', () => {
  it('is that of the oracle for every subscriber, re-entrant publishing and throwing included', () => {
    let published = 0;
    fc.assert(
      fc.property(
        fc.array(scene, { minLength: 1, maxLength: 4, size: 'max' }),
        fc.array(fc.constantFrom(...patterns, '*', '*', '*'), { minLength: 2, maxLength: 5 }),
        (roots, chosen) => {
          const told = play(roots, chosen);
          expect(told).toEqual(foretell(roots, chosen));
          published += told.heard.length;
        },
      ),
      { numRuns: 1_000, seed: 20 },
    );
    expect(published).toBeGreaterThan(5_000);
  });

  it('puts contract before lifecycle before Lane B, and keeps each in the order it was said', () => {
    const bus = createBus();
    const heard: string[] = [];
    bus.on('run.started', () => {
      for (const type of [
        'sample.taken',
        'clip.armed',
        'bus.error',
        'track.ended',
        'event.dropped',
      ])
        bus.publish(envelope(type, 1));
    });
    bus.on('*', ({ type }) => heard.push(type));
    bus.publish(envelope('run.started', 1));
    expect(heard).toEqual([
      'run.started',
      'bus.error',
      'event.dropped',
      'clip.armed',
      'track.ended',
      'sample.taken',
    ]);
  });

  it('has delivered all that an event caused when its publish returns', () => {
    const bus = createBus();
    let left = 100;
    bus.on('clip.armed', () => {
      left -= 1;
      if (left > 0) bus.publish(envelope('clip.armed', left));
    });
    bus.publish(envelope('clip.armed', 0));
    expect(left).toBe(0);
  });
});

describe('subscribing', () => {
  it('hears exactly the events of a pattern, for every type and every pattern of the taxonomy', () => {
    for (const type of Object.keys(taxonomy)) {
      const families = type.split('.').map((_, end, words) => `${words.slice(0, end).join('.')}.*`);
      for (const pattern of [...Object.keys(taxonomy), ...families.slice(1), '*']) {
        const bus = createBus();
        const heard: string[] = [];
        bus.on(pattern, (event) => heard.push(event.type));
        bus.publish(envelope(type, 1));
        expect(heard, `${pattern} <- ${type}`).toEqual(hears(pattern, type) ? [type] : []);
      }
    }
  });

  it('ends when asked to, also from within a delivery, and leaves the same function subscribed elsewhere', () => {
    const bus = createBus();
    const heard: number[] = [];
    const listen = ({ seq }: Envelope) => void heard.push(seq);
    const leave = bus.on('clip.armed', listen);
    bus.on('clip.armed', listen);
    bus.on('track.ended', () => leave());
    bus.publish(envelope('clip.armed', 1));
    bus.publish(envelope('track.ended', 2));
    bus.publish(envelope('clip.armed', 3));
    leave();
    bus.publish(envelope('clip.armed', 4));
    expect(heard).toEqual([1, 1, 3, 4]);
  });

  it('serves streams like subscribers', () => {
    const bus = createBus();
    const heard: number[] = [];
    const subscription = bus.stream('clip.*').subscribe(({ seq }) => heard.push(seq));
    bus.publish(envelope('clip.armed', 1));
    bus.publish(envelope('track.ended', 2));
    subscription.unsubscribe();
    bus.publish(envelope('clip.armed', 3));
    expect(heard).toEqual([1]);
  });
});

/** Publishes from within one delivery, so that nothing is delivered meanwhile. */
function burst(count: number, type: string) {
  const bus = createBus();
  const heard: number[] = [];
  const losses: Parameters<BusTrouble['dropped']>[0][] = [];
  const answers = new Map<Published, number>();
  bus.onTrouble({ dropped: (loss) => losses.push(loss), threw: () => {} });
  bus.on('run.started', () => {
    for (let seq = 1; seq <= count; seq++) {
      const answer = bus.publish(envelope(type, seq));
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
  });
  bus.on(type, ({ seq }) => heard.push(seq));
  bus.publish(envelope('run.started', 1));
  return { bus, heard, losses, answers: Object.fromEntries(answers) };
}

describe('limits', () => {
  it('drops the oldest of Lane B, tells the exact loss once, and keeps the newest in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 * laneBQueueMax }), (count) => {
        const lost = Math.max(0, count - laneBQueueMax);
        const { heard, losses, answers } = burst(count, 'sample.taken');
        expect(heard).toEqual(Array.from({ length: count - lost }, (_, index) => lost + index + 1));
        expect(losses).toEqual(
          lost === 0 ? [] : [{ droppedCount: lost, oldestSeq: 1, newestSeq: lost }],
        );
        expect(answers).toEqual({ accepted: count });
      }),
      { numRuns: 25, seed: 3, examples: [[laneBQueueMax], [laneBQueueMax + 1]] },
    );
  });

  it('refuses the producer when Lane A is full, loses nothing it accepted, and takes more later', () => {
    const { bus, heard, losses, answers } = burst(laneAQueueMax + 7, 'clip.armed');
    expect(answers).toEqual({ accepted: laneAQueueMax, 'refused-full': 7 });
    expect(heard).toEqual(Array.from({ length: laneAQueueMax }, (_, index) => index + 1));
    expect(losses).toEqual([]);
    expect(bus.publish(envelope('clip.armed', 0))).toBe('accepted');
  });

  it('never lets Lane B take the room of Lane A', () => {
    const bus = createBus();
    const heard = { A: 0, B: 0 };
    bus.on('run.started', () => {
      for (let seq = 0; seq < laneAQueueMax; seq++) {
        bus.publish(envelope('sample.taken', seq));
        expect(bus.publish(envelope('clip.armed', seq))).toBe('accepted');
      }
    });
    bus.on('clip.armed', () => {
      expect(heard.B).toBe(0);
      heard.A += 1;
    });
    bus.on('sample.taken', () => {
      heard.B += 1;
    });
    bus.publish(envelope('run.started', 0));
    expect(heard).toEqual({ A: laneAQueueMax, B: laneBQueueMax });
  });

  it('refuses types that the taxonomy does not know, those of XState and of Object included', () => {
    const bus = createBus();
    let heard = 0;
    bus.on('*', () => {
      heard += 1;
    });
    for (const type of ['clip', 'clip.unheard', 'xstate.stop', 'toString', '__proto__', '', '*']) {
      expect(bus.publish(envelope(type, 1)), type).toBe('refused-unknown-type');
    }
    expect(heard).toBe(0);
  });

  it('turns Lane B off and on; Lane A has no switch', () => {
    const bus = createBus();
    const heard: number[] = [];
    bus.on('*', ({ seq }) => heard.push(seq));
    bus.setTelemetryEnabled(false);
    expect(bus.publish(envelope('sample.taken', 1))).toBe('off');
    expect(bus.publish(envelope('clip.armed', 2))).toBe('accepted');
    bus.setTelemetryEnabled(true);
    expect(bus.publish(envelope('sample.taken', 3))).toBe('accepted');
    expect(heard).toEqual([2, 3]);
  });
});
