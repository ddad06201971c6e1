/**
 * Goal: a side-chain asks what its signal says, within its two ends, and only tells what matters.
 * Method: tables, and a property.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isWorthTelling,
  modulated,
  type SideChain,
} from '../../../../machines/timeline/curve/side-chain.ts';
import { parseIntensity } from '../../../../machines/timeline/schema-values.ts';

const ends = { from: { percent: 90 }, to: 'light' } as const;

test('it is read, with its range or the usual one', () => {
  expect(parseIntensity({ from: '90%', to: 'light', by: 'cpu_load' })).toEqual({
    ok: true,
    value: { ...ends, by: 'cpu_load', between: [0, 1] },
  });
  expect(
    parseIntensity({ from: '90%', to: 'light', by: 'target.fds', between: [10, 200] }),
  ).toMatchObject({ ok: true, value: { between: [10, 200] } });
});

test.each([
  [{ by: 5 }, 'INVALID_SIGNAL', ['by']],
  [{ by: ' ' }, 'INVALID_SIGNAL', ['by']],
  [{ by: 'x', between: [1, 1] }, 'INVALID_RANGE', ['between']],
  [{ by: 'x', between: [1] }, 'INVALID_RANGE', ['between']],
  [{ by: 'x', shape: 'sine' }, 'UNKNOWN_KEY', ['shape']],
  [{ by: 'x', to: 'haevy' }, 'UNKNOWN_INTENSITY', ['to']],
  [{ by: 'x', from: 5 }, 'UNKNOWN_INTENSITY', ['from']],
])('%j is refused', (wrong, code, path) => {
  const reading = parseIntensity({ from: '90%', to: 'light', ...wrong });
  expect(reading).toMatchObject({ ok: false, fault: { code, path } });
});

const chain: SideChain = { by: 'cpu_load', between: [0.2, 0.8], from: 80, to: 20 };

test.each([
  [0, 80],
  [0.2, 80],
  [0.5, 50],
  [0.8, 20],
  [3, 20],
  [true, 20],
  [false, 80],
  [null, null],
  [Number.NaN, null],
])('%j asks %j', (value, dose) => {
  const asked = modulated(chain, value);
  if (dose === null) expect(asked).toBeNull();
  else expect(asked).toBeCloseTo(dose);
});

test('it never leaves its ends', () => {
  fc.assert(
    fc.property(fc.double(), (value) => {
      const dose = modulated(chain, value);
      if (dose !== null) expect(dose).toBe(Math.min(80, Math.max(20, dose)));
    }),
  );
});

test('what differs by less than a hundredth of the way is not told, but an end is reached', () => {
  expect(isWorthTelling(chain, 50, 50.5)).toBe(false);
  expect(isWorthTelling(chain, 50, 51)).toBe(true);
  expect(isWorthTelling(chain, 79.9, 80)).toBe(true);
  expect(isWorthTelling(chain, 80, 80)).toBe(false);
});
