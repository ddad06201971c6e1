/**
 * Goal: every signal of this system is one, and nothing else is.
 * Method: the names that the system itself gives, beside words that are near to one.
 */
import { constants } from 'node:os';
import { expect, it } from 'vitest';
import { signalProblem } from '../../../machines/control/signals.ts';

it.runIf(process.platform === 'linux')('knows every signal that the system knows', () => {
  for (const name of Object.keys(constants.signals)) expect(signalProblem(name), name).toBeNull();
});

it.each(['SIGFOO', 'TERM', 'sigterm', 'SIGTERM ', '9', '', 'constructor'])('%j is none', (name) => {
  expect(signalProblem(name)).toMatchObject({ code: 'UNKNOWN_SIGNAL' });
});
