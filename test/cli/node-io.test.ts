/**
 * Goal: waiting for a stream leaves nothing behind on it, however often.
 * Method: the real standard output, waited for more often than Node takes without a warning.
 */
import { expect, it } from 'vitest';
import { nodeIo } from '../../cli/node-io.ts';

it('listens to a stream no longer than it waits', async () => {
  const { stdout } = nodeIo();
  const before = process.stdout.listenerCount('error');
  for (let time = 0; time < 30; time += 1) expect(await stdout.taken?.()).toBe(true);
  await Promise.all(Array.from({ length: 5 }, () => stdout.taken?.()));
  expect(process.stdout.listenerCount('error')).toBe(before);
});
