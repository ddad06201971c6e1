/**
 * Goal: what is published, one file made of many, answers as the sources do.
 * Method: the bundle as a process: the pages of the help that are golden files, a share of the
 * attacks on the language, and the version of the package.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { attacks } from '../../runtime/formats/attacks.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

async function bundle(words: readonly string[], stdin = '') {
  const child = spawn(process.execPath, [`${root}dist/bin/ambush.js`, ...words], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  // It may have refused the text before it has read all of it.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  const [status] = await once(child, 'close');
  return { status, ...said };
}

/** One attack of each kind that is refused. */
const share = [...new Map(attacks.map((attack) => [attack[2], attack])).values()];

describe.concurrent('the bundle', () => {
  it.each(share)('refuses %s', async (_name, text, code) => {
    const { status, out, err } = await bundle(['check', '-', '--json'], text);
    const { problems } = JSON.parse(out) as { readonly problems: readonly { code: string }[] };
    expect([status, err, problems.map((problem) => problem.code)]).toEqual([2, '', [code]]);
  });

  it.each(['run', 'check', 'plan', 'schema'])('has the page of %s', async (name) => {
    const { status, out } = await bundle([name, '--help']);
    expect([status, out]).toEqual([0, read(`test/golden/help-${name}.txt`)]);
  });

  it('says its version, prints its schemas, and finds its examples right', async () => {
    const version = JSON.parse(read('package.json')).version;
    expect(await bundle(['--version'])).toEqual({ status: 0, out: `${version}\n`, err: '' });
    expect((await bundle(['schema', 'report'])).out).toBe(read('docs/schema/report.json'));
    const file = 'docs/examples/slow-server/timeline.yaml';
    expect((await bundle(['check', file])).status).toBe(0);
  });
});
