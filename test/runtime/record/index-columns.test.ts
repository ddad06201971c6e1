/**
 * Goal: columns hold what was put into them, however many rows, also through bytes; and the key of
 * an id keeps the order of its beginning.
 * Method: rows drawn by chance; ids and all of their beginnings.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  IndexColumns,
  keyOf,
  keyRange,
  oddKey,
  rowBytes,
} from '../../../runtime/record/index-columns.ts';
import { envelope } from './log-stage.ts';

it('come back from bytes as they were, and grow on', () => {
  const columns = new IndexColumns();
  const put = (to: IndexColumns, row: number) => {
    const event = {
      ...envelope(row, { type: `t.${row % 7}`, paneId: `${row % 2}` }),
      atMs: row / 8,
    };
    to.push(event, { line: event, segment: row >> 4, byte: row * 2 ** 33 });
  };
  for (let row = 0; row < 3_000; row += 1) put(columns, row);
  const bytes = columns.bytes();
  expect(bytes.length).toBe(3_000 * rowBytes);
  const buffer = new ArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  const again = new IndexColumns(3_000, buffer, columns.types.list(), columns.panes.list());
  put(again, 3_000);
  expect(again.count).toBe(3_001);
  for (const row of [0, 1, 1_023, 1_024, 2_999, 3_000]) {
    expect([
      again.number('byte', row),
      again.number('ts', row),
      again.number('atMs', row),
      again.word('segment', row),
      again.types.list()[again.word('type', row)],
      again.panes.list()[again.word('pane', row)],
    ]).toEqual([row * 2 ** 33, row, row / 8, row >> 4, `t.${row % 7}`, `${row % 2}`]);
  }
  expect([again.types.find('t.3'), again.types.find('none')]).toEqual([3, undefined]);
});

it('a key lies in the range of every beginning of its id, and in no other', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.nat(36), (id, other, length) => {
      const range = keyRange(id.slice(0, length));
      const isIn = (key: number) => range !== null && key >= range[0] && key <= range[1];
      expect(isIn(keyOf(id))).toBe(true);
      // What the range leaves out does not begin so.
      if (!isIn(keyOf(other))) expect(other.startsWith(id.slice(0, length))).toBe(false);
    }),
  );
});

it.each(['odd', '', 'aaaaaaaa', 'AAAAAAAA-1111-4000-8000-000000000000', 'aaaaaaaa01111-4'])(
  '%j has no key',
  (id) => {
    expect(keyOf(id)).toBe(oddKey);
  },
);

it('no key begins with what is no hexadecimal digit', () => {
  expect([keyRange('xyz'), keyRange('aaaaaaaa1')]).toEqual([null, null]);
});
