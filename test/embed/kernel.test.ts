/**
 * Goal: what the guide of record, replay and recovery shows is so.
 * Method: its outputs are held beside the golden ones; its two programs are run, with real
 * files on the system's clock, and what they leave is replayed.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { replaySession } from '../../actors/replay/replay.ts';
import * as face from '../../embed/kernel.ts';
import { createSeededRandom } from '../../runtime/host/random.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const guide = read('docs/guides/replay.md');
const blocksOf = (language: string) =>
  [...guide.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(
    ([, text = '']) => text,
  );

const folder = mkdtempSync(join(tmpdir(), 'ambush-embed-'));
const kernels: face.Kernel[] = [];
afterAll(() => {
  for (const kernel of kernels) kernel.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a block of the guide in the folder, and gives its kernel. */
function run(block: string): face.Kernel {
  const body = block.replace(/^import .*$/gm, '').replaceAll("('session", `('${folder}/session`);
  const names = Object.keys(face).join(', ');
  const work = new Function(
    ...['face', 'console'],
    `const { ${names} } = face;\n${body}\nreturn kernel;`,
  );
  const kernel = work(face, { log: () => {} }) as face.Kernel;
  kernels.push(kernel);
  return kernel;
}

it('prints what it shows', () => {
  const golden = read('test/golden/replay-80.txt');
  const shown = blocksOf('text').map((text) => text.replace(/[0-9a-f]{64}/g, '#'.repeat(64)));
  expect(shown).toHaveLength(2);
  for (const text of shown) expect(golden).toContain(text);
});

it('runs as it is written: the second life has the first in its record, and both replay', () => {
  const [first = '', second = ''] = blocksOf('js');
  const before = run(first).query();
  const after = run(second).query();
  expect(after.slice(-before.length)).toEqual(before);
  expect(after.length).toBeGreaterThan(before.length);
  const opened = face.openLog(join(folder, 'session.ndjson'));
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const options = { seeded: createSeededRandom, contracts: [], enforced: [] };
  expect(replaySession(opened.value, options)).toMatchObject({ ok: true, value: { isSame: true } });
  opened.value.close();
});

it('says why a log cannot be opened', () => {
  expect(() => face.openSessionLog(join(folder, 'none', 'x'))).toThrow('got ENOENT.');
});
