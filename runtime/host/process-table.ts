/**
 * Who is alive on this machine: one row per process, from `/proc` where there is one, else from
 * `ps`. A process is named by its id *and* its start, because ids are used again.
 *
 * @spec reliability orphans
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { statAfterName } from '../../machines/hands/linux-proc.ts';

export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Session id; the group where the system does not tell. */
  readonly session: number;
  /** Opaque, the same for the whole life of the process. */
  readonly start: string;
  /** Stopped by a signal. */
  readonly stopped: boolean;
}

export type ProcessTable = ReadonlyMap<number, ProcessRow>;

/** Fields of `/proc/PID/stat` that are ours to know; CPU times in clock ticks. */
export interface ProcStat extends ProcessRow {
  readonly state: string;
  readonly userTicks: number;
  readonly systemTicks: number;
  readonly waitedTicks: number;
  readonly threads: number;
  readonly rssPages: number;
}

export const hasProc = process.platform === 'linux';

/** Every live process; those that are dead but not yet waited for are left out. */
export function readProcessTable(): ProcessTable {
  return hasProc ? tableFromProc() : tableFromPs();
}

/** One row, or null when the process is gone. */
export function readProcess(pid: number): ProcessRow | null {
  return hasProc ? readProcStat(pid) : (tableFromPs(pid).get(pid) ?? null);
}

/** Null when the process is gone or only its death is left to be told. */
export function readProcStat(pid: number): ProcStat | null {
  try {
    const row = parseProcStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    return row === null || row.state === 'Z' || row.state === 'X' ? null : row;
  } catch {
    return null;
  }
}

export function parseProcStat(text: string): ProcStat | null {
  const pid = Number.parseInt(text, 10);
  const fields = statAfterName(text).split(' ');
  const at = (field: number): number => Number(fields[field - 3]);
  const start = fields[19];
  const state = fields[0];
  if (start === undefined || state === undefined || Number.isNaN(pid)) return null;
  return {
    pid,
    state,
    parent: at(4),
    group: at(5),
    session: at(6),
    userTicks: at(14),
    systemTicks: at(15),
    waitedTicks: at(16) + at(17),
    threads: at(20),
    start,
    rssPages: at(24),
    stopped: state === 'T',
  };
}

function tableFromProc(): ProcessTable {
  const table = new Map<number, ProcessRow>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const row = Number.isInteger(pid) ? readProcStat(pid) : null;
    if (row !== null) table.set(pid, row);
  }
  return table;
}

function tableFromPs(pid?: number): ProcessTable {
  if (process.platform === 'win32') return tableFromSignals(pid);
  const which = pid === undefined ? ['-A'] : ['-p', String(pid)];
  try {
    return parsePs(
      execFileSync('ps', [...which, '-o', 'pid=,ppid=,pgid=,stat=,lstart='], {
        encoding: 'utf8',
        env: { LC_ALL: 'C', PATH: process.env.PATH ?? '/bin:/usr/bin' },
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
  } catch {
    return new Map();
  }
}

export function parsePs(text: string): ProcessTable {
  const table = new Map<number, ProcessRow>();
  for (const line of text.split('\n')) {
    const [pid, parent, group, state, ...start] = line.trim().split(/\s+/);
    if (pid === undefined || state === undefined || state.startsWith('Z')) continue;
    table.set(Number(pid), {
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      session: Number(group),
      start: start.join(' '),
      stopped: state.startsWith('T'),
    });
  }
  return table;
}

/** Windows tells nothing cheaply: only whether one process, known by its id, is alive. */
function tableFromSignals(pid: number | undefined): ProcessTable {
  if (pid === undefined) return new Map();
  try {
    process.kill(pid, 0);
  } catch {
    return new Map();
  }
  const row = { pid, parent: 0, group: pid, session: pid, start: '', stopped: false };
  return new Map([[pid, row]]);
}
