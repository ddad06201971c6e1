/**
 * Goal: a key that was begun is known as long as there is room, the latest longest.
 * Method: more keys than there is room for.
 */
import { expect, it } from 'vitest';
import { createKeyMemory, keysMax } from '../../../actors/hands/key-memory.ts';

it('forgets the oldest first', () => {
  const keys = createKeyMemory();
  for (let at = 0; at < keysMax; at += 1) keys.set(`${at}`, 'written');
  keys.set('0', 'partly');
  keys.set('one more', 'writing');
  expect([keys.get('0'), keys.get('1'), keys.get('2')]).toEqual(['partly', undefined, 'written']);
  expect(keys.get('one more')).toBe('writing');
});
