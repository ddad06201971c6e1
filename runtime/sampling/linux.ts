/**
 * Readings from `/proc`, at about 0.02 ms a file: what a general library takes 73 ms for.
 *
 * @spec timeline backends
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { HostReading, StallReading, TreeReading } from '../../machines/hands/rates.ts';
import { readProcStat } from '../host/process-table.ts';
import { findMemoryLimit, type MemoryLimit } from './cgroup-memory.ts';

/** Linux reports process times in hundredths of a second on every architecture we run on. */
const tickMs = 10;
const auxvPageSize = 6n;

/** Reads the host's counters. The container's memory limit is looked up once. */
export function createLinuxHostReader(): () => HostReading | null {
  let limit: MemoryLimit | null | undefined;
  return () => {
    const memory = parseMeminfo(textOf('/proc/meminfo'));
    const cpu = parseCpu(textOf('/proc/stat'));
    if (memory === null || cpu === null) return null;
    limit = limit === undefined ? findMemoryLimit(memory.memoryTotalBytes) : limit;
    const stalls = {
      cpuStallMs: parseStall(textOf('/proc/pressure/cpu')),
      memoryStallMs: parseStall(textOf('/proc/pressure/memory')),
      ioStallMs: parseStall(textOf('/proc/pressure/io')),
    };
    const given = Object.entries(stalls).filter(([, value]) => value !== null);
    const requests = parseDiskRequests(textOf('/proc/diskstats'));
    return { ...cpu, ...withinLimit(memory, limit), ...Object.fromEntries(given), ...requests };
  };
}

/** Sums over the processes; null when none of them is alive. Root first. */
export function readLinuxTree(pids: readonly number[]): TreeReading | null {
  let cpuTicks = 0;
  let pages = 0;
  let threads = 0;
  let fds = 0;
  let processes = 0;
  let io: { readonly readBytes: number; readonly writeBytes: number } | null = {
    readBytes: 0,
    writeBytes: 0,
  };
  for (const pid of pids) {
    const row = readProcStat(pid);
    if (row === null) continue;
    processes++;
    cpuTicks += row.userTicks + row.systemTicks + row.waitedTicks;
    pages += row.rssPages;
    threads += row.threads;
    fds += descriptorsOf(pid);
    const own = parseIo(textOf(`/proc/${pid}/io`));
    io = own === null || io === null ? null : add(io, own);
  }
  if (processes === 0) return null;
  const rootPeakRssBytes =
    pids[0] === undefined ? null : parsePeak(textOf(`/proc/${pids[0]}/status`));
  return {
    cpuMs: cpuTicks * tickMs,
    rssBytes: pages * pageBytes(),
    readBytes: io?.readBytes ?? null,
    writeBytes: io?.writeBytes ?? null,
    threads,
    fds,
    processes,
    ...(rootPeakRssBytes === null ? {} : { rootPeakRssBytes }),
  };
}

export function parseCpu(text: string): Pick<HostReading, 'cpuBusyMs' | 'cpuTotalMs'> | null {
  const fields = /^cpu +(.*)$/m.exec(text)?.[1]?.split(' ').map(Number);
  if (fields === undefined || fields.length < 5) return null;
  // Guest time is part of user time already, so only the first eight fields count.
  const total = fields.slice(0, 8).reduce((sum, ticks) => sum + ticks, 0);
  const idle = (fields[3] ?? 0) + (fields[4] ?? 0);
  return { cpuBusyMs: (total - idle) * tickMs, cpuTotalMs: total * tickMs };
}

type Memory = Pick<HostReading, 'memoryTotalBytes' | 'memoryAvailableBytes'>;

export function parseMeminfo(text: string): Memory | null {
  const kib = (name: string): number | undefined => {
    const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1];
    return match === undefined ? undefined : Number(match) * 1024;
  };
  const memoryTotalBytes = kib('MemTotal');
  const memoryAvailableBytes = kib('MemAvailable') ?? kib('MemFree');
  if (memoryTotalBytes === undefined || memoryAvailableBytes === undefined) return null;
  return { memoryTotalBytes, memoryAvailableBytes };
}

