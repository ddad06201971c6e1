/**
 * Goal: what the guide of record, replay and recovery shows is so.
 * Method: its outputs are held beside the golden ones; its first two programs are run, with real
 * files on the system's clock.
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
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a block of the guide in the folder, and gives its kernel. */
function run(block: string): face.Kernel {
  const body = block.replace(/^import .*$/gm, '').replaceAll("('session", `('${folder}/session`);
  const names = Object.keys(face).join(', ');
  const work = new Function('face', `const { ${names} } = face;\n${body}\nreturn kernel;`);
  return work(face) as face.Kernel;
}

it('prints what it shows', () => {
  const golden = read('test/golden/replay-80.txt');
  const shown = blocksOf('text').map((text) => text.replace(/[0-9a-f]{64}/g, '#'.repeat(64)));
  expect(shown).toHaveLength(2);
  for (const text of shown) expect(golden).toContain(text);
});

it('runs as it is written: the second life has the first in its record, and both replay', () => {
  const [first = '', second = ''] = blocksOf('ts');
  const before = run(first);
  const after = run(second);
  expect(after.query()).toEqual(before.query());
  const opened = face.openLog(join(folder, 'session.ndjson'));
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const options = { seeded: createSeededRandom, contracts: [], enforced: [] };
  expect(replaySession(opened.value, options)).toMatchObject({ ok: true, value: { isSame: true } });
  opened.value.close();
});

it('says why a log cannot be opened', () => {
  expect(() => face.openSessionLog(join(folder, 'none', 'x'))).toThrow('got ENOENT.');
});
