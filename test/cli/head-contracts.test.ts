/**
 * Goal: a host does not start on a module that never loads, nor on two contracts of one id, and says
 * all that is wrong. Method: real modules, loaded, and a clock of our own.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { contractsOf } from '../../cli/head-contracts.ts';
import { loadPatienceMs } from '../../cli/head-word.ts';
import { createVirtualClock } from '../../runtime/host/virtual-clock.ts';

const place = mkdtempSync(join(tmpdir(), 'ambush-test-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

function module(name: string, text: string) {
  writeFileSync(join(place, name), text);
  return { name, path: join(place, name) };
}

const contract = (id: string): string => `{
  id: '${id}', version: 1, owner: 'test', appliesTo: ['inject.requested'], preconditions: [],
  severity: 'block', action: 'block', fallbackAction: 'none', mode: 'shadow',
  emitOnViolation: 'contract.violation',
}`;

it('loads them in turn, and says whose turn it is', async () => {
  const [one, two] = ['one', 'two'].map((id) =>
    module(`${id}.mjs`, `export const c = ${contract(id)};`),
  );
  const told: (string | null)[] = [];
  const read = await contractsOf(
    [one, two].flatMap((each) => each ?? []),
    createVirtualClock(),
    (name) => told.push(name),
  );
  expect(read).toMatchObject({ ok: true, value: [{ id: 'one' }, { id: 'two' }] });
  expect(told).toEqual(['one.mjs', 'two.mjs', null]);
});

it('gives up one that does not come to its end', async () => {
  const clock = createVirtualClock();
  const hangs = module('hang.mjs', 'await new Promise(() => {}); export default {};');
  const read = contractsOf([hangs], clock, () => {});
  clock.advance(loadPatienceMs);
  expect(await read).toMatchObject({
    ok: false,
    problems: [{ code: 'CONTRACT_NOT_LOADED', where: { file: 'hang.mjs' } }],
  });
});

it('refuses an id that is taken, by whomever', async () => {
  const text = `export const c = [${contract('focus-lock-guard')}, ${contract('mine')}];`;
  const read = await contractsOf(
    [module('a.mjs', text), module('b.mjs', `export const c = ${contract('mine')};`)],
    createVirtualClock(),
    () => {},
  );
  const told = read.ok
    ? []
    : read.problems.map(({ code, message, where }) => [code, message, where]);
  expect(told).toEqual([
    [
      'CONTRACT_ID_TAKEN',
      'Expected a contract with an id of its own, got focus-lock-guard, which is a contract that always stands.',
      { file: 'a.mjs' },
    ],
    [
      'CONTRACT_ID_TAKEN',
      'Expected a contract with an id of its own, got mine, which is one of a.mjs.',
      { file: 'b.mjs' },
    ],
  ]);
});
