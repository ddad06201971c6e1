/**
 * Goal: every invariant from 1 to 60 says where it is checked, truly; the page says the same.
 * Method: files exist and, in the simulator, accuse by that number; `UPDATE_GOLDEN=1` writes the page.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { invariants, invariantsPage } from './invariants.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const page = `${root}docs/reference/invariants.md`;

it('covers 1 to 60, each in a file that exists', () => {
  expect(invariants.map(({ number }) => number)).toEqual(
    Array.from({ length: 60 }, (_, at) => at + 1),
  );
  const missing = invariants.flatMap(({ checked }) =>
    checked.filter((file) => !existsSync(`${root}test/${file}`)),
  );
  expect(missing).toEqual([]);
});

it('names files of the simulator that accuse by this number', () => {
  const wrong = invariants.flatMap(({ number, checked }) =>
    checked
      .filter((file) => /-check\.ts$|probe\.ts$/.test(file))
      .filter((file) => {
        const text = readFileSync(`${root}test/${file}`, 'utf8');
        const names = new RegExp(
          `(?:accuse|blamed)\\([^)]*\\b${number}\\b|return ${number};|\\b${number} :|: ${number}[;,]|\\? ${number}\\b`,
        );
        return !names.test(text);
      })
      .map((file) => `${number}: ${file}`),
  );
  expect(wrong).toEqual([]);
});

it('is what the page says', () => {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(page, invariantsPage());
  expect(readFileSync(page, 'utf8')).toBe(invariantsPage());
});
