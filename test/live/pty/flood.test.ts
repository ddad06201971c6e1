/**
 * Goal: panes that print without end stay within bounds: every byte is shown or told as dropped, memory
 * does not grow with the flood, and an injection into a quiet pane still lands within a second.
 * Method: ten real floods in a daemon, beside a pretend program; `npm run flood` has a hundred.
 */
import { expect, it } from 'vitest';
import { floodPanes } from '../../storm/flood.ts';

it('ten floods beside a quiet pane', async () => {
  const flooded = await floodPanes({ panes: 10, seconds: 2, watched: 10 });
  expect(flooded.problems).toEqual([]);
  expect(flooded.readBytes).toBeGreaterThan(100_000);
  expect(flooded.grownBytes).toBeLessThan(192 * 2 ** 20);
  expect(flooded.appliedMs).toBeLessThan(1_000);
}, 120_000);
