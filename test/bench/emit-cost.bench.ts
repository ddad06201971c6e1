/**
 * Cost of one emitted envelope (ids minted, redacted, routed to ten subscribers) beside a bare
 * EventEmitter with ten subscribers, taken in turns, in CPU time.
 */
import { EventEmitter } from 'node:events';
import { createBus } from '../../runtime/bus/bus.ts';
import { createSpeaker } from '../../runtime/bus/speaker.ts';
import { createSystemClock } from '../../runtime/host/clock.ts';
import { createSystemRandom } from '../../runtime/host/random.ts';
import type { Bench } from './bench.ts';
import { costsOf } from './side-by-side.ts';

const subscribers = 10;
const rounds = 60;
const perRound = 2_000;

export const bench: Bench = {
  name: 'emit-cost',
  aim: 'at most 5 times a bare EventEmitter with ten subscribers',
  async measure() {
    let heard = 0;
    const emitter = new EventEmitter();
    const clock = createSystemClock();
    const bus = createBus(clock);
    for (let at = 0; at < subscribers; at += 1) {
      emitter.on('clip.armed', () => {
        heard += 1;
      });
      bus.on('clip.armed', () => {
        heard += 1;
      });
    }
    const speaker = createSpeaker('clip', {
      bus,
      clock,
      random: createSystemRandom(1),
    });
    const root = speaker.say('clip.armed', { atMs: 1, clipId: 'spike-1' });
    const cost = await costsOf(
      {
        emitter: { work: () => emitter.emit('clip.armed', { atMs: 1, clipId: 'spike-1' }) },
        envelope: { work: () => speaker.say('clip.armed', { atMs: 1, clipId: 'spike-1' }, root) },
      },
      rounds,
      perRound,
    );
    const expected = subscribers * (2 * rounds * perRound + 1);
    if (heard !== expected) throw new Error(`Expected ${expected} deliveries, got ${heard}.`);
    const [emitter_ns, envelope_ns] = [cost.emitter.median, cost.envelope.median];
    const ratio = envelope_ns / emitter_ns;
    return { figures: { emitter_ns, envelope_ns, ratio }, met: ratio <= 5, notes: [] };
  },
};
