/**
 * Goal: `ambush replay` says whether a session decides the same again, lists what a changed
 * contract changes, and tells every mistake as a problem with status 2.
 * Method: a session recorded by a real kernel into a real log, through the command line itself;
 * the output is golden at both widths.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { commandLine } from '../../../cli/command-line.ts';
import { createKernel } from '../../../embed/kernel.ts';
import { createSeededRandom } from '../../../runtime/host/random.ts';
import { envelope, logFolder, write } from '../../runtime/record/log-stage.ts';
import { keptIo } from './io.ts';

const folder = logFolder();
const place = (name: string) => join(folder, name);

const contract = (id: string, version: number, mode: string, most: number, words = '') => `
  export const contract = {
    id: '${id}', version: ${version}, owner: 'ops', appliesTo: ['inject.requested'],
    preconditions: [({ payload }) => String(payload.body ?? '').length <= ${most}${words}],
    severity: 'block', action: 'block', fallbackAction: 'none', mode: '${mode}',
    emitOnViolation: 'contract.violation',
  };
  export const other = 1;`;

beforeAll(() => {
  record('s.ndjson', () => {});
  record('own.ndjson', (kernel) =>
    kernel.registerContract({
      ...{ id: 'short', version: 1, owner: 'ops', appliesTo: ['inject.requested'] },
      preconditions: [({ payload }) => String(payload.body ?? '').length <= 40],
      ...{ severity: 'block', action: 'block', fallbackAction: 'none', mode: 'shadow' },
      emitOnViolation: 'contract.violation',
    }),
  );
  const { log } = write(place('timeline.ndjson'));
  log.append(envelope(1));
  log.close();
  writeFileSync(place('short.mjs'), contract('short', 1, 'shadow', 40));
  writeFileSync(place('shorter.mjs'), contract('short', 2, 'enforced', 8));
  writeFileSync(place('lock.mjs'), contract('focus-lock-guard', 3, 'enforced', 1_000));
  writeFileSync(place('wrong.mjs'), contract('wrong', 1, 'on', 1));
  writeFileSync(place('empty.mjs'), 'export const nothing = null;');
  writeFileSync(place('broken.mjs'), 'export const = ;');
});

/** A quarter of a day's work: typing, a long message, a compaction that outlasts the patience. */
function record(name: string, begin: (kernel: ReturnType<typeof createKernel>) => void): void {
  const { log, clock } = write(place(name));
  const random = createSeededRandom(5);
  const kernel = createKernel({ clock, random, log, panes: ['1', '2'] });
  begin(kernel);
  const ask = (paneId: string, body: string) =>
    kernel.submit({ type: 'inject.requested', paneId, source: 'injection.js', payload: { body } });
  const fact = (type: string, paneId: string, payload = {}) =>
    kernel.report({ type, paneId, source: 'terminal.js', payload });
  clock.advance(1_200);
  fact('typing.activity', '1');
  ask('1', 'run the tests');
  clock.advance(4_000);
  ask('2', 'push everything to origin, and tell me in one word what it said');
  clock.advance(900);
  fact('inject.verified', '2');
  fact('typing.idle', '1');
  clock.advance(700);
  fact('inject.verified', '1');
  fact('cli.compaction.started', '2', { confidence: 0.9 });
  ask('2', 'continue');
  clock.advance(46_000);
  kernel.stop();
  log.close();
}

async function replay(words: string, columns = 80, stdin = '') {
  const io = keptIo(stdin, folder);
  const status = await commandLine(['replay', ...words.split(' ')], {
    ...io,
    stdout: { ...io.stdout, columns },
  });
  return { status, ...io.said };
}

it.each([80, 140])('says what came of it, %i columns wide', async (columns) => {
  const answers: string[] = [];
  for (const [words, expected] of [
    ['s.ndjson', 0],
    ['own.ndjson --contract short.mjs', 0],
    ['own.ndjson --contract short.mjs --enforce short', 1],
    ['own.ndjson --contract shorter.mjs', 1],
    ['s.ndjson --contract lock.mjs', 1],
  ] as const) {
    const { status, out, err } = await replay(words, columns);
    expect([words, status, err]).toEqual([words, expected, '']);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
    // Fingerprints change with every word that an event says: their places are golden.
    const steady = out.replace(/[0-9a-f]{64}/g, (hash) => '#'.repeat(hash.length));
    answers.push(`$ ambush replay ${words}\n${steady}`);
  }
  await expect(answers.join('\n')).toMatchFileSnapshot(`../../golden/replay-${columns}.txt`);
});

it('says it as JSON, or nothing where all is the same', async () => {
  const { status, out } = await replay('s.ndjson --json');
  const found = JSON.parse(out);
  expect(status).toBe(0);
  expect(found).toMatchObject({ isSame: true, intents: 3, differences: [], isWhole: true });
  expect(found.verdicts.now).toEqual(found.verdicts.recorded);
  expect(await replay('s.ndjson --quiet')).toEqual({ status: 0, out: '', err: '' });
});

it('tells every mistake', async () => {
  const answers: string[] = [];
  for (const words of [
    'none.ndjson --contract none.mjs',
    'timeline.ndjson',
    'own.ndjson',
    's.ndjson --enforce focus-lock-gard',
    's.ndjson --contract wrong.mjs --contract empty.mjs',
    's.ndjson --contract short.mjs --contract shorter.mjs',
  ]) {
    const { status, out, err } = await replay(words);
    expect([status, out]).toEqual([2, '']);
    // The wording of a module that is not there is Node's, and has a path in it.
    answers.push(`$ ambush replay ${words}\n${err.replace(/; Cannot find.*/, '; …')}`);
  }
  await expect(answers.join('\n')).toMatchFileSnapshot('../../golden/replay-problems.txt');
  const broken = await replay('s.ndjson --contract broken.mjs --json');
  expect(JSON.parse(broken.out).problems).toMatchObject([{ code: 'CONTRACT_NOT_LOADED' }]);
});
