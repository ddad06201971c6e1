/**
 * Goal: fits only on a visible pane, and not during an injection.
 * Method: a look at each of the states that matter.
 */
import { expect, it } from 'vitest';
import { resizeSequencing } from '../../../../machines/kernel/contracts/resize-sequencing.ts';
import { type Look, look } from './looks.ts';

it.each<[Look, string]>([
  [{}, 'passed'],
  [{ facts: { visible: false } }, 'skip: pane_hidden'],
  [{ facts: { injecting: true } }, 'passed'],
  [{ type: 'resize.started', facts: { injecting: true } }, 'defer: an injection is under way'],
  [
    { type: 'resize.started', activity: 'recovering', facts: { injecting: true } },
    'defer: an injection is under way',
  ],
  [
    { type: 'pty.resize.requested', facts: { injecting: true } },
    'defer: an injection is under way',
  ],
  [{ type: 'resize.started', activity: 'resizing' }, 'passed'],
])('%j -> %s', (at, expected) => {
  expect(look(resizeSequencing, at)).toBe(expected);
});

it('is called as its file', () => {
  expect(resizeSequencing.id).toBe('resize-sequencing');
});
