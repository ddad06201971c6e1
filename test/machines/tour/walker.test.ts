/**
 * Goal: a walker tells all that an event led to: state, effects in order, rules, waits.
 * Method: a small machine, from its beginning and from a state in the middle.
 */
import { expect, it } from 'vitest';
import { startWalker } from '../../../machines/tour/walker.ts';
import { doorLetters, doorMachine } from './door.ts';

const [knock, insist, close, , dark] = doorLetters;

it('tells state, effects, rules and waits of each step', () => {
  const walker = startWalker(doorMachine);
  expect(walker.parts()).toEqual(['leaf.shut', 'lamp.off']);
  const ignored = { parts: ['leaf.shut', 'lamp.off'], effects: [], rules: [], timers: [] };
  expect(walker.send(knock)).toEqual(ignored);
  expect(walker.send(insist)).toEqual({
    parts: ['leaf.open.wide', 'lamp.off'],
    effects: ['creak'],
    rules: ['opens'],
    timers: [250],
  });
  expect(walker.send(close).rules).toEqual(['closes slowly']);
  // A transition without a rule is told without one.
  expect(walker.send(close)).toEqual({
    parts: ['leaf.shut', 'lamp.off'],
    effects: ['creak', 'slam'],
    rules: [],
    timers: [],
  });
});

it('lets time pass instead of an event', () => {
  const walker = startWalker(doorMachine);
  walker.send(insist);
  expect(walker.timers()).toEqual([250]);
  expect(walker.wait(249).parts).toEqual(['leaf.open.wide', 'lamp.off']);
  expect(walker.wait(1)).toMatchObject({ parts: ['leaf.gone', 'lamp.off'], effects: ['slam'] });
  expect(walker.active()).toBe(true);
});

it('starts in the middle, with no wait pending', () => {
  const walker = startWalker(doorMachine, ['leaf.open.ajar', 'lamp.on']);
  expect(walker.parts()).toEqual(['leaf.open.ajar', 'lamp.on']);
  expect(walker.timers()).toEqual([]);
  expect(walker.send(dark).parts).toEqual(['leaf.open.ajar', 'lamp.on']);
  expect(walker.send(close).parts).toEqual(['leaf.shut', 'lamp.on']);
});
