/**
 * Goal: every planted bug still finds its place, exactly once; there are enough of them, in every
 * part of the kernel.
 * Method: the sources of today are read; `npm run planted` lets all of them be hunted.
 */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { allPlanted } from './all-planted.ts';
import { plantedSource } from './plant.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

it.each(allPlanted)('$id stands in $file once', (bug) => {
  expect(plantedSource(bug, root)).toContain(bug.replace);
  expect(bug.breaks.length).toBeGreaterThan(0);
});

it('are many, each with a name of its own, all over the kernel', () => {
  expect(allPlanted.length).toBeGreaterThanOrEqual(50);
  expect(new Set(allPlanted.map(({ id }) => id)).size).toBe(allPlanted.length);
  const folders = new Set(allPlanted.map(({ file }) => file.replace(/\/[^/]*$/, '')));
  for (const folder of ['machines/kernel', 'machines/kernel/contracts', 'machines/pane']) {
    expect(folders).toContain(folder);
  }
  for (const folder of ['machines/safety', 'actors/kernel', 'runtime/bus']) {
    expect(folders).toContain(folder);
  }
});
