/**
 * Goal: what the guides show is what happens.
 * Method: every JavaScript block of a guide is a program of its own; it is run against the built
 * package as others import it, and writes exactly what its `// =>` comments say, in order. JSON and
 * commands of the guides are read and run by what they are for.
 */
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../cli/command-line.ts';
import { profileSchema } from '../../embed/detector.ts';
import { keptIo } from '../cli/commands/io.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const guides = readdirSync(join(root, 'docs/guides')).filter((name) => name.endsWith('.md'));

function blocksOf(guide: string, language: string): readonly string[] {
  const text = readFileSync(join(root, 'docs/guides', guide), 'utf8');
  const block = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return [...text.matchAll(block)].map(([, code = '']) => code);
}

const programs = guides.flatMap((guide) =>
  blocksOf(guide, 'js').map((code, index) => ({ name: `${guide}, program ${index + 1}`, code })),
);

let folder = '';
let said: readonly (readonly string[])[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ambush-guides-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/ambush'));
  symlinkSync(join(root, 'node_modules/xstate'), join(folder, 'node_modules/xstate'));
  const files = programs.map(({ code }, index) => {
    const file = join(folder, `${index}.mjs`);
    writeFileSync(file, code);
    return file;
  });
  const runner = join(root, 'test/fixtures/programs/run-blocks.mjs');
  const words = ['--preserve-symlinks', runner, ...files];
  said = JSON.parse(execFileSync(process.execPath, words, { cwd: folder, encoding: 'utf8' }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('programs of the guides', () => {
  it.each(programs.map(({ name }, index) => [name, index] as const))('%s', (_name, index) => {
    const shown = [...(programs[index]?.code ?? '').matchAll(/\/\/ => (.*)$/gm)].map(
      ([, line]) => line,
    );
    expect(shown.length).toBeGreaterThan(0);
    expect(said[index]).toEqual(shown);
  });

  it('are there for every face of the package', () => {
    const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const faces = Object.keys(exports).filter((name) => /^\.\/\w+$/.test(name));
    const all = programs.map(({ code }) => code).join('\n');
    for (const face of faces) expect(all).toContain(`'ambush/${face.slice(2)}'`);
  });

  it('are written in no language that is not run', () => {
    for (const guide of guides) expect(blocksOf(guide, '(?:ts|typescript|javascript)')).toEqual([]);
  });
});

it('the profile of the detector guide is a profile', () => {
  const [profile = ''] = blocksOf('detector.md', 'json');
  expect(profileSchema.safeParse(JSON.parse(profile)).error).toBeUndefined();
});

it('the commands of the machines guide do what they say', async () => {
  const lines = blocksOf('machines.md', 'sh').flatMap((block) => block.trim().split('\n'));
  expect(lines.length).toBeGreaterThan(4);
  for (const line of lines) {
    const words = line.replace(/#.*/, '').trim().split(/\s+/).slice(1);
    const io = keptIo('', folder);
    expect([line, await commandLine(words, io), io.said.err]).toEqual([line, 0, '']);
  }
  expect(readFileSync(join(folder, 'conductor.svg'), 'utf8')).toContain('<svg');
});
