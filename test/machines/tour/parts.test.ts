/**
 * Goal: a flat list of states says the same as a state value. Method: there and back again.
 */
import { expect, it } from 'vitest';
import { partsOf, stateValueOf } from '../../../machines/tour/parts.ts';

it.each([
  ['idle', ['idle']],
  [{ none: 'quiet' }, ['none.quiet']],
  [{ a: 'x', b: 'y' }, ['a.x', 'b.y']],
  [{ a: { b: { c: 'd', e: 'f' } }, g: 'h' }, ['a.b.c.d', 'a.b.e.f', 'g.h']],
  [{ a: {}, b: {} }, ['a', 'b']],
] as const)('%j is %j', (value, parts) => {
  expect(partsOf(value)).toEqual(parts);
  expect(stateValueOf(parts)).toEqual(value);
});
