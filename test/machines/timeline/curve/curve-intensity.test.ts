/**
 * Goal: every curve of the language is read, and what is wrong is told at its key.
 * Method: tables of right and wrong values through the reader of intensities.
 */
import { expect, test } from 'vitest';
import { parseIntensity } from '../../../../machines/timeline/schema-values.ts';

const ends = { from: { percent: 10 }, to: { percent: 90 } };
const written = { from: '10%', to: '90%' };

test.each([
  [{}, { shape: 'ramp' }],
  [{ shape: 'steps' }, { shape: 'steps', steps: 4 }],
  [
    { shape: 'steps', steps: '7' },
    { shape: 'steps', steps: 7 },
  ],
  [
    { shape: 'Sine', every: '10s' },
    { shape: 'sine', everyMs: 10_000 },
  ],
  [{ shape: 'triangle' }, { shape: 'triangle' }],
  [
    { shape: 'pulse', every: 4 },
    { shape: 'pulse', everyMs: 4_000, width: 0.5 },
  ],
  [
    { shape: 'pulse', width: '25%' },
    { shape: 'pulse', width: 0.25 },
  ],
])('%j is read', (course, expected) => {
  const reading = parseIntensity({ ...written, ...course });
  expect(reading).toEqual({ ok: true, value: { ...ends, ...expected } });
});

test.each([
  [{ shape: 'pluse' }, 'UNKNOWN_SHAPE', ['shape'], 'Did you mean "pulse"?'],
  [{ shape: [] }, 'WRONG_TYPE', ['shape'], 'Try "ramp".'],
  [{ shape: 'ramp', every: '10s' }, 'UNKNOWN_KEY', ['every'], 'shape: ramp'],
  [{ shape: 'pulse', steps: 2 }, 'UNKNOWN_KEY', ['steps'], 'width: 25%'],
  [{ shape: 'steps', steps: 1 }, 'INVALID_STEPS', ['steps'], 'steps: 4'],
  [{ shape: 'steps', steps: 101 }, 'INVALID_STEPS', ['steps'], 'steps: 4'],
  [{ shape: 'sine', every: 0 }, 'INVALID_DURATION', ['every'], ''],
  [{ shape: 'sine', every: '249ms' }, 'INVALID_PERIOD', ['every'], 'every: 10s'],
  [{ shape: 'pulse', width: '0%' }, 'INVALID_PERCENT', ['width'], ''],
  [{ from: 'lihgt' }, 'UNKNOWN_INTENSITY', ['from'], 'light'],
  [{ to: '190%' }, 'INVALID_PERCENT', ['to'], ''],
  [{ shape: 'sine', from: '0%', to: '0%' }, 'INVALID_INTENSITY', undefined, '80%'],
])('%j is refused', (course, code, path, hint) => {
  const reading = parseIntensity({ ...written, ...course });
  expect(reading).toMatchObject({ ok: false, fault: { code } });
  if (reading.ok) return;
  expect(reading.fault.path).toEqual(path);
  expect(reading.fault.hint).toContain(hint);
});
