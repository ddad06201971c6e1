/**
 * Goal: a file of plain envelopes is read as far as it is one, with times since its first line.
 * Method: files with and without what is not an envelope in them.
 */
import { expect, it } from 'vitest';
import { openLogBytes } from '../../../runtime/record/log-reader.ts';
import { envelope } from './log-stage.ts';

function readText(text: string) {
  const opened = openLogBytes(Buffer.from(text), 'plain');
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const events = [...opened.value.events()];
  const { header, damage, end } = opened.value;
  return { header, times: events.map(({ seq, atMs }) => [seq, atMs]), damage, end };
}

const lines = [5, 7, 6].map((seq) => JSON.stringify(envelope(seq, { ts: seq * 100 })));

it('is read to its end, blank lines and a missing line feed included', () => {
  const times = [
    [5, 0],
    [7, 200],
    [6, 100],
  ];
  const all = { header: null, times, damage: null, end: null };
  expect(readText(`${lines.join('\n')}\n`)).toEqual(all);
  expect(readText(`${lines.join('\n\n')}\n  \n`)).toEqual(all);
  expect(readText(lines.join('\r\n'))).toEqual(all);
});

it('is read up to what is none of it', () => {
  const { times, damage } = readText(`${lines[0]}\n{"a":1}\n${lines[1]}\n`);
  expect(times).toEqual([[5, 0]]);
  expect(damage).toMatchObject({ file: 'plain', line: 2, reason: 'not-a-line', ordinary: false });
  expect(readText(`${lines[0]}\n{"a`).damage).toMatchObject({ reason: 'torn', ordinary: true });
});
