/**
 * Goal: the facts are those of this machine, and a tree that is gone is told as gone.
 * Method: the real sensors, compared with what Node says.
 */
import { availableParallelism, release, tmpdir, totalmem } from 'node:os';
import { expect, it } from 'vitest';
import { createSensors } from '../../../../runtime/host/sensors.ts';

const sensors = createSensors(tmpdir(), (pid) => [pid]);

it('knows this machine', () => {
  const facts = sensors.facts();
  expect(facts).toMatchObject({
    os: process.platform,
    kernel: release(),
    cpus: availableParallelism(),
  });
  expect(facts.memoryBytes).toBeLessThanOrEqual(totalmem());
  expect(facts.memoryBytes).toBeGreaterThan(facts.memoryAvailableBytes);
  expect(facts.diskBytes).toBeGreaterThan(facts.diskFreeBytes);
});

it('reads the host and a tree, or says that it is gone', () => {
  expect(sensors.host()?.memoryTotalBytes).toBe(sensors.facts().memoryBytes);
  expect(sensors.tree(process.pid)?.processes).toBe(1);
  expect(sensors.tree(2 ** 22 + 1)).toBeNull();
});
