/**
 * Goal: every subscriber hears the same events in the same order, whatever subscribers do while
 * they are told; Lane A loses nothing, Lane B says what it lost, and nobody's fault is another's.
 * Method: random scenes against a naive oracle; the limits with exact counts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BusTrouble,
  createBus,
  laneAQueueMax,
  laneBQueueMax,
  type Published,
  worksMax,
} from '../../../runtime/bus/bus.ts';
import { envelope, foretell, type Heard, type Scene, types } from './oracle.ts';

/** Nothing here grows old. */
const still = { monotonicMs: () => 0 };
const patterns = [...types, 'clip.*', 'clip.stop.*', 'target.*', 'target.output.*', '*'];

const scene = fc.letrec<{ scene: Scene }>((tie) => ({
  scene: fc.record({
    type: fc.constantFrom(...types),
    source: fc.nat(2),
    byElder: fc.boolean(),
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
  const bus = createBus(still);
  const scenes: Scene[] = [];
  const heard: Heard[] = [];
  const threw: string[] = [];
  const ids = new Map<Scene, string>();
  const publish = (one: Scene, cause: Scene | null) => {
    const event = envelope(one.type, scenes.push(one));
    ids.set(one, event.eventId);
    const causationId = cause && (ids.get(cause) ?? null);
    return bus.publish({ ...event, source: `source-${one.source}`, causationId });
  };
  bus.onTrouble({ dropped: () => {}, threw: (type) => threw.push(type) });
  for (const [subscriber, pattern] of chosen.entries()) {
    bus.on(pattern, ({ seq }) => {
      const one = scenes[seq - 1];
      if (!one) throw new Error(`Expected a scene, got none for ${seq}.`);
      heard.push({ subscriber, scene: one });
      if (one.by === subscriber) {
        for (const [at, more] of one.next.entries()) {
          publish(more, more.byElder && at > 0 ? (one.next[at - 1] ?? null) : one);
        }
      }
      if (one.throws === subscriber) throw new Error('planted');
    });
  }
  for (const root of roots) publish(root, null);
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
    const bus = createBus(still);
    const heard: string[] = [];
    bus.on('run.started', () => {
      for (const type of [
        'sample.taken',
        'clip.armed',
        'bus.error',
        'track.ended',
        'event.dropped',
      ])
        bus.publish({ ...envelope(type, 1), source: type });
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

  it('tells a cause before its effect, though a contract goes before everything else', () => {
    const bus = createBus(still);
    const heard: number[] = [];
    bus.on('run.started', () => {
      const of = (source: string, causationId: string | null) => ({ source, causationId });
      const cause = { ...envelope('clip.armed', 2), ...of('clip', null) };
      bus.publish({ ...envelope('track.ended', 1), ...of('track', null) });
      bus.publish(cause);
      bus.publish({ ...envelope('bus.error', 3), ...of('bus', cause.eventId) });
    });
    bus.on('*', ({ seq }) => heard.push(seq));
    bus.publish(envelope('run.started', 0));
    expect(heard).toEqual([0, 2, 3, 1]);
  });

  it('has delivered all that an event caused when its publish returns', () => {
    const bus = createBus(still);
    let left = 100;
    bus.on('clip.armed', () => {
      left -= 1;
      if (left > 0) bus.publish(envelope('clip.armed', left));
    });
    bus.publish(envelope('clip.armed', 0));
    expect(left).toBe(0);
  });
});

/** Publishes from within one delivery, so that nothing is delivered meanwhile. */
function burst(count: number, type: string) {
  const bus = createBus(still);
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
    const bus = createBus(still);
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

  it('turns Lane B off and on; Lane A has no switch', () => {
    const bus = createBus(still);
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

function open() {
  const bus = createBus(still);
  const heard: string[] = [];
  bus.remember(({ seq }) => heard.push(`memory ${seq}`));
  bus.onTrouble({
    dropped: ({ droppedCount }) => heard.push(`dropped ${droppedCount}`),
    threw: (type, error) => heard.push(`${type} ${String(error)}`),
  });
  bus.on('inject.requested', ({ seq }) => heard.push(`heard ${seq}`));
  const say = (seq: number) => bus.publish(envelope('inject.requested', seq));
  return { bus, heard, say };
}

describe('turns', () => {
  it('delivers when the outermost turn is over, and works afterwards', () => {
    const { bus, heard, say } = open();
    const value = bus.turn(() => {
      bus.whenQuiet(() => heard.push('work'));
      bus.turn(() => say(1));
      say(2);
      expect(heard).toEqual([]);
      return 'value';
    });
    expect(value).toBe('value');
    expect(heard).toEqual(['memory 1', 'heard 1', 'memory 2', 'heard 2', 'work']);
  });

  it('delivers what was said though the turn throws', () => {
    const { bus, heard, say } = open();
    expect(() =>
      bus.turn(() => {
        say(1);
        throw new Error('bug');
      }),
    ).toThrow('bug');
    expect(heard).toEqual(['memory 1', 'heard 1']);
  });

  it('tells of work that throws, and goes on', () => {
    const { bus, heard, say } = open();
    bus.whenQuiet(() => {
      throw new Error('broken hands');
    });
    say(1);
    expect(heard).toEqual(['hands Error: broken hands', 'memory 1', 'heard 1']);
  });

  it('says what a subscriber says after what everyone hears now', () => {
    const { bus, heard, say } = open();
    bus.on('*', ({ seq }) => {
      if (seq === 1) say(2);
    });
    bus.on('*', ({ seq }) => heard.push(`late ${seq}`));
    say(1);
    expect(heard).toEqual(['memory 1', 'heard 1', 'late 1', 'memory 2', 'heard 2', 'late 2']);
  });

  it('refuses when Lane A is full, and withholds Lane B when it is off', () => {
    const { bus, say } = open();
    bus.turn(() => {
      for (let seq = 1; seq <= laneAQueueMax; seq += 1) expect(say(seq)).toBe('accepted');
      expect(bus.room()).toBe(0);
      expect(say(0)).toBe('refused-full');
    });
    expect(bus.room()).toBe(laneAQueueMax);
    bus.setTelemetryEnabled(false);
    expect(bus.publish(envelope('pty.data.received', 1))).toBe('off');
    expect(say(1)).toBe('accepted');
  });

  it('lets so many effects wait, and says when one finds no room', () => {
    const { bus, heard } = open();
    let done = 0;
    bus.turn(() => {
      for (let count = 0; count < worksMax; count += 1) {
        bus.whenQuiet(() => {
          done += 1;
        });
      }
      expect([bus.room(), heard]).toEqual([0, []]);
      bus.whenQuiet(() => {
        throw new Error('never asked');
      });
      expect(heard).toEqual([`hands RangeError: Expected at most ${worksMax} effects to wait.`]);
    });
    expect([done, bus.room()]).toEqual([worksMax, laneAQueueMax]);
  });
});
