/**
 * Goal: a pane that would show itself is known, however many panes lie between; one of another host
 * is no matter. Method: what panes show, as a table.
 */
import { expect, it } from 'vitest';
import { ownPane, paneOf, showsItself } from '../../../machines/control/own-pane.ts';

it('knows a pane of this session by what its program was told', () => {
  expect(paneOf(ownPane('s1', '12'), 's1')).toBe('12');
  expect([paneOf('s2/12', 's1'), paneOf('', 's1')]).toEqual([null, null]);
});

it('finds the circle, also where others go round in one', () => {
  const shown: Readonly<Record<string, readonly string[]>> = {
    1: ['2'],
    2: ['3'],
    4: ['5'],
    5: ['4'],
  };
  const circle = (paneId: string, within: string) =>
    showsItself(paneId, within, (id) => shown[id] ?? []);
  expect([circle('1', '1'), circle('1', '2'), circle('1', '3')]).toEqual([true, true, true]);
  expect([circle('3', '1'), circle('4', '1'), circle('2', '1')]).toEqual([false, false, false]);
});
