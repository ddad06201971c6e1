/**
 * Goal: what was wrong is said in one place and one way, wherever a command says it.
 * Method: one problem through each way, on streams that keep what they are given, with a terminal
 * as each of them; and no command prints problems or sets the limit of a log by itself.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { complain, listProblems, refuseStart, tell } from '../../cli/complaint.ts';
import { keptIo } from './commands/io.ts';

const problem = { code: 'ODD', message: 'Expected it even, got 3.', hint: 'Try 4.' };
const text = 'command line  ODD\n  Expected it even, got 3.\n  Try 4.\n';
const counted = `${text}\n1 problem. Nothing was started.\n`;
const json = { problems: [{ code: 'ODD', hint: 'Try 4.' }] };

it('says it to people on the stream that is theirs, and to programs as JSON', () => {
  const said = (work: (io: ReturnType<typeof keptIo>) => unknown) => {
    const io = keptIo();
    return [work(io), io.said];
  };
  expect(said((io) => tell([problem], io))).toEqual([undefined, { out: '', err: text }]);
  expect(said((io) => refuseStart([problem], io))).toEqual([2, { out: '', err: counted }]);
  expect(said((io) => complain([problem], false, io))).toEqual([2, { out: '', err: text }]);
  expect(said((io) => listProblems([problem], false, io))).toEqual([2, { out: counted, err: '' }]);
  for (const one of [complain, listProblems]) {
    const io = keptIo();
    expect(one([problem], true, io)).toBe(2);
    expect(JSON.parse(io.said.out)).toMatchObject(json);
    expect(io.said.err).toBe('');
  }
});

it('has colour only where the stream that it goes to is a terminal', () => {
  const kept = keptIo();
  const io = { ...kept, stdout: { ...kept.stdout, isTTY: true } };
  tell([problem], io);
  listProblems([problem], false, io);
  expect(kept.said.err).toBe(text);
  expect(kept.said.out).toContain('\u001b[');
});

it('is the only place: no command says problems, or limits a log, by itself', () => {
  const folder = new URL('../../cli/commands/', import.meta.url);
  const own = readdirSync(folder).filter((name) =>
    /function complain|problemsCount|stdinBytesMax =/.test(
      readFileSync(new URL(name, folder), 'utf8'),
    ),
  );
  expect(own).toEqual([]);
});
