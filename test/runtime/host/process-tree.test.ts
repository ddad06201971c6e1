/**
 * Goal: members are found by tag, by descent and by session, and nobody else is.
 * Method: tables of processes made by hand, each with one way to hide.
 */
import { describe, expect, it } from 'vitest';
import type { ProcessTable } from '../../../runtime/host/process-table.ts';
import { forgetDead, membersOf } from '../../../runtime/host/process-tree.ts';

type Row = readonly [pid: number, parent: number, session: number];

function table(...rows: readonly Row[]): ProcessTable {
  return new Map(
    rows.map(([pid, parent, session]) => [
      pid,
      { pid, parent, session, group: session, start: `s${pid}`, stopped: false },
    ]),
  );
}

function members(
  rows: ProcessTable,
  who: { known?: readonly (readonly [number, string])[]; tagged?: number[]; excluded?: number[] },
) {
  return [
    ...membersOf(rows, {
      known: new Map(who.known ?? []),
      carriesTag: (pid) => who.tagged?.includes(pid) === true,
      excluded: new Set(who.excluded ?? []),
    }),
  ].sort((a, b) => a - b);
}

describe('membership', () => {
  it('follows descent from the known and from the tagged', () => {
    const rows = table(
      [1, 0, 1],
      [10, 1, 10],
      [11, 10, 10],
      [12, 11, 12],
      [20, 1, 20],
      [21, 20, 21],
    );
    expect(members(rows, { known: [[10, 's10']] })).toEqual([10, 11, 12]);
    expect(members(rows, { tagged: [20] })).toEqual([20, 21]);
    expect(members(rows, { known: [[10, 's10']], tagged: [21] })).toEqual([10, 11, 12, 21]);
  });

  it('never trusts an id whose process is another one by now', () => {
    const rows = table([10, 1, 5], [11, 10, 5]);
    expect(members(rows, { known: [[10, 'earlier']] })).toEqual([]);
  });

  it('finds those left in a session whose founder is dead', () => {
    const rows = table([1, 0, 1], [12, 1, 10], [13, 12, 13]);
    expect(members(rows, { known: [[10, 's10']] })).toEqual([12, 13]);
  });

  it('does not take the session of a process that now has a known id', () => {
    const rows = table([10, 1, 10], [12, 1, 10]);
    expect(members(rows, { known: [[10, 'earlier']] })).toEqual([]);
  });

  it('leaves out the excluded and goes no further through them', () => {
    const rows = table([5, 1, 5], [10, 5, 10], [11, 10, 11], [6, 5, 5], [7, 6, 5]);
    const who = { tagged: [5, 10, 6], excluded: [5, 6] };
    expect(members(rows, who)).toEqual([10, 11]);
    expect(members(rows, { known: [[5, 's5']], excluded: [5] })).toEqual([]);
  });

  it('ends although the table of a moment may hold a circle', () => {
    expect(members(table([10, 11, 1], [11, 10, 1]), { tagged: [10] })).toEqual([10, 11]);
  });
});

describe('memory of the dead', () => {
  it('is bounded, but keeps founders of what still lives', () => {
    const known = new Map(Array.from({ length: 5_000 }, (_, at) => [100 + at, 's']));
    forgetDead(known, table([12, 1, 101], [103, 1, 1]));
    expect([...known.keys()]).toEqual([101, 103]);
    const few = new Map([[100, 's']]);
    forgetDead(few, table());
    expect(few.size).toBe(1);
  });
});
