/**
 * Goal: diffs tell exactly what changed, never nothing, and fold back to the present.
 * Method: random walks over vectors.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  copyVector,
  diffVectors,
  foldVector,
  isLegal,
  restingVector,
  type StateVector,
} from '../../../machines/kernel/state-vector.ts';

const vector: fc.Arbitrary<StateVector> = fc.record({
  activity: fc.constantFrom('idle', 'injecting', 'resizing', 'recovering', 'error'),
  gates: fc.record({
    focusLocked: fc.boolean(),
    compacting: fc.constantFrom('none', 'suspected', 'confirmed', 'cooldown'),
    safeMode: fc.boolean(),
  }),
  connectivity: fc.record({
    bridge: fc.constantFrom('up', 'down'),
    pty: fc.constantFrom('up', 'down'),
  }),
});

it('folds every walk back to its end, and its diffs name no more than what changed', () => {
  fc.assert(
    fc.property(fc.array(vector, { maxLength: 8 }), (walk) => {
      let at = restingVector;
      let folded = restingVector;
      for (const next of walk) {
        const diff = diffVectors(at, next);
        expect(diff === null).toBe(JSON.stringify(at) === JSON.stringify(next));
        if (diff) {
          expect(foldVector(at, diff.from)).toEqual(at);
          expect(Object.keys(diff.from)).toEqual(Object.keys(diff.to));
          folded = foldVector(folded, diff.to);
        }
        at = next;
        expect(folded).toEqual(at);
      }
    }),
    { seed: 1 },
  );
});

it('rests idle, ungated and linked', () => {
  expect(restingVector).toEqual({
    activity: 'idle',
    gates: { focusLocked: false, compacting: 'none', safeMode: false },
    connectivity: { bridge: 'up', pty: 'up' },
  });
  const injecting = foldVector(restingVector, { activity: 'injecting' });
  expect(diffVectors(restingVector, injecting)).toEqual({
    ...{ from: { activity: 'idle' }, to: { activity: 'injecting' } },
  });
});

it('tells one component as one component', () => {
  const locked = foldVector(restingVector, { gates: { focusLocked: true } });
  expect(diffVectors(restingVector, locked)).toEqual({
    from: { gates: { focusLocked: false } },
    to: { gates: { focusLocked: true } },
  });
});

it.each([
  ['idle', 'up', 'up', true],
  ['injecting', 'up', 'up', true],
  ['recovering', 'down', 'up', true],
  ['error', 'up', 'down', true],
  ['idle', 'down', 'up', false],
  ['injecting', 'up', 'down', false],
  ['recovering', 'up', 'up', false],
  ['error', 'up', 'up', false],
] as const)('%s with bridge %s and pty %s is legal: %s', (activity, bridge, pty, legal) => {
  expect(isLegal({ ...restingVector, activity, connectivity: { bridge, pty } })).toBe(legal);
});

it('copies deeply', () => {
  const copy = copyVector(restingVector);
  expect(copy).toEqual(restingVector);
  expect(copy.gates).not.toBe(restingVector.gates);
  expect(copy.connectivity).not.toBe(restingVector.connectivity);
});
