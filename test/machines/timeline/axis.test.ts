/**
 * Goal: an intensity becomes a dose in the unit of its axis, and more is more.
 * Method: hand-worked examples on a small table, and properties over all shares.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DoseTable, doseAt, doseOf, type HostFacts } from '../../../machines/timeline/axis.ts';

const host: HostFacts = {
  os: 'linux',
  kernel: '6',
  cpus: 4,
  memoryBytes: 1000,
  memoryAvailableBytes: 900,
  diskBytes: 1,
  diskFreeBytes: 1,
};

const table = (scale: DoseTable['scale'], unit: DoseTable['unit'] = 'threads'): DoseTable => ({
  axis: 'concurrency',
  unit,
  scale,
  light: 2,
  medium: 4,
  heavy: 8,
  extreme: 16,
  full: 32,
});

describe('doseOf', () => {
  it('takes a level from the table, scaled to the host', () => {
    expect(doseOf('heavy', table('absolute'), host)).toEqual({ unit: 'threads', from: 8, to: 8 });
    expect(doseOf('heavy', table('per-cpu'), host)).toEqual({ unit: 'threads', from: 32, to: 32 });
    const share = { ...table('share-of-memory', 'bytes'), medium: 0.15 };
    expect(doseOf('medium', share, host)).toEqual({ unit: 'bytes', from: 150, to: 150 });
  });

  it('takes a share of the full scale, and a ramp between two points', () => {
    expect(doseOf({ percent: 50 }, table('per-cpu'), host).to).toBe(64);
    const ramp = { shape: 'ramp', from: 'light', to: { percent: 100 } } as const;
    expect(doseOf(ramp, table('absolute'), host)).toEqual({ unit: 'threads', from: 2, to: 32 });
  });

  it('never asks for nothing, and keeps fractions of a percentage', () => {
    expect(doseOf({ percent: 0.001 }, table('absolute'), host).to).toBe(1);
    expect(doseOf({ percent: 0.5 }, { ...table('absolute', 'percent'), full: 90 }, host).to).toBe(
      0.45,
    );
  });

  it('grows with the share', () => {
    const share = fc.double({ min: 0.1, max: 100, noNaN: true });
    fc.assert(
      fc.property(share, share, (one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const dose = (percent: number) => doseOf({ percent }, table('per-cpu'), host).to;
        return dose(less) <= dose(more);
      }),
    );
  });
});

describe('doseAt', () => {
  it('moves linearly, and stands still outside of the event', () => {
    const dose = { unit: 'percent', from: 10, to: 90 } as const;
    expect([-1, 0, 0.25, 0.5, 1, 2].map((at) => doseAt(dose, at))).toEqual([
      10, 10, 30, 50, 90, 90,
    ]);
  });
});
