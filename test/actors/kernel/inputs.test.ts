/**
 * Goal: a limit of the kernel that is reached is told, and a replay says the same.
 * Method: as many contracts as there is room for, and one more; the record is replayed.
 */
import { expect, it } from 'vitest';
import { contractsMax } from '../../../actors/kernel/door.ts';
import { replaySession } from '../../../actors/replay/replay.ts';
import type { Contract } from '../../../embed/kernel.ts';
import { standingContracts } from '../../../machines/kernel/standing-contracts.ts';
import { createSeededRandom } from '../../../runtime/host/random.ts';
import { createMemoryLog } from './memory-log.ts';
import { createScene } from './scene.ts';

const trial: Contract = {
  ...{ id: 'trial', version: 1, owner: 'test', appliesTo: ['resize.requested'] },
  ...{ preconditions: [], severity: 'info', action: 'block', fallbackAction: 'none' },
  ...{ mode: 'shadow', emitOnViolation: 'contract.violation' },
};

it('has the word on one contract too many, as the kernel said it', () => {
  const log = createMemoryLog();
  const scene = createScene({ log });
  const room = contractsMax - standingContracts.length;
  const many = Array.from({ length: room + 1 }, (_, at) => ({ ...trial, id: `picky-${at}` }));
  for (const one of many.slice(0, room)) scene.kernel.registerContract(one);
  expect(scene.types('event.dropped')).toEqual([]);
  const last = many[room] ?? trial;
  expect(() => scene.kernel.registerContract(last)).toThrow(RangeError);
  const payload = { stage: 'contracts', reason: 'full', droppedCount: 1 };
  expect(scene.heard).toMatchObject([{ type: 'event.dropped', payload }]);
  const contracts = many.slice(0, room);
  const source = { name: 'log', lines: () => log.lines };
  const result = replaySession(source, { seeded: createSeededRandom, contracts, enforced: [] });
  const { events } = result.ok ? result.value : { events: null };
  expect(events?.now).toEqual({ ...events?.recorded, count: 1 });
  scene.kernel.stop();
  expect(() => scene.kernel.registerContract(last)).toThrow(RangeError);
  expect(scene.types('event.dropped')).toHaveLength(1);
});
