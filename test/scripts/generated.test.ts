/**
 * Goal: whether generated files are fresh is told without writing anything, those that nothing
 * generates any more included.
 * Method: a folder with a fresh, a changed, a missing and a left-over file.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compareGenerated, renewGenerated } from '../../scripts/generated.ts';

let root = '';
beforeEach(() => {
  root = `${mkdtempSync(join(tmpdir(), 'ambush-generated-'))}/`;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const generated = [
  { path: 'a/fresh.json', text: '{}' },
  { path: 'a/changed.json', text: '{ }' },
  { path: 'a/inner/missing.md', text: '# New' },
];
const look = () => compareGenerated(root, generated, ['a', 'nowhere'], { 'a/own.md': 'a person' });

it('tells what is stale and what is left over, and writes nothing', () => {
  mkdirSync(`${root}a/old`, { recursive: true });
  writeFileSync(`${root}a/fresh.json`, '{}');
  writeFileSync(`${root}a/changed.json`, '{}');
  writeFileSync(`${root}a/own.md`, 'mine');
  writeFileSync(`${root}a/old/left.svg`, '<svg/>');
  const before = readdirSync(root, { recursive: true });
  const { stale, orphans } = look();
  expect(stale.map(({ path }) => path)).toEqual(['a/changed.json', 'a/inner/missing.md']);
  expect(orphans).toEqual(['a/old/left.svg']);
  expect(readdirSync(root, { recursive: true })).toEqual(before);
});

it('makes no folder to look into', () => {
  expect(look().stale).toHaveLength(3);
  expect(readdirSync(root)).toEqual([]);
});

it('renews all of it', () => {
  mkdirSync(`${root}a`);
  writeFileSync(`${root}a/left.svg`, '<svg/>');
  renewGenerated(root, look());
  expect(look()).toEqual({ stale: [], orphans: [] });
  expect(existsSync(`${root}a/left.svg`)).toBe(false);
  expect(readFileSync(`${root}a/inner/missing.md`, 'utf8')).toBe('# New');
});
