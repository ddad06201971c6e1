/** Goal: only commands get in. Method: one good line, then each way of being wrong, then chaos. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode } from '../../stressors/decode.ts';

const stress = {
  clipId: 'spike',
  axis: 'cpu',
  startAtMs: 1,
  endAtMs: 2,
  dose: { unit: 'percent', from: 1, to: 2 },
  priority: 'polite',
  limits: { memory: { percent: 80 }, diskBytes: 1 },
  seed: 1,
};
const arm = { do: 'arm', stress, scratch: '/tmp/x', targetPids: [4_000_001] };

test('the four commands are read as they are', () => {
  for (const command of [
    arm,
    { ...arm, stress: { ...stress, floats: true } },
    { do: 'adjust', dose: stress.dose },
    { do: 'retarget', targetPids: [] },
    { do: 'stop' },
  ]) {
    expect(decode(JSON.stringify(command))).toEqual({ ok: true, command });
  }
});

test.each([
  { shape: 'steps', steps: 4 },
  { shape: 'sine', cycles: 2.5 },
  { shape: 'pulse', cycles: 3, width: 0.25 },
])('the curve $shape is read as it is', (curve) => {
  const command = { do: 'adjust', dose: { ...stress.dose, curve, cap: 50 } };
  expect(decode(JSON.stringify(command))).toEqual({ ok: true, command });
});

test.each([
  ['no JSON', 'x', 'JSON'],
  ['no object', '[]', 'object'],
  ['unknown command', { do: 'dance' }, 'arm, adjust'],
  ['unknown axis', { ...arm, stress: { ...stress, axis: 'gpu' } }, 'axis'],
  ['wrong unit', { ...arm, stress: { ...stress, axis: 'disk' } }, 'bytes/s'],
  ['an end before the start', { ...arm, stress: { ...stress, endAtMs: 0 } }, 'endAtMs'],
  ['a float of another kind', { ...arm, stress: { ...stress, floats: 1 } }, 'floats'],
  ['negative dose', { do: 'adjust', dose: { unit: 'percent', from: -1, to: 1 } }, 'from'],
  ['too much', { do: 'adjust', dose: { unit: 'percent', from: 1, to: 101 } }, '100'],
  ['unknown curve', { do: 'adjust', dose: { ...stress.dose, curve: { shape: 'saw' } } }, 'shape'],
  [
    'no cycles',
    { do: 'adjust', dose: { ...stress.dose, curve: { shape: 'sine', cycles: 0 } } },
    'cycles',
  ],
  ['no scratch', { ...arm, scratch: '' }, 'scratch'],
  ['init as target', { ...arm, targetPids: [1] }, 'process id'],
  ['a process group', { ...arm, targetPids: [-5] }, 'process id'],
  ['ourselves', { ...arm, targetPids: [process.pid] }, 'process id'],
  ['our parent', { do: 'retarget', targetPids: [process.ppid] }, 'process id'],
])('refused: %s', (_name, value, word) => {
  const decoded = decode(typeof value === 'string' ? value : JSON.stringify(value));
  expect(decoded).toMatchObject({ ok: false, reason: expect.stringContaining(word) });
});

test('nothing makes it throw', () => {
  fc.assert(fc.property(fc.string(), (line) => decode(line).ok === false));
  fc.assert(fc.property(fc.json(), (line) => typeof decode(line).ok === 'boolean'));
});
