/** Goal: the named levels grow, on every axis. Method: the dose tables, read in their order. */
import { expect, test } from 'vitest';
import { axes } from '../../../machines/timeline/axis.ts';
import { levels } from '../../../machines/timeline/level.ts';
import { doseTables } from '../../../stressors/doses.ts';

test.each(axes)('the levels of %s grow up to its full scale', (axis) => {
  const doses = [0, ...levels.map((level) => doseTables[axis][level])];
  expect(doses).toEqual([...new Set(doses)].sort((a, b) => a - b));
  expect(doses.at(-1)).toBeLessThanOrEqual(doseTables[axis].full);
});