/** Total time in which some task waited, in milliseconds; null where the kernel does not tell. */
export function parseStall(text: string): number | null {
  const microseconds = /^some .*total=(\d+)$/m.exec(text)?.[1];
  return microseconds === undefined ? null : Number(microseconds) / 1000;
}

/** Null where the kernel keeps no pressure of control groups. */
export function readGroupStalls(group: string): StallReading | null {
  const [cpuMs = null, memoryMs = null, ioMs = null] = ['cpu', 'memory', 'io'].map((resource) =>
    parseStall(textOf(`${group}/${resource}.pressure`)),
  );
  return cpuMs === null && memoryMs === null && ioMs === null ? null : { cpuMs, memoryMs, ioMs };
}

/** Whole disks only: their partitions, loops and memory disks would count twice, or not at all. */
export function parseDiskRequests(
  text: string,
): Pick<HostReading, 'ioRequests' | 'ioRequestMs'> | null {
  let ioRequests = 0;
  let ioRequestMs = 0;
  let disks = 0;
  for (const line of text.split('\n')) {
    const fields = line.trim().split(/\s+/);
    if (!/^(?:[shv]d[a-z]+|nvme\d+n\d+|mmcblk\d+)$/.test(fields[2] ?? '')) continue;
    const [reads, , , readMs, writes, , , writeMs] = fields.slice(3).map(Number);
    ioRequests += (reads ?? 0) + (writes ?? 0);
    ioRequestMs += (readMs ?? 0) + (writeMs ?? 0);
    disks += 1;
  }
  return disks === 0 ? null : { ioRequests, ioRequestMs };
}

export function parseIo(text: string): { readBytes: number; writeBytes: number } | null {
  const read = /^read_bytes: (\d+)$/m.exec(text)?.[1];
  const write = /^write_bytes: (\d+)$/m.exec(text)?.[1];
  if (read === undefined || write === undefined) return null;
  return { readBytes: Number(read), writeBytes: Number(write) };
}

function withinLimit(memory: Memory, limit: MemoryLimit | null): Memory {
  if (limit === null) return memory;
  const used = limit.usedBytes() ?? 0;
  const left = Math.max(0, limit.limitBytes - used);
  return {
    memoryTotalBytes: limit.limitBytes,
    memoryAvailableBytes: Math.min(memory.memoryAvailableBytes, left),
  };
}

function parsePeak(text: string): number | null {
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(text)?.[1];
  return kib === undefined ? null : Number(kib) * 1024;
}

type Io = { readonly readBytes: number; readonly writeBytes: number };

function add(sum: Io, own: Io): Io {
  return {
    readBytes: sum.readBytes + own.readBytes,
    writeBytes: sum.writeBytes + own.writeBytes,
  };
}

/** Since Linux 6.2 the size of the directory is the count; before, the entries are counted. */
function descriptorsOf(pid: number): number {
  try {
    const path = `/proc/${pid}/fd`;
    return statSync(path).size || readdirSync(path).length;
  } catch {
    return 0;
  }
}

let knownPageBytes = 0;

/** The kernel hands each process the size of a page in its auxiliary vector. */
function pageBytes(): number {
  if (knownPageBytes === 0) knownPageBytes = pageBytesFromAuxv() ?? 4096;
  return knownPageBytes;
}

function pageBytesFromAuxv(): number | null {
  try {
    const vector = readFileSync('/proc/self/auxv');
    for (let at = 0; at + 16 <= vector.length; at += 16) {
      if (vector.readBigUInt64LE(at) === auxvPageSize)
        return Number(vector.readBigUInt64LE(at + 8));
    }
  } catch {
    // Without it 4 KiB is right nearly everywhere.
  }
  return null;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
