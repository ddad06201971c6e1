/**
 * Goal: the end of a portion is where the next one begins, whatever its length.
 * Method: portions of each length, in Base64 as the system writes it.
 */
import { expect, it } from 'vitest';
import { outputEnd } from '../../../machines/hands/output-end.ts';

it('counts what came before, what was dropped, and what is shown', () => {
  for (let length = 0; length < 10; length += 1) {
    const data = Buffer.alloc(length, 'x').toString('base64');
    expect(outputEnd({ from: 100, dropped: 20, data })).toBe(120 + length);
  }
});
