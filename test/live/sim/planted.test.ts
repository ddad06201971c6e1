/**
 * Goal: bugs planted into a copy of the built tree are killed, and the tree itself lives; the same
 * seed gives the same trace in another process.
 * Method: four of the bugs that `npm run planted` tries, each in a process of its own.
 */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulateKernel } from '../../sim/kernel/simulate-kernel.ts';
import { allPlanted } from '../../sim/planted/all-planted.ts';
import { Ground } from '../../sim/planted/plant.ts';

const share = ['cooldown-short', 'overdue-write-again', 'last-in-first-out', 'body-is-safe'];

describe('the simulator', () => {
  let ground: Ground;
  beforeAll(() => {
    ground = new Ground();
  });
  afterAll(() => ground.clear());

  it('lets a healthy tree live', async () => {
    expect(await ground.play(5)).toBe('survived');
  });

  it.each(allPlanted.filter(({ id }) => share.includes(id)))('kills $id', async (bug) => {
    const hunt = await ground.try(bug, 60);
    const named = typeof hunt === 'object' ? hunt.named : null;
    expect(bug.breaks).toContain(named?.invariant);
  });

  it('goes the same way in another process', () => {
    const told = execFileSync(process.execPath, ['dist/test/sim/kernel/main.js', '--seed', '5'], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    expect(told.trim().split('\n').at(-1)).toBe(`digest ${simulateKernel({ seed: 5 }).digest}`);
  });
});
