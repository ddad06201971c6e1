/**
 * Goal: every cause of a missing figure is a code word with a clause of its own, whose detail is told.
 * Method: all causes.
 */
import { expect, it } from 'vitest';
import { silenceCauses, silenceText } from '../../../../machines/timeline/signal/silence.ts';

it('no two causes read alike', () => {
  const texts = silenceCauses.map((cause) => silenceText({ cause }));
  expect(new Set(texts).size).toBe(silenceCauses.length);
  for (const cause of silenceCauses) expect(cause).toMatch(/^[a-z][a-z-]+$/);
});

it('tells the detail behind the clause', () => {
  expect(silenceText({ cause: 'exit-code', detail: 'exit code 3' })).toBe(
    'its program failed: exit code 3',
  );
});
