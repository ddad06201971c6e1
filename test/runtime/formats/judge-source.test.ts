/**
 * Goal: bytes become a timeline or all problems, whatever the bytes are.
 * Method: both formats of one timeline, programs that are missing, and hostile files.
 */
import { dirname } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimelineOverrides } from '../../../machines/timeline/build.ts';
import { plainOf } from '../../../machines/timeline/source.ts';
import {
  judgeSource,
  type ReadOptions,
  readDocument,
} from '../../../runtime/formats/judge-source.ts';
import type { Source } from '../../../runtime/formats/source-file.ts';
import {
  documentOf,
  seedExample,
  someHash,
  wholeLanguage,
} from '../../machines/timeline/documents.ts';
import { attacks } from './attacks.ts';

const around = { cwd: '/', env: { PATH: dirname(process.execPath) } };
const readTimeline = (source: Source, overrides: TimelineOverrides, options: ReadOptions) =>
  judgeSource(source, overrides, options, someHash);
const sourceOf = (text: string, name = 't.yaml') => ({
  name,
  bytes: new TextEncoder().encode(text),
});
const codes = (text: string, name?: string) => {
  const read = readTimeline(sourceOf(text, name), {}, around);
  return read.ok ? [] : read.problems.map(({ code }) => code);
};
const events = 'events: [{ axis: cpu, at: 0, for: 1 }]';

it('reads JSON as the same model', () => {
  for (const text of [seedExample, wholeLanguage]) {
    const json = JSON.stringify(plainOf(documentOf(text).root), null, 2);
    const asJson = readDocument(sourceOf(json, 'T.JSON'));
    const asYaml = readDocument(sourceOf(json, '-'));
    for (const read of [asJson, asYaml]) {
      expect(read.ok && JSON.stringify(plainOf(read.value.root), null, 2)).toBe(json);
    }
  }
  expect(codes(seedExample, 't.json')).toEqual(['JSON_SYNTAX']);
  const tabs = JSON.stringify(
    { program: 'node', events: [{ axis: 'cpu', at: 0, for: 1 }] },
    null,
    '\t',
  );
  expect(codes(tabs, '-')).toEqual([]);
});

describe('the program', () => {
  it('is looked for together with everything else', () => {
    expect(codes(`program: ./gone\nsede: 1\n${events}`)).toEqual([
      'PROGRAM_NOT_FOUND',
      'UNKNOWN_KEY',
    ]);
    expect(codes(`program: { command: ./gone, cwd: ./lost }\n${events}`)).toEqual([
      'PROGRAM_NOT_FOUND',
      'CWD_NOT_FOUND',
    ]);
    expect(codes(`program: "a\\0b"\n${events}`)).toEqual(['INVALID_TEXT']);
  });

  it('may be missing where that was asked for: then it is a note', () => {
    const read = readTimeline(
      sourceOf(`program: ./gone\n${events}`),
      {},
      { ...around, program: 'may-be-missing' },
    );
    expect(read).toMatchObject({ ok: true, value: { notes: [{ code: 'PROGRAM_NOT_FOUND' }] } });
  });

  it('of the command line replaces the one in the file', () => {
    const text = `program: ./gone\n${events}`;
    expect(readTimeline(sourceOf(text), { program: 'node' }, around)).toMatchObject({
      value: { timeline: { program: { command: 'node' } } },
    });
    expect(readTimeline(sourceOf(events), { program: './lost' }, around)).toMatchObject({
      problems: [{ code: 'PROGRAM_NOT_FOUND', where: { path: 'program' } }],
    });
  });

  it('with a directory of its own is still named from the current one', () => {
    const inside = { ...around, cwd: dirname(process.execPath) };
    expect(
      readTimeline(sourceOf(`program: { command: ./node, cwd: / }\n${events}`), {}, inside),
    ).toMatchObject({
      value: { timeline: { program: { command: process.execPath, cwd: '/' } } },
    });
  });
});

it.each(attacks)('refuses %s', (_name, text, code) => {
  expect(codes(text)).toEqual([code]);
});

it('says how long a condition may be', () => {
  const text = `program: node\nevents: [{ axis: cpu, at: 0, for: 1, start_when: "${'('.repeat(60_000)}" }]`;
  expect(codes(text)).toEqual(['TEXT_TOO_LONG']);
});

it('survives any bytes under any name', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 300 }).map((text) => new TextEncoder().encode(text)),
    fc
      .array(fc.constantFrom(...seedExample.split(/(\s+)/)), { maxLength: 80 })
      .map((words) => new TextEncoder().encode(words.join(''))),
  );
  fc.assert(
    fc.property(bytes, fc.constantFrom('t.yaml', 't.json', '-'), (content, name) => {
      const read = readTimeline({ name, bytes: content }, {}, around);
      if (!read.ok) expect(read.problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 800 },
  );
});
