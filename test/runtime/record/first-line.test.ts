/**
 * Goal: a file is known by its first line, and one that is no log is refused with what it is.
 * Method: first lines of every kind.
 */
import { expect, it } from 'vitest';
import { firstLineOf } from '../../../runtime/record/first-line.ts';
import { bytesLogFiles } from '../../../runtime/record/log-files.ts';
import { sealLine } from '../../../runtime/record/sealed-line.ts';
import { envelope } from './log-stage.ts';

const header = {
  ...{ format: 'ambush.session-log', version: 1, segment: 0, by: 'ambush 9' },
  sessionId: '00000000-0000-4000-8000-000000000001',
  startedAt: '2026-02-09T12:00:00.000Z',
};
const kindOf = (text: string) => firstLineOf(bytesLogFiles(Buffer.from(text), 'log.3'), 'log.3');

it('a header, or an envelope', () => {
  expect(kindOf(sealLine(header).text)).toEqual({ kind: 'header', header });
  expect(kindOf(`${JSON.stringify(envelope(1))}\n`)).toEqual({ kind: 'foreign' });
  expect(kindOf(JSON.stringify({ ...envelope(1), atMs: 1 }))).toEqual({ kind: 'foreign' });
});

it.each([
  ['', 'NOT_A_LOG', 'an empty file'],
  ['\n', 'NOT_A_LOG', 'something else'],
  ['diary\n', 'NOT_A_LOG', 'something else'],
  ['{"a":1}\n', 'NOT_A_LOG', 'something else'],
  [sealLine(header).text.slice(0, 9), 'NOT_A_LOG', 'whose first line is damaged'],
  [sealLine(header).text.replace('ambush 9', 'ambush 8'), 'NOT_A_LOG', 'first line is damaged'],
  [sealLine({ ...header, segment: 3 }).text, 'NOT_A_LOG', 'its segment 3'],
  [sealLine({ ...header, version: 2 }).text, 'UNSUPPORTED_VERSION', 'one of version 2'],
])('%j is refused: %s, %s', (text, code, got) => {
  const first = kindOf(text);
  expect(first).toMatchObject({ kind: 'none', problem: { code, where: { file: 'log.3' } } });
  expect(first.kind === 'none' ? first.problem.message : '').toContain(got);
});
