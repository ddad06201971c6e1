/**
 * A dose as a row of doubles in shared memory, and back. The unit is not part of it: a stressor
 * has one axis only.
 *
 * @spec timeline platform strategy
 */
import type { Dose } from '../machines/timeline/axis.ts';
import { type Curve, shapes } from '../machines/timeline/curve/curve.ts';

const cells = { from: 0, to: 1, shape: 2, count: 3, width: 4, cap: 5 } as const;
export const doseCellCount = 6;

/** No cap is written as NaN, and so is what a shape does not have. */
export function writeDose(into: Float64Array, { from, to, curve, cap }: Dose): void {
  into[cells.from] = from;
  into[cells.to] = to;
  into[cells.shape] = curve === undefined ? 0 : shapes.indexOf(curve.shape);
  into[cells.count] = curve === undefined ? Number.NaN : countOf(curve);
  into[cells.width] = curve?.shape === 'pulse' ? curve.width : Number.NaN;
  into[cells.cap] = cap ?? Number.NaN;
}

export function readDose(row: Float64Array): Omit<Dose, 'unit'> {
  const cap = at(row, cells.cap);
  return {
    from: at(row, cells.from),
    to: at(row, cells.to),
    curve: curveIn(row),
    ...(Number.isNaN(cap) ? {} : { cap }),
  };
}

function countOf(curve: Curve): number {
  if (curve.shape === 'ramp') return Number.NaN;
  return curve.shape === 'steps' ? curve.steps : curve.cycles;
}

function curveIn(row: Float64Array): Curve {
  const shape = shapes[at(row, cells.shape)] ?? 'ramp';
  const count = at(row, cells.count);
  switch (shape) {
    case 'ramp':
      return { shape };
    case 'steps':
      return { shape, steps: count };
    case 'sine':
    case 'triangle':
      return { shape, cycles: count };
    case 'pulse':
      return { shape, cycles: count, width: at(row, cells.width) };
  }
}

function at(row: Float64Array, cell: number): number {
  return row[cell] ?? Number.NaN;
}
