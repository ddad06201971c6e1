/**
 * Goal: whoever subscribes hears exactly the events of the pattern, until they leave.
 * Method: every type beside every pattern of the taxonomy, on a real bus.
 */
import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import { taxonomy } from '../../../machines/kernel/events/registry.ts';
import { createBus } from '../../../runtime/bus/bus.ts';
import { Routes } from '../../../runtime/bus/routes.ts';
import { envelope, hears } from './oracle.ts';

describe('subscribing', () => {
  it('hears exactly the events of a pattern, for every type and every pattern of the taxonomy', () => {
    for (const type of Object.keys(taxonomy)) {
      const families = type.split('.').map((_, end, words) => `${words.slice(0, end).join('.')}.*`);
      for (const pattern of [...Object.keys(taxonomy), ...families.slice(1), '*']) {
        const bus = createBus({ monotonicMs: () => 0 });
        const heard: string[] = [];
        bus.on(pattern, (event) => heard.push(event.type));
        bus.publish(envelope(type, 1));
        expect(heard, `${pattern} <- ${type}`).toEqual(hears(pattern, type) ? [type] : []);
      }
    }
  });

  it('ends when asked to, also from within a delivery, and leaves the same function subscribed elsewhere', () => {
    const bus = createBus({ monotonicMs: () => 0 });
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
    const bus = createBus({ monotonicMs: () => 0 });
    const heard: number[] = [];
    const subscription = bus.stream('clip.*').subscribe(({ seq }) => heard.push(seq));
    bus.publish(envelope('clip.armed', 1));
    bus.publish(envelope('track.ended', 2));
    subscription.unsubscribe();
    bus.publish(envelope('clip.armed', 3));
    expect(heard).toEqual([1]);
  });

  it('refuses types that the taxonomy does not know, those of XState and of Object included', () => {
    const bus = createBus({ monotonicMs: () => 0 });
    let heard = 0;
    bus.on('*', () => {
      heard += 1;
    });
    for (const type of ['clip', 'clip.unheard', 'xstate.stop', 'toString', '__proto__', '', '*']) {
      expect(bus.publish(envelope(type, 1)), type).toBe('refused-unknown-type');
    }
    expect(heard).toBe(0);
  });
});

it('knows where a type queues, and nothing of types that the taxonomy does not know', () => {
  const routes = new Routes();
  const { heardBy: _, ...route } = routes.of('event.dropped') ?? {};
  expect(route).toEqual({ lane: 'A', priority: 'contract', own: true });
  expect(routes.of('pty.data.received')?.lane).toBe('B');
  for (const type of ['clip', 'toString', '__proto__', '']) expect(routes.of(type)).toBe(undefined);
});
