/**
 * Goal: `ambush detect` prints events as JSON lines, and every mistake as a problem with status 2.
 * Method: real files and standard input through the command line itself.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { commandLine } from '../../../cli/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambush-detect-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function detect(words: readonly string[], stdin = '') {
  let [stdout, stderr] = ['', ''];
  const output = (take: (text: string) => void) => ({ write: take, isTTY: false, columns: 80 });
  const status = await commandLine(['detect', ...words], {
    stdout: output((text) => {
      stdout += text;
    }),
    stderr: output((text) => {
      stderr += text;
    }),
    readStdin: async () => new TextEncoder().encode(stdin),
    env: {},
    cwd: folder,
  });
  return { status, stdout, stderr };
}

const rule = '─'.repeat(60);
const screen = (...rows: readonly string[]) =>
  `\u001b[2J\u001b[H${[...rows, '', rule, '❯ ', rule, '  ? for shortcuts'].join('\r\n')}`;
const live = screen('● Done.', '', '✻ Compacting conversation… (22s · ↓ 1.5k tokens)');
const done = screen('✻ Conversation compacted (ctrl+o for history)', '', '● Done.');
const cast = [
  '{"version": 2, "width": 80, "height": 24}',
  ...[0.5, 1, 1.5, 2].map((second) => JSON.stringify([second, 'o', live])),
  JSON.stringify([700, 'o', done]),
].join('\n');
const signals = [
  { signal: 'live-line', name: 'claude.compacting-conversation', weight: 0.7 },
  { signal: 'tail', name: 'claude.compacting-conversation', weight: 0.1 },
];
const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

it('reads a cast in virtual time', async () => {
  writeFileSync(join(folder, 'a.cast'), cast);
  for (const words of [['a.cast'], ['a.cast', '--cli', 'claude', '--json']]) {
    const { status, stdout, stderr } = await detect(words);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(lines(stdout)).toEqual([
      {
        at_ms: 800,
        type: 'cli.compaction.suspected',
        payload: { confidence: 0.8, detectorVersion: '1', signals },
      },
      {
        at_ms: 1_600,
        type: 'cli.compaction.started',
        payload: {
          confidence: 0.8,
          detectorVersion: '1',
          transitionReason: 'sustained_evidence',
        },
      },
      {
        at_ms: 700_120,
        type: 'cli.compaction.ended',
        payload: { durationMs: 698_520, endReason: 'end_marker' },
      },
    ]);
  }
});

it('reads raw bytes of a given size, from standard input, too', async () => {
  const { status, stdout } = await detect(['-', '--cols', '100', '--rows', '30'], live);
  expect(status).toBe(0);
  expect(lines(stdout).map(({ at_ms, type }) => `${at_ms} ${type}`)).toEqual([
    '300 cli.compaction.suspected',
    '1100 cli.compaction.started',
  ]);
  expect((await detect(['-'], done)).stdout).toBe('');
});

it('tells why', async () => {
  const { stdout } = await detect(['-', '--explain'], live);
  const [suspected, , explained] = lines(stdout);
  expect(suspected.why).toMatchObject({ state: 'suspected', profile: 'claude', sight: 'live' });
  expect(suspected.why.evidence[0]).toEqual({
    rule: 'claude.compacting-conversation',
    signal: 'live-line',
    region: 'live block',
    text: '✻ Compacting conversation… (22s · ↓ 1.5k tokens)',
    weight: 0.7,
    age_ms: 300,
  });
  expect(explained).toMatchObject({ at_ms: 6_000, type: 'explain', why: { state: 'confirmed' } });
});

it('takes a profile of the user', async () => {
  const profile = {
    id: 'mine',
    title: 'My program',
    signs: [],
    composer: { frames: ['rules'], prompts: '❯', footerIndentMin: 1 },
    live: [{ id: 'tidying', columns: [0, 0], glyphs: '~', phrase: 'Tidying up' }],
    busy: { columns: [0, 0], glyphs: '~', has: ['…'] },
    ends: [],
  };
  writeFileSync(join(folder, 'mine.json'), JSON.stringify(profile));
  const tidying = screen('a', '~ Tidying up (3s)');
  expect((await detect(['-', '--profile', 'mine.json'], tidying)).stdout).toContain('started');
  expect((await detect(['-'], tidying)).stdout).toBe('');
});

it.each([
  [['none.cast'], 'FILE_NOT_FOUND', 'none.cast'],
  [['broken.cast'], 'CAST_EVENT', 'broken.cast:3'],
  [['a.cast', '--profile', 'broken.cast'], 'PROFILE_NOT_JSON', 'broken.cast'],
])('refuses %j', async (words, code, place) => {
  writeFileSync(join(folder, 'broken.cast'), `${cast.split('\n').slice(0, 2).join('\n')}\n[1, "o"`);
  const { status, stdout } = await detect(words);
  expect(status).toBe(2);
  expect(stdout).toContain(code);
  expect(stdout).toContain(place);
  const json = await detect([...words, '--json']);
  expect(JSON.parse(json.stdout).problems[0]).toMatchObject({ code });
});

it('says what to do about a profile that is none', async () => {
  writeFileSync(join(folder, 'broken.cast'), '{');
  const problemOf = async (words: readonly string[]) =>
    JSON.parse((await detect(['-', ...words, '--json'], cast)).stdout).problems[0];
  expect((await problemOf(['--profile', 'broken.cast'])).hint).toMatch(/^Try /);
});

it.each([
  ['--cli', 'emacs'],
  ['--cols', '1'],
  ['--rows', 'many'],
  ['--cols', '1001'],
])('refuses %s %s', async (...words) => {
  const { status, stderr } = await detect(['-', ...words]);
  expect(status).toBe(2);
  expect(stderr).toContain('Try ambush detect --help');
});
