/**
 * Goal: a timeline comes from a file or from standard input, and never more than the limit.
 * Method: real files of every kind.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readSource } from '../../../runtime/formats/source-file.ts';
import { fileMaxBytes } from '../../../runtime/formats/text.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambush-source-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 't.yaml'), 'a: 1\n');
writeFileSync(join(folder, 'large'), new Uint8Array(fileMaxBytes + 500_000));
mkdirSync(join(folder, 'directory'));

const around = { cwd: folder, readStdin: async () => new TextEncoder().encode('b: 2\n') };
const source = (name: string) => readSource(name, around);

it('reads files from the current directory, and standard input', async () => {
  const text = async (name: string) => {
    const read = await source(name);
    return read.ok ? [read.value.name, new TextDecoder().decode(read.value.bytes)] : read.problems;
  };
  expect(await text('t.yaml')).toEqual(['t.yaml', 'a: 1\n']);
  expect(await text(join(folder, 't.yaml'))).toEqual([join(folder, 't.yaml'), 'a: 1\n']);
  expect(await text('-')).toEqual(['-', 'b: 2\n']);
});

it.each([
  ['gone.yaml', 'FILE_NOT_FOUND'],
  ['t.yaml/more', 'FILE_NOT_FOUND'],
  ['a\0b', 'FILE_NOT_FOUND'],
  ['x'.repeat(5_000), 'FILE_NOT_FOUND'],
  ['directory', 'FILE_IS_DIRECTORY'],
  ['', 'FILE_IS_DIRECTORY'],
])('%j: %s', async (name, code) => {
  expect(await source(name)).toMatchObject({
    ok: false,
    problems: [{ code, where: { file: name } }],
  });
});

it('stops reading one byte beyond the limit, endless files included', async () => {
  for (const name of process.platform === 'win32' ? ['large'] : ['large', '/dev/zero']) {
    const read = await source(name);
    expect(read.ok && read.value.bytes.length).toBe(fileMaxBytes + 1);
  }
});

it('says so when standard input breaks', async () => {
  const broken = {
    cwd: folder,
    readStdin: () => Promise.reject(Object.assign(new Error('x'), { code: 'EIO' })),
  };
  expect(await readSource('-', broken)).toMatchObject({ problems: [{ code: 'FILE_UNREADABLE' }] });
});
