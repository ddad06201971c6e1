/** Goal: more bytes, more connections, and never too many. Method: the table's doses. */
import { expect, test } from 'vitest';
import { connectionMax, connectionsFor, networkDoses } from '../../stressors/network.ts';

test('connections grow strictly with the named doses and are bounded', () => {
  const { light, medium, heavy, extreme } = networkDoses;
  expect([light, medium, heavy, extreme].map(connectionsFor)).toEqual([1, 3, 9, 25]);
  expect(connectionsFor(1e15)).toBe(connectionMax);
});
