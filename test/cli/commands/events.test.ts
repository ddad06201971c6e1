/**
 * Goal: `ambush events` lists what was asked for, oldest first, and every mistake is a problem
 * with status 2; a damaged log is read as far as it goes, and says so.
 * Method: real logs, written by the real writer, through the command line itself.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../../cli/command-line.ts';
import { runEvents } from '../../../cli/commands/events.ts';
import type { LoggedEvent } from '../../../machines/record/session-line.ts';
import { logFolder, write } from '../../runtime/record/log-stage.ts';
import { logEvents } from '../render/log-events.ts';
import { keptIo } from './io.ts';

const folder = logFolder();
const place = (name: string) => join(folder, name);

beforeAll(() => {
  const { log, clock } = write(place('s.ndjson'));
  for (const { atMs, ...event } of logEvents) {
    clock.advance(Math.max(0, atMs - clock.monotonicMs()));
    log.append(event);
  }
  log.close();
});

async function events(words: string, stdin = '') {
  const io = keptIo(stdin, folder);
  const status = await commandLine(['events', ...words.split(' ')], io);
  return { status, ...io.said };
}

const typesIn = async (words: string) =>
  (await events(`${words} --json`)).out
    .split('\n')
    .filter((line) => line !== '')
    .map((line): string => JSON.parse(line).type);

describe('ambush events', () => {
  it('lists the events as a table, and says how the session ended', async () => {
    const { status, out, err } = await events('s.ndjson');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out.split('\n')).toHaveLength(logEvents.length + 4);
    expect(out).toMatch(/\n14 events of session [0-9a-f]{8}, 2026-.*: closed\n$/);
    expect((await events('s.ndjson --quiet')).out).not.toContain('14 events');
  });

  it('prints whole envelopes with their time', async () => {
    const [first = ''] = (await events('s.ndjson --json')).out.split('\n');
    expect(JSON.parse(first)).toEqual(logEvents[0]);
  });

  it.each([
    [
      '--type target.*',
      ['target.start.requested', 'target.started', 'target.ready', 'target.crashed'],
    ],
    [
      '--type clip.*,sample.taken --type run.ended',
      ['clip.scheduled', 'sample.taken', 'clip.stopped', 'run.ended'],
    ],
    ['--type * --limit 2', ['extension.said.something.very.long.indeed', 'run.ended']],
    [
      '--type extension.said.something.very.long.indeed',
      ['extension.said.something.very.long.indeed'],
    ],
    ['--pane 1 --type inject.*', ['inject.requested', 'inject.deferred']],
    ['--since 5s --until 5.095s', ['target.crashed']],
    [
      '--since 2026-02-09T12:00:05Z --until 2026-02-09T14:01:00+02:00',
      ['target.crashed', 'clip.stopped'],
    ],
  ])('%s', async (words, types) => {
    expect(await typesIn(`s.ndjson ${words}`)).toEqual(types);
  });

  it('finds an operation by its id or the beginning of it', async () => {
    const crash = logEvents.find(({ type }) => type === 'target.crashed');
    const id = crash?.correlationId ?? '';
    const expected = ['clip.scheduled', 'target.crashed', 'clip.stopped'];
    for (const asked of [id, id.slice(0, 8), id.slice(0, 4).toUpperCase()]) {
      expect(await typesIn(`s.ndjson --correlation ${asked}`)).toEqual(expected);
    }
  });

  it('finds an operation whose id is none of ours', async () => {
    const { log } = write(place('named.ndjson'));
    for (const [at, correlationId] of ['Order-1', 'order-2', 'orders'].entries()) {
      const { atMs: _, ...event } = { ...logEvents[at], correlationId } as LoggedEvent;
      log.append(event);
    }
    log.close();
    const found = async (asked: string) => {
      const { out } = await events(`named.ndjson --json --correlation ${asked}`);
      return out.match(/"correlationId":"[^"]*/g)?.map((text) => text.slice(17));
    };
    expect(await found('ORDER-1')).toEqual(['Order-1']);
    expect(await found('order-')).toEqual(['Order-1', 'order-2']);
    expect(await found('orders')).toEqual(['orders']);
  });

  it('reads standard input, and plain envelopes, which it says', async () => {
    const sealed = readFileSync(place('s.ndjson'), 'utf8');
    expect((await events('- --limit 1 --json', sealed)).out).toContain('run.ended');
    const { out } = await events('s.ndjson --json --type target.*');
    const again = await events('- --json', out);
    expect(again).toMatchObject({ status: 0, out });
    expect(again.err).toContain('NOT_CHECKED');
  });

  it('reads a damaged log up to the damage, and warns', async () => {
    const text = readFileSync(place('s.ndjson'), 'utf8');
    writeFileSync(place('hurt.ndjson'), text.replace('SIGSEGV', 'SIGFUNK'));
    const { status, out, err } = await events('hurt.ndjson');
    expect([status, out.includes('inject.deferred')]).toEqual([0, true]);
    expect(out).toContain('10 events of session');
    expect(err).toMatch(/^hurt\.ndjson:12 {2}LOG_DAMAGED\n.*its checksum does not fit at byte \d+/);
    writeFileSync(place('torn.ndjson'), text.slice(0, -40));
    const torn = await events('torn.ndjson');
    expect([torn.status, torn.err]).toEqual([0, '']);
    expect(torn.out).toContain('cut off, or not over yet');
  });

  it('stops when nobody reads any more', async () => {
    const { log } = write(place('long.ndjson'));
    const [first] = logEvents;
    if (first) for (let at = 0; at < 3_000; at += 1) log.append(first);
    log.close();
    const io = keptIo('', folder);
    const stdout = { ...io.stdout, taken: async () => false };
    const options = { file: 'long.ndjson', types: [], json: true, follow: false, quiet: false };
    expect(await runEvents(options, { ...io, stdout })).toBe(0);
    expect(io.said.out.split('\n').length).toBeLessThan(1_000);
  });
});

it('tells every mistake', async () => {
  writeFileSync(place('empty.ndjson'), '');
  writeFileSync(place('other.txt'), 'Dear diary,\n');
  const answers: string[] = [];
  for (const words of [
    'none.ndjson',
    '.',
    'empty.ndjson',
    'other.txt',
    's.ndjson --type clip.strated,crash,target.reday',
    's.ndjson --since yesterday --until 2026-02-09 --correlation xyz',
    'none.ndjson --since 1x',
    's.ndjson --since 5s --until 2s',
    's.ndjson --since 2026-02-09T12:00:05Z --until 2026-02-09T12:00:04Z',
  ]) {
    const { status, out, err } = await events(words);
    expect([status, out]).toEqual([2, '']);
    answers.push(`$ ambush events ${words}\n${err}`);
  }
  await expect(answers.join('\n')).toMatchFileSnapshot('../../golden/events-problems.txt');
  const json = await events('s.ndjson --type clip.strated --json');
  expect(JSON.parse(json.out).problems).toMatchObject([{ code: 'UNKNOWN_TYPE', path: '--type' }]);
});
