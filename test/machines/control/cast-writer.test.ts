/**
 * Goal: what is written as a recording is read back as it was, by the reader of recordings.
 * Method: a header, output of all kinds and a resize, through `runtime/formats/cast.ts`.
 */
import { expect, it } from 'vitest';
import { createCastWriter } from '../../../machines/control/cast-writer.ts';
import { readRecording } from '../../../runtime/formats/cast.ts';

it('is a cast of version 2', () => {
  const cast = createCastWriter({
    columns: 100,
    rows: 30,
    startedMs: 1_790_000_000_999,
    title: 't',
  });
  const text = [
    ...[cast.header, cast.output(0, 'a\u001b[31mé🎉\r\n'), cast.resize(12.4, 80, 24)],
    cast.output(1_500, '"quoted"\\'),
  ].join('');
  const read = readRecording({ name: 's.cast', bytes: new TextEncoder().encode(text) });
  expect(read).toEqual({
    ok: true,
    value: {
      size: { columns: 100, rows: 30 },
      events: [
        { atMs: 0, type: 'output', data: 'a\u001b[31mé🎉\r\n' },
        { atMs: 12, type: 'resize', columns: 80, rows: 24 },
        { atMs: 1_500, type: 'output', data: '"quoted"\\' },
      ],
    },
  });
  expect(JSON.parse(cast.header).timestamp).toBe(1_790_000_000);
});
