/**
 * Goal: every door opens, help is a page that loads nothing, and a word that is wrong gets a clear
 * answer with status 2.
 * Method: command lines with streams of our own; nothing here starts a process.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../cli/command-line.ts';
import type { Io } from '../../cli/io.ts';

const cwd = mkdtempSync(join(tmpdir(), 'ambush-words-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const events = [{ id: 'e', axis: 'cpu', at: '0s', for: '1s', intensity: 'light' }];
const timeline = JSON.stringify({ program: process.execPath, events });
writeFileSync(join(cwd, 'timeline.json'), timeline);
writeFileSync(join(cwd, 'wrong.json'), JSON.stringify({ program: process.execPath, evnts: [] }));

async function said(words: string, stdin = '') {
  const text = { out: '', err: '' };
  const stream = (to: 'out' | 'err') => ({
    isTTY: false,
    columns: 80,
    write(part: string) {
      text[to] += part;
    },
  });
  const io: Io = {
    stdout: stream('out'),
    stderr: stream('err'),
    readStdin: () => Promise.resolve(new TextEncoder().encode(stdin)),
    env: { PATH: process.env.PATH },
    cwd,
  };
  const status = await commandLine(words === '' ? [] : words.split(' '), io);
  return { status, ...text };
}

describe('help', () => {
  it.each([
    ...['', 'run', 'check', 'plan', 'rehearse', 'schema', 'events', 'replay', 'ambush'],
    ...['chain', 'why', 'metrics', 'machine', 'machine list', 'machine export'],
    ...['up', 'down', 'safe-mode', 'contracts', 'contracts ls', 'contracts approve'],
    ...['pane', 'pane open', 'pane ls', 'pane attach', 'pane inject', 'pane type', 'pane kill'],
    ...['pane record', 'pane explain'],
  ])('of "%s"', async (command) => {
    const help = await said(`${command} --help`.trim());
    expect([help.status, help.err]).toEqual([0, '']);
    await expect(help.out).toMatchFileSnapshot(
      `../golden/help-${command.replace(' ', '-') || 'root'}.txt`,
    );
    expect(await said(`help ${command}`.trim())).toEqual(help);
    expect(Math.max(...help.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('is what an empty command line gets, as an error', async () => {
    const { out } = await said('--help');
    expect(await said('')).toEqual({ status: 2, out: '', err: out });
  });

  it('--version is the version of the package', async () => {
    const { version } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    expect(await said('--version')).toEqual({ status: 0, out: `${version}\n`, err: '' });
  });
});

it('answers words that are wrong', async () => {
  const answers: string[] = [];
  for (const words of [
    'chek timeline.json',
    './my-program',
    './my-program --seed 1',
    'timeline.yaml',
    'run',
    'run one two',
    'run one --outptu x',
    'run one --output',
    'run one --seed -1',
    'plan one --seed 1.5',
    '--timeline timeline.json',
    'check',
    'check timeline.json --yaml',
    'schema timelin',
    'machine',
    'machine lst',
    'machine export',
    'machine export pain',
    'machine export pane --format dot',
    '--frobnicate',
    'run \u001b[2J\u202e two',
  ]) {
    const { status, out, err } = await said(words);
    expect([status, out]).toEqual([2, '']);
    answers.push(`$ ambush ${JSON.stringify(words).slice(1, -1)}\n${err}`);
  }
  await expect(answers.join('\n')).toMatchFileSnapshot('../golden/help-wrong-words.txt');
});

describe('doors', () => {
  it('check reads a file or standard input, --quiet on either side', async () => {
    expect((await said('check timeline.json')).status).toBe(0);
    expect((await said('check -', timeline)).status).toBe(0);
    expect(await said('--quiet check timeline.json')).toEqual({ status: 0, out: '', err: '' });
    expect(await said('check timeline.json --quiet')).toEqual({ status: 0, out: '', err: '' });
    const { status, out } = await said('check wrong.json --json');
    expect(status).toBe(2);
    expect(JSON.parse(out)).toHaveProperty('problems');
  });

  it('plan takes a seed', async () => {
    const { status, out } = await said('plan timeline.json --json --seed 7');
    expect([status, JSON.parse(out).seed]).toEqual([0, 7]);
  });

  it('schema prints each schema', async () => {
    for (const name of ['timeline', 'report', 'envelope', 'log-line']) {
      const { status, out } = await said(`schema ${name}`);
      expect([status, typeof JSON.parse(out)]).toEqual([0, 'object']);
    }
  });

  it.each([
    'run wrong.json',
    'run missing.yaml',
    'run timeline.json --program ./nowhere',
    './nowhere --timeline timeline.json',
    '--quiet ambush ./nowhere --timeline timeline.json --source ./src',
    'run timeline.json --output missing/report.json',
    'run timeline.json --log .',
    'run timeline.json --output timeline.json',
  ])('%s is refused before anything starts or is written', async (words) => {
    const before = readdirSync(cwd);
    const { status, out, err } = await said(words);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain('Nothing was started.');
    expect(readdirSync(cwd)).toEqual(before);
    expect(readFileSync(join(cwd, 'timeline.json'), 'utf8')).toBe(timeline);
  });
});

describe('a program that asked for JSON', () => {
  it.each([
    ['plan timeline.json --json --sed 7', /unknown option '--sed'/, /--seed.*ambush plan --help/],
    ['chek timeline.json --json', /Unknown command "chek"/, /"check".*ambush --help/],
  ])('finds what was wrong where the answer would be: %s', async (words, law, hint) => {
    const { status, out, err } = await said(words);
    expect([status, err]).toEqual([2, '']);
    const { problems } = JSON.parse(out);
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'COMMAND_LINE',
        message: expect.stringMatching(law),
        hint: expect.stringMatching(hint),
      }),
    ]);
  });
});
