/** Goal: a dose comes out of shared memory as it went in. Method: every shape, with and without. */
import { expect, test } from 'vitest';
import type { Dose } from '../../machines/timeline/axis.ts';
import { doseCellCount, readDose, writeDose } from '../../stressors/dose-cells.ts';

test.each<Omit<Dose, 'unit'>>([
  { from: 1, to: 2, curve: { shape: 'ramp' } },
  { from: 1, to: 2, curve: { shape: 'steps', steps: 5 } },
  { from: 1, to: 2, curve: { shape: 'sine', cycles: 2.5 } },
  { from: 1, to: 2, curve: { shape: 'triangle', cycles: 3 }, cap: 1.5 },
  { from: 90, to: 0, curve: { shape: 'pulse', cycles: 3, width: 0.1 }, cap: 0 },
])('%j', (dose) => {
  const row = new Float64Array(doseCellCount);
  // Something else was there before.
  writeDose(row, { unit: 'percent', from: 7, to: 7, cap: 7, curve: { shape: 'steps', steps: 9 } });
  writeDose(row, { unit: 'percent', ...dose });
  expect(readDose(row)).toEqual(dose);
});
