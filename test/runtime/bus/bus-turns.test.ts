/**
 * Goal: what is published in a turn is heard when the turn is over, the memory first; effects come
 * after their events, and are bounded; a full lane refuses.
 * Method: turns in turns, and work that throws.
 */
import { expect, it } from 'vitest';
import { createBus, laneAQueueMax, worksMax } from '../../../runtime/bus/bus.ts';
import { envelope } from './oracle.ts';

function open() {
  const bus = createBus({ monotonicMs: () => 0 });
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
