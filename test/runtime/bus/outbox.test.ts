/**
 * Goal: what is said in a turn is heard when the turn is over, the memory first; effects come
 * after their events; a full lane refuses.
 * Method: turns in turns, and work that throws.
 */
import { expect, it } from 'vitest';
import { createBus } from '../../../runtime/bus/bus.ts';
import { laneAQueueMax } from '../../../runtime/bus/lanes.ts';
import { Outbox } from '../../../runtime/bus/outbox.ts';
import { envelope } from './oracle.ts';

function open() {
  const bus = createBus();
  const outbox = new Outbox(bus, () => 0);
  const heard: string[] = [];
  outbox.hook({
    remember: ({ seq }) => heard.push(`memory ${seq}`),
    dropped: ({ droppedCount }) => heard.push(`dropped ${droppedCount}`),
    threw: (error) => heard.push(`threw ${String(error)}`),
  });
  bus.on('inject.requested', ({ seq }) => heard.push(`heard ${seq}`));
  const say = (seq: number) => outbox.say(envelope('inject.requested', seq));
  return { bus, outbox, heard, say };
}

it('delivers when the outermost turn is over, and works afterwards', () => {
  const { outbox, heard, say } = open();
  const value = outbox.turn(() => {
    outbox.whenQuiet(() => heard.push('work'));
    outbox.turn(() => say(1));
    say(2);
    expect(heard).toEqual([]);
    return 'value';
  });
  expect(value).toBe('value');
  expect(heard).toEqual(['memory 1', 'heard 1', 'memory 2', 'heard 2', 'work']);
});

it('delivers what was said though the turn throws', () => {
  const { outbox, heard, say } = open();
  expect(() =>
    outbox.turn(() => {
      say(1);
      throw new Error('bug');
    }),
  ).toThrow('bug');
  expect(heard).toEqual(['memory 1', 'heard 1']);
});

it('tells of work that throws, and goes on', () => {
  const { outbox, heard, say } = open();
  outbox.whenQuiet(() => {
    throw new Error('broken hands');
  });
  say(1);
  expect(heard).toEqual(['threw Error: broken hands', 'memory 1', 'heard 1']);
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
  const { outbox, say } = open();
  outbox.turn(() => {
    for (let seq = 1; seq <= laneAQueueMax; seq += 1) expect(say(seq)).toBe('accepted');
    expect(outbox.room()).toBe(0);
    expect(say(0)).toBe('refused-full');
  });
  expect(outbox.room()).toBe(laneAQueueMax);
  outbox.setTelemetryEnabled(false);
  expect(outbox.say(envelope('pty.data.received', 1))).toBe('off');
  expect(say(1)).toBe('accepted');
});
