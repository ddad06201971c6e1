/**
 * Goal: `check` tells all problems as words or as data, and the status says which it was.
 * Method: timelines on standard input and in files, both forms of the answer.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCheck } from '../../../cli/commands/check.ts';
import { keptIo } from './io.ts';

const events = 'events: [{ axis: cpu, at: 0, for: 90 }]';
const right = `program: node\n${events}\n`;
const wrong = `program: node\nsede: 1\n${events}\n`;

async function check(stdin: string, more: object = {}) {
  const io = keptIo(stdin);
  const status = await runCheck({ file: '-', json: false, ...more }, io);
  return { status, ...io.said };
}

it('says that a timeline is right, or nothing when quiet', async () => {
  const out = '- is right: 1 event on 1 lane, 1m30s.\n';
  expect(await check(right)).toEqual({ status: 0, out, err: '' });
  expect(await check(right, { quiet: true })).toEqual({ status: 0, out: '', err: '' });
});

it('tells problems as words', async () => {
  expect(await check(wrong, { quiet: true })).toEqual({
    status: 2,
    out: `-:2:1  sede  UNKNOWN_KEY
  Expected a key of a timeline ($schema, program, duration, seed, target, signals, tracks, events, chains, constraints, expect, abort_when, limits); got "sede".
  Did you mean "seed"?

1 problem. Nothing was started.
`,
    err: '',
  });
});

it('tells problems as data', async () => {
  const { status, out, err } = await check(wrong, { json: true });
  expect([status, err]).toEqual([2, '']);
  expect(JSON.parse(out)).toEqual({
    problems: [
      {
        code: 'UNKNOWN_KEY',
        message: expect.stringContaining('got "sede"'),
        file: '-',
        path: 'sede',
        line: 2,
        column: 1,
        hint: 'Did you mean "seed"?',
      },
    ],
  });
  expect(JSON.parse((await check(right, { json: true })).out)).toEqual({ problems: [] });
});

it('tells that there is no file, with every key', async () => {
  const io = keptIo();
  expect(await runCheck({ file: 'gone.yaml', json: true }, io)).toBe(2);
  expect(JSON.parse(io.said.out)).toMatchObject({
    problems: [{ code: 'FILE_NOT_FOUND', file: 'gone.yaml', path: null, line: null, column: null }],
  });
});

it('looks at the program of the command line instead', async () => {
  expect((await check(events)).status).toBe(2);
  expect((await check(events, { program: 'node' })).status).toBe(0);
  expect((await check(right, { program: './gone' })).out).toMatch(
    /^command line {2}program {2}PROGRAM_NOT_FOUND\n/,
  );
});

it('finds every example of the repository right', async () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const files = readdirSync(`${root}docs/examples`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => `docs/examples/${file}`);
  expect(files.length).toBeGreaterThanOrEqual(3);
  for (const file of files) {
    const io = keptIo('', root);
    expect([await runCheck({ file, json: true }, io), io.said.out]).toEqual([
      0,
      '{\n  "problems": []\n}\n',
    ]);
  }
});
