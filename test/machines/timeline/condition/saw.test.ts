/** Goal: values read as people write them. Method: each kind of value. */
import { expect, it } from 'vitest';
import { sawText } from '../../../../machines/timeline/condition/saw.ts';

it.each([
  [{}, ''],
  [{ crashes: 3 }, 'crashes was 3'],
  [
    { cpu_load: 0.912345, up: false, io_pressure: null, 'event("a").outcome': 'crash' },
    'cpu_load was 0.912, up was false, io_pressure was unknown, event("a").outcome was crash',
  ],
])('%j', (saw, text) => expect(sawText(saw)).toBe(text));

it('a sentence is told as one, not as a value', () => {
  expect(sawText({ up: true, answers: 'It no longer answers: no answer within 1000 ms' })).toBe(
    'up was true, answers: It no longer answers: no answer within 1000 ms',
  );
});
