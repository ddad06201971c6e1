/**
 * Goal: recordings are read as they are, and every malformed line is told with its number. Method: casts
 * and raw bytes by hand, then random text, which must never throw.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readRecording } from '../../../runtime/formats/cast.ts';

const encoder = new TextEncoder();
const header = '{"version": 2, "width": 100, "height": 30, "timestamp": 1}';
const read = (text: string, name = 'a.cast') =>
  readRecording({ name, bytes: encoder.encode(text) });

it('reads output and sizes, and passes over input and markers', () => {
  const text = [header, '[0.1, "o", "a"]', '[0.1, "i", "b"]', '', '[1.2345, "r", "120x40"]'];
  expect(read(`${text.join('\n')}\n[2, "m", "here"]\n[2.5, "o", "\\u001b[1m"]\n`)).toEqual({
    ok: true,
    value: {
      size: { columns: 100, rows: 30 },
      events: [
        { atMs: 100, type: 'output', data: 'a' },
        { atMs: 1_234, type: 'resize', columns: 120, rows: 40 },
        { atMs: 2_500, type: 'output', data: '\u001b[1m' },
      ],
    },
  });
});

it('takes anything else for raw bytes at 0 ms', () => {
  for (const text of ['hello', '{ not a header }\n', '{"level":"info"}\n']) {
    expect(read(text, 'a.log')).toEqual({
      ok: true,
      value: { size: null, events: [{ atMs: 0, type: 'output', data: encoder.encode(text) }] },
    });
  }
});

it('knows a cast by its header, whatever it is called', () => {
  expect(read(`${header}\n[1, "o", "a"]`, '-')).toMatchObject({
    value: { size: { columns: 100, rows: 30 } },
  });
});

it.each([
  ['', 1, 'CAST_HEADER'],
  ['not json', 1, 'CAST_HEADER'],
  ['{"version": 3, "term": {"cols": 80, "rows": 24}}', 1, 'CAST_HEADER'],
  ['{"version": 2, "width": 0, "height": 24}', 1, 'CAST_HEADER'],
  [`${header}\n[1, "o", "a"]\n[1, "o"`, 3, 'CAST_EVENT'],
  [`${header}\n{"time": 1}`, 2, 'CAST_EVENT'],
  [`${header}\n[-1, "o", "a"]`, 2, 'CAST_EVENT'],
  [`${header}\n["1", "o", "a"]`, 2, 'CAST_EVENT'],
  [`${header}\n[1e300, "o", "a"]`, 2, 'CAST_EVENT'],
  [`${header}\n[2, "o", "a"]\n[1, "o", "a"]`, 3, 'CAST_EVENT'],
  [`${header}\n[1, "r", "wide"]`, 2, 'CAST_EVENT'],
  [`${header}\n[1, "r", "9999x1"]`, 2, 'CAST_EVENT'],
])('refuses %j at line %i', (text, line, code) => {
  const result = read(text);
  expect(result).toMatchObject({
    ok: false,
    problems: [{ code, where: { file: 'a.cast', line } }],
  });
  expect(result.ok ? '' : result.problems[0]?.message).toMatch(/^Expected .*, got /);
});

it('tells every problem, up to twenty', () => {
  const result = read(`${header}\n${'oops\n'.repeat(50)}`);
  expect(result.ok ? 0 : result.problems.length).toBe(20);
});

it('never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.array(fc.json()), (bytes, lines) => {
      readRecording({ name: 'a.cast', bytes });
      readRecording({ name: '-', bytes });
      read([header, ...lines].join('\n'));
    }),
  );
});

it('refuses version 3 under any name', () => {
  const bytes = new TextEncoder().encode('{"version":3,"term":{"cols":80,"rows":24}}\n');
  const read = readRecording({ name: '-', bytes });
  expect(!read.ok && read.problems[0]?.code).toBe('CAST_HEADER');
});
