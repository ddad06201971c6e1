/**
 * Goal: what a speaker says is a whole envelope, with its number, its cause and its correlation,
 * and without a secret; and the bus speaks of its own trouble without making more.
 * Method: a real bus with a seeded source of chance; canaries in every place where a secret of
 * the target may stand.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Envelope, envelopeSchema, metaOf } from '../../../machines/kernel/envelope.ts';
import { createBus, laneAQueueMax, laneBQueueMax } from '../../../runtime/bus/bus.ts';
import { createSpeaker, voiceTrouble } from '../../../runtime/bus/speaker.ts';
import { createSeededRandom } from '../../../runtime/host/random.ts';

function world() {
  const bus = createBus({ monotonicMs: () => 0 });
  let nowMs = 1_000;
  const said: Envelope[] = [];
  bus.on('*', (event) => said.push(event));
  const clock = { wallMs: () => nowMs++ };
  return { bus, said, speaking: { bus, clock, random: createSeededRandom(7) } };
}

const clip = { atMs: 5, clipId: 'cpu-1' };

describe('an envelope', () => {
  it('has the shape of section 2, the time, and the number of its speaker', () => {
    const { said, speaking } = world();
    const [one, other] = [createSpeaker('clip', speaking), createSpeaker('hands', speaking)];
    one.say('clip.armed', clip);
    other.say('stressor.armed', { ...clip, pid: 7 });
    one.say('clip.skipped', { ...clip, reason: 'the timeline was over' });
    for (const event of said) expect(() => envelopeSchema.parse(event)).not.toThrow();
    expect(said.map(({ source, seq, ts, type }) => [source, seq, ts, type])).toEqual([
      ['clip', 1, 1_000, 'clip.armed'],
      ['hands', 1, 1_001, 'stressor.armed'],
      ['clip', 2, 1_002, 'clip.skipped'],
    ]);
  });

  it('names its cause, and shares the correlation of its root, along any tree of causes', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(30)), { minLength: 1, maxLength: 40 }), (parents) => {
        const { said, speaking } = world();
        const speaker = createSpeaker('clip', speaking);
        const roots: string[] = [];
        parents.forEach((parent, index) => {
          const cause = parent === null ? undefined : said[parent];
          const event = speaker.say('clip.armed', clip, cause);
          expect(event.causationId).toBe(cause ? cause.eventId : null);
          roots[index] = cause && parent !== null ? (roots[parent] ?? '') : event.correlationId;
          expect(event.correlationId).toBe(roots[index]);
        });
        const causeless = said.filter(({ causationId }) => causationId === null);
        expect(new Set(causeless.map(({ correlationId }) => correlationId)).size).toBe(
          causeless.length,
        );
        expect(new Set(said.map(({ eventId }) => eventId)).size).toBe(said.length);
        expect(said.map(({ seq }) => seq)).toEqual(said.map((_, index) => index + 1));
      }),
      { numRuns: 50, seed: 11 },
    );
  });

  it('can be caused by the meta that a command carried', () => {
    const { speaking } = world();
    const asked = createSpeaker('clip', speaking).say('stressor.arm.requested', {
      ...clip,
      axis: 'cpu',
    });
    const meta = metaOf(asked);
    const told = createSpeaker('hands', speaking).say('stressor.armed', { ...clip, pid: 1 }, meta);
    expect([told.causationId, told.correlationId]).toEqual([asked.eventId, asked.correlationId]);
  });
});

describe('redaction', () => {
  it('lets no argument, no variable and no message of an exception into the log', () => {
    const { bus, said, speaking } = world();
    voiceTrouble(speaking);
    const canary = 'hunter2-canary';
    bus.on('target.start.requested', () => {
      throw new Error(`cannot log in with ${canary}`);
    });
    createSpeaker('target', speaking).say('target.start.requested', {
      atMs: 0,
      life: 1,
      program: './server',
      args: ['--password', canary],
      env: { TOKEN: canary, [canary]: '1' },
    });
    expect(said.map(({ type }) => type)).toEqual(['target.start.requested', 'bus.error']);
    expect(JSON.stringify(said)).not.toContain(canary);
    expect(said[0]?.payload).toEqual({
      atMs: 0,
      life: 1,
      program: './server',
      args: { redacted: true, length: JSON.stringify(['--password', canary]).length },
      env: { redacted: true, length: JSON.stringify({ TOKEN: canary, [canary]: '1' }).length },
    });
  });
});

describe('trouble', () => {
  it('makes a thrown subscriber one bus.error, and serves the others', () => {
    const { bus, said, speaking } = world();
    voiceTrouble(speaking);
    let served = 0;
    bus.on('clip.armed', () => {
      throw new Error('first');
    });
    bus.on('clip.armed', () => {
      served += 1;
    });
    createSpeaker('clip', speaking).say('clip.armed', clip);
    expect(served).toBe(1);
    const errors = said.filter(({ type }) => type === 'bus.error');
    expect(errors.map(({ source, seq, payload }) => [source, seq, payload])).toEqual([
      [
        'bus',
        1,
        { stage: 'subscriber', eventType: 'clip.armed', reason: { redacted: true, length: 5 } },
      ],
    ]);
  });

  it('does not loop when a subscriber throws on everything, bus.error included', () => {
    const { bus, said, speaking } = world();
    voiceTrouble(speaking);
    for (let count = 0; count < 3; count++) {
      bus.on('*', () => {
        throw new Error('always');
      });
    }
    createSpeaker('clip', speaking).say('clip.armed', clip);
    const types = said.map(({ type }) => type);
    expect(types).toEqual(['clip.armed', 'bus.error', 'bus.error', 'bus.error']);
  });

  it('says what Lane B lost, before anything else is heard', () => {
    const { bus, said, speaking } = world();
    voiceTrouble(speaking);
    const hands = createSpeaker('hands', speaking);
    bus.on('clip.armed', () => {
      for (let count = 0; count < laneBQueueMax + 30; count++) {
        hands.say('target.output.received', { atMs: 0, life: 1, byteLen: 1 });
      }
    });
    createSpeaker('clip', speaking).say('clip.armed', clip);
    const loss = { droppedCount: 30, oldestSeq: 1, newestSeq: 30 };
    expect(said[1]?.payload).toEqual({ stage: 'bus.lane-b', reason: 'queue_full', ...loss });
    expect(said.length).toBe(2 + laneBQueueMax);
    expect(said.at(-1)?.seq).toBe(laneBQueueMax + 30);
  });

  it('is told even when Lane A is full, and the refused producer is stopped by an exception', () => {
    const { bus, said, speaking } = world();
    voiceTrouble(speaking);
    const hands = createSpeaker('hands', speaking);
    let others = 0;
    bus.on('track.ended', () => {
      for (let count = 0; count < laneBQueueMax + 1; count++) {
        hands.say('target.output.received', { atMs: 0, life: 1, byteLen: 1 });
      }
      for (let count = 0; count < laneAQueueMax + 1; count++) hands.say('clip.armed', clip);
    });
    bus.on('track.ended', () => {
      others += 1;
    });
    const track = createSpeaker('track', speaking);
    track.say('track.ended', { atMs: 0, track: 'cpu', axis: 'cpu' });
    expect(others).toBe(1);
    const counts = new Map<string, number>();
    for (const { type } of said) counts.set(type, (counts.get(type) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      'track.ended': 1,
      'bus.error': 1,
      'event.dropped': 1,
      'clip.armed': laneAQueueMax,
      'target.output.received': laneBQueueMax,
    });
  });
});
