/**
 * Goal: a row of the process table is read right, whatever the program is called.
 * Method: real lines of Linux and macOS, and our own process.
 */
import { describe, expect, it } from 'vitest';
import {
  hasProc,
  parseProcStat,
  parsePs,
  readProcess,
  readProcessTable,
} from '../../../runtime/host/process-table.ts';

const line =
  '4242 (a) R (b c) T 17 4200 4100 0 -1 4194304 100 0 0 0 11 22 33 44 25 5 7 0 98765 ' +
  '1000000 1234 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0';

describe('a line of /proc/PID/stat', () => {
  it('is read from the last parenthesis', () => {
    expect(parseProcStat(line)).toEqual({
      pid: 4242,
      state: 'T',
      parent: 17,
      group: 4200,
      session: 4100,
      userTicks: 11,
      systemTicks: 22,
      waitedTicks: 77,
      threads: 7,
      start: '98765',
      rssPages: 1234,
      stopped: true,
    });
  });

  it.each(['', '12', '12 (a', '12 (a) R 1', 'x (a) R'])('is refused when torn: %j', (text) => {
    expect(parseProcStat(text)).toBeNull();
  });
});

describe('ps', () => {
  it('gives rows too; the dead are left out', () => {
    const text =
      '    1     0     1 Ss   Mon Jan  5 08:00:00 2026\n' +
      '  812     1   812 T    Mon Jan  5 09:10:11 2026\n' +
      '  900   812   812 Z    Mon Jan  5 09:10:12 2026\n';
    const table = parsePs(text);
    expect([...table.keys()]).toEqual([1, 812]);
    expect(table.get(812)).toEqual({
      pid: 812,
      parent: 1,
      group: 812,
      session: 812,
      start: 'Mon Jan 5 09:10:11 2026',
      stopped: true,
    });
  });
});

describe('this machine', () => {
  it('has us in its table, with a start that stays', () => {
    const row = readProcess(process.pid);
    expect(row).toMatchObject({ pid: process.pid, parent: process.ppid, stopped: false });
    expect(readProcess(process.pid)?.start).toBe(row?.start);
    expect(readProcess(2 ** 22 + 1)).toBeNull();
  });

  it.runIf(hasProc)('lists us and our parent', () => {
    const table = readProcessTable();
    expect(table.get(process.pid)?.parent).toBe(process.ppid);
    expect(table.has(process.ppid)).toBe(true);
  });
});
