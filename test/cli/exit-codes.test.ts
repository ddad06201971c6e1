/**
 * Goal: the exit status says what matters most, in the order of `timeline execution semantics`.
 * Method: all combinations of the three answers against a table written by hand.
 */
import { expect, it } from 'vitest';
import { exitCodeOf } from '../../cli/exit-codes.ts';

const run = {
  status: 'completed',
  verdict: 'pass',
  cleanup: 'clean',
  signalStatus: null,
  exitZero: false,
} as const;
const verdicts = ['pass', 'fail', 'inconclusive'] as const;

it.each([
  ['completed', [0, 1, 3]],
  ['aborted', [5, 5, 5]],
  ['interrupted', [130, 130, 130]],
  ['errored', [4, 4, 4]],
] as const)('%s gives %o for pass, fail, inconclusive', (status, codes) => {
  expect(verdicts.map((verdict) => exitCodeOf({ ...run, status, verdict }))).toEqual(codes);
  const left = verdicts.map((verdict) =>
    exitCodeOf({ ...run, status, verdict, cleanup: 'leftovers', exitZero: true }),
  );
  expect(left).toEqual([6, 6, 6]);
});

it('--exit-zero forgives what a finished run found, and nothing else', () => {
  const zero = { ...run, exitZero: true };
  expect(verdicts.map((verdict) => exitCodeOf({ ...zero, verdict }))).toEqual([0, 0, 0]);
  expect(exitCodeOf({ ...zero, status: 'errored' })).toBe(4);
  expect(exitCodeOf({ ...zero, status: 'aborted' })).toBe(5);
  expect(exitCodeOf({ ...zero, status: 'interrupted' })).toBe(130);
});

it('a run ended by SIGTERM says so', () => {
  expect(exitCodeOf({ ...run, status: 'interrupted', signalStatus: 143 })).toBe(143);
  expect(exitCodeOf({ ...run, signalStatus: 143 })).toBe(0);
});
