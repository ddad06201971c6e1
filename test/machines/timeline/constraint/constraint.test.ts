/** Goal: an action is told in the words of the file. Method: one of each. */
import { expect, test } from 'vitest';
import { actionText } from '../../../../machines/timeline/constraint/constraint.ts';

test.each([
  [{ do: 'pause' }, 'pause'],
  [{ do: 'stop' }, 'stop'],
  [{ do: 'intensity', level: 'light' }, 'intensity light'],
  [{ do: 'cap', level: { percent: 40 } }, 'cap 40%'],
] as const)('%j', (action, text) => expect(actionText(action)).toBe(text));
