/**
 * Goal: a result is a value or all problems, told apart by `ok`.
 */
import { expect, it } from 'vitest';
import { refuse, succeed } from '../../../machines/kernel/problem.ts';

it('holds the value, or every problem in the order found', () => {
  const problems = [
    { code: 'UNKNOWN_AXIS', message: 'Expected an axis, got "cpus".', hint: 'Did you mean "cpu"?' },
    { code: 'DUPLICATE_ID', message: 'Expected ids to differ, got "a" twice.' },
  ];
  expect(succeed(0)).toEqual({ ok: true, value: 0 });
  expect(refuse(problems)).toEqual({ ok: false, problems });
});
