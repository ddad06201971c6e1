/**
 * Goal: a reading is a value or a fault, and a fault has no empty keys.
 * Method: one of each.
 */
import { expect, it } from 'vitest';
import { fault, read } from '../../../machines/timeline/reading.ts';

it('is a value or a fault', () => {
  expect(read(5)).toEqual({ ok: true, value: 5 });
  expect(fault('A', 'Expected b.', 'Try c.')).toEqual({
    ok: false,
    fault: { code: 'A', message: 'Expected b.', hint: 'Try c.' },
  });
  expect(Object.keys((fault('A', 'Expected b.') as { fault: object }).fault)).not.toContain('hint');
});
