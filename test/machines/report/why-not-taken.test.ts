/**
 * Goal: every way in which the kernel ends an injection has words.
 * Method: its words beside those that people read; one that nobody knows stays as it is.
 */
import { expect, it } from 'vitest';
import { reasonText } from '../../../machines/report/why-not-taken.ts';

it.each([
  ['verified', 'anything', false, null],
  ['dropped', 'ttl_expired', false, 'it waited for a gate until its time was up'],
  ['dropped', 'pane_closed', false, 'the run was over while it waited'],
  ['dropped', null, false, null],
  ['failed', 'verify_timeout', false, 'the program was not seen to take it'],
  ['failed', 'some_new_reason', false, 'some_new_reason'],
  ['outcome_unknown', null, false, 'nobody knows whether it was taken'],
  ['outcome_unknown', null, true, 'nothing was heard of its end'],
  [null, 'the target had ended', false, 'the target had ended'],
] as const)('%s %s', (outcome, reason, isOpen, text) => {
  expect(reasonText(outcome, reason, isOpen)).toBe(text);
});
