/**
 * Goal: a module's contracts are found under whatever name, each once; what is none is a problem.
 * Method: real modules in a folder of their own.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readContracts } from '../../../runtime/formats/contract-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambush-contract-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const contract = (id: string) =>
  `{ id: '${id}', version: 1, owner: 'o', appliesTo: [], preconditions: [], severity: 'info',
     action: 'block', fallbackAction: '', mode: 'shadow', emitOnViolation: 'contract.violation' }`;

async function read(name: string, text: string) {
  const path = join(folder, name);
  writeFileSync(path, text);
  const result = await readContracts(path, name);
  return result.ok ? result.value.map(({ id }) => id) : result.problems;
}

it('finds contracts by name, as default and in lists, each once', async () => {
  expect(await read('one.mjs', `export default ${contract('a')}`)).toEqual(['a']);
  const both = `export const a = ${contract('a')}; export const all = [a, ${contract('b')}];`;
  expect(await read('two.mjs', `${both} export const version = 1; export default a;`)).toEqual([
    'a',
    'b',
  ]);
});

it('says what is wrong', async () => {
  const codes = async (name: string, text: string) => {
    const found = await read(name, text);
    for (const one of found) expect(one).toHaveProperty('hint', expect.stringMatching(/^Try /));
    return found.map((one) => (typeof one === 'string' ? one : one.code));
  };
  expect(await codes('three.mjs', 'export const x = 1;')).toEqual(['NO_CONTRACT']);
  expect(await codes('four.mjs', 'throw new Error("no");')).toEqual(['CONTRACT_NOT_LOADED']);
  const odd = contract('a').replace("'shadow'", "'on'");
  expect(await codes('five.mjs', `export const x = [${odd}, ${odd}];`)).toEqual([
    'CONTRACT',
    'CONTRACT',
  ]);
});
