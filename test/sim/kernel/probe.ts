/**
 * Invariant 49, tried on purpose: while one event is delivered, a handler says others of two
 * classes; the higher class comes first, each class in its order, and nobody who waited for a
 * second is overtaken. Written from the law alone: the expected order is spelled out.
 *
 * @spec kernel 7.6
 */
import type { Envelope } from '../../../embed/kernel.ts';
import { ingest } from './remote.ts';
import type { World } from './world.ts';

/** So long is more than the age bound. */
const agedMs = 1_100;
const numbers = new WeakMap<World, number>();

export function probe(world: World, paneId: string, aged: boolean): void {
  if (world.isNested) return;
  const number = (numbers.get(world) ?? 0) + 1;
  numbers.set(world, number);
  const known: Envelope = {
    eventId: world.dice.uuid(),
    correlationId: world.dice.uuid(),
    causationId: null,
    type: 'focus.changed',
    source: 'remote-probe',
    paneId,
    ts: world.clock.wallMs(),
    seq: number,
    payload: {},
  };
  const { kernel } = world;
  ingest(world, known);
  const heard: string[] = [];
  const say = (source: string): void => {
    world.report('focus.changed', paneId, {}, { source });
  };
  const off = kernel.on('focus.changed', ({ source }) => {
    if (source !== 'probe') return;
    say('probe-a');
    say('probe-b');
    // Told as a duplicate: a word of the first class, which overtakes what waits.
    ingest(world, known);
    if (aged) {
      world.clock.elapse(agedMs);
      world.sleptMs += agedMs;
    }
    say('probe-c');
  });
  const offAll = kernel.on('*', ({ source, type }) => {
    if (source.startsWith('probe') || type === 'event.dropped') heard.push(source);
  });
  world.report('focus.changed', paneId, {}, { source: 'probe' });
  off();
  offAll();
  const dropped = 'event-bus.js';
  const expected = aged
    ? ['probe', 'probe-a', 'probe-b', dropped, 'probe-c']
    : ['probe', dropped, 'probe-a', 'probe-b', 'probe-c'];
  // A head that died meanwhile heard no more.
  if (world.kernel === kernel && heard.join() !== expected.join()) {
    world.accuse(49, `heard ${heard.join()}, not ${expected.join()}`);
  }
}
