/**
 * Goal: `ambush chain` draws an operation clearly at 80 and at 140 columns, whatever the log holds,
 * and every mistake is a problem with status 2.
 * Method: real logs through the command line; whole screens in golden files.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { runChain } from '../../../cli/commands/chain.ts';
import { chainText } from '../../../cli/render/chain.ts';
import { plain } from '../../../cli/render/palette.ts';
import { widthOf } from '../../../cli/render/printable.ts';
import { chainOf } from '../../../machines/trace/chain.ts';
import { log, named } from '../../machines/trace/told.ts';
import { keptIo } from './io.ts';
import { eventOf, logs, openViews } from './log-views.ts';

const { ask, place } = openViews();

describe('ambush chain', () => {
  it.each([
    ['message', 'kernel', eventOf('kernel', 'inject.deferred'), 80],
    ['message', 'kernel', eventOf('kernel', 'inject.deferred'), 140],
    ['safe-mode', 'kernel', eventOf('kernel', 'safemode.entered'), 80],
    ['crash', 'run', eventOf('run', 'target.crashed'), 80],
    ['torn', 'torn', eventOf('torn', 'inject.applied'), 80],
  ])('draws %s of %s', async (name, file, id, columns) => {
    const { status, out, err } = await ask(`chain ${file}.ndjson ${id}`, columns);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    await expect(out).toMatchFileSnapshot(`../../golden/chain-${name}-${columns}.txt`);
  });

  it.each([60, 80, 140])('stays within %i columns, in colour too', async (columns) => {
    for (const id of [eventOf('kernel', 'safemode.entered'), eventOf('kernel', 'fit.skipped')]) {
      const bare = (await ask(`chain kernel.ndjson ${id}`, columns)).out;
      const painted = (await ask(`chain kernel.ndjson ${id}`, columns, true)).out;
      expect(painted).not.toBe(bare);
      expect(stripVTControlCharacters(painted).replace(/ +$/gm, '')).toBe(bare);
      for (const line of bare.split('\n')) expect(widthOf(line)).toBeLessThan(columns);
    }
  });

  it('gives the tree as JSON', async () => {
    const id = eventOf('run', 'target.crashed');
    const chain = JSON.parse((await ask(`chain run.ndjson ${id.slice(0, 8)} --json`)).out);
    expect(chain).toMatchObject({ events: 9, firstMs: 955, lastMs: 5_516, panes: ['system'] });
    expect(chain.trees).toHaveLength(1);
    expect(chain.trees[0]).toMatchObject({ root: 'root', event: { type: 'clip.scheduled' } });
  });

  it('takes the beginning of a correlation, and a log from standard input', async () => {
    const [first] = logs.run;
    const plainLines = logs.run.map((event) => `${JSON.stringify(event)}\n`).join('');
    const { status, out, err } = await ask(
      `chain - ${first?.correlationId.slice(0, 6)}`,
      80,
      false,
      plainLines,
    );
    expect([status, out.includes('run.started')]).toEqual([0, true]);
    expect(err).toContain('NOT_CHECKED');
  });

  it.each([
    ['chain kernel.ndjson abc', 'ID_TOO_SHORT'],
    ['chain kernel.ndjson zzzzzzzz', 'UNKNOWN_ID'],
    ['chain none.ndjson abcd', 'FILE_NOT_FOUND'],
  ])('%s: %s', async (words, code) => {
    const { status, out, err } = await ask(words);
    expect([status, out, err.includes(code)]).toEqual([2, '', true]);
    const json = await ask(`${words} --json`);
    expect(JSON.parse(json.out).problems[0].code).toBe(code);
  });

  it.each(['chain', 'why'])('%s says that the log is damaged, found or not', async (command) => {
    const whole = readFileSync(place('kernel.ndjson'), 'utf8').split('\n');
    whole[20] = whole[20]?.replace(/.$/, '') ?? '';
    writeFileSync(place('damaged.ndjson'), whole.join('\n'));
    const { status, err } = await ask(`${command} damaged.ndjson zzzzzzzz`);
    expect(status).toBe(2);
    expect(err).toMatch(/UNKNOWN_ID.*LOG_DAMAGED/s);
    const json = await ask(`${command} damaged.ndjson zzzzzzzz --json`);
    expect(JSON.parse(json.out).problems[0].code).toBe('UNKNOWN_ID');
    expect(json.err).toContain('LOG_DAMAGED');
  });

  it('finds the file where the caller stands', async () => {
    const io = keptIo();
    const options = { file: place('run.ndjson'), correlation: eventOf('run', 'run.ended') };
    expect(await runChain({ ...options, json: false }, io)).toBe(0);
  });
});

it('cuts a tree that is deeper than a screen on its left, and never overflows', () => {
  const told = Array.from({ length: 400 }, (_, at) => [
    { id: `${at}`, by: at === 0 ? null : `${at - 1}` },
    { id: `x${at}`, by: at === 0 ? null : `${at - 1}` },
  ]).flat();
  const chain = chainOf(log(...told), named('op'));
  if (!chain) throw new Error('Expected a chain.');
  const lines = chainText(chain, { columns: 80, palette: plain }).split('\n');
  expect(lines).toHaveLength(800 + 3);
  expect(Math.max(...lines.map(widthOf))).toBeLessThan(80);
});
