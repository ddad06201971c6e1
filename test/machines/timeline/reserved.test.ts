/**
 * Goal: no feature of a later version is ignored in silence.
 * Method: the whole language at once, and each key alone.
 */
import { expect, it } from 'vitest';
import { reservedProblems } from '../../../machines/timeline/reserved.ts';
import { brief, complaints, documentOf, wholeLanguage } from './documents.ts';

it('refuses the whole language at exactly the reserved places', () => {
  expect(complaints(wholeLanguage)).toEqual(['RESERVED_FEATURE expect 38:1']);
});

it.each([['expect: ["crashes == 0"]', 'RESERVED_FEATURE expect 1:1']])('%s', (text, problem) => {
  expect(reservedProblems(documentOf(text)).map(brief)).toEqual([problem]);
});

it('says what this version cannot do', () => {
  const [problem] = reservedProblems(documentOf('expect: [crashes == 0]'));
  expect(problem?.message).toBe(
    '`expect` is reserved: this version cannot judge expectations yet.',
  );
});

it('finds nothing in what is no timeline at all', () => {
  expect(reservedProblems(documentOf('tracks: 5\nevents: { a: 1 }\ntarget: x'))).toEqual([]);
});
