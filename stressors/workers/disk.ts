/**
 * The writer: chunk after chunk into the ring, each synced to the disk before it counts.
 *
 * @spec timeline platform strategy
 */
import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { diskSpace, isMemoryBacked } from '../available.ts';
import { Chance } from '../chance.ts';
import { monotonicMs } from '../clock.ts';
import { chunkBytes, chunkMaxBytes, diskWindupMs, ringAllowed } from '../disk.ts';
import { Steering } from '../steering.ts';
import { finish, goesOn, lowerPriority, markStart, say, takePost, waitForStart } from './gate.ts';
import { Meter } from './meter.ts';

const { board, stress, scratch } = takePost();
const napMaxMs = 10;
const data = new Chance(stress.seed).bytes(chunkMaxBytes);
/** Between two looks at the space, when the file cannot grow: it may have been freed. */
const lookEveryMs = 100;
const told = new Set<string>();
/** Bytes handed to `fdatasync`: the measure where the system does not count for us. */
let syncedBytes = 0;
let fsyncs = 0;
let fsyncMs = 0;
let fsyncMaxMs = 0;

const name = join(scratch, `disk-${process.pid}-${stress.seed}-${Math.floor(monotonicMs())}`);
const { O_CREAT, O_EXCL, O_RDWR } = constants;
const fd = openSync(name, O_CREAT | O_EXCL | O_RDWR | (constants.O_NOFOLLOW ?? 0), 0o600);
const unlinked = unlinkNow();
try {
  if (isMemoryBacked(scratch)) {
    limit('The scratch directory is in memory: nothing written there reaches a disk.');
  }
  if (waitForStart(board)) run();
} finally {
  closeSync(fd);
  if (!unlinked) unlinkSync(name);
}
finish();

function run(): void {
  const start = markStart(board);
  lowerPriority(stress.priority);
  const base = reachedDisk();
  const steering = new Steering(start, board.askedAt(start) / 1000, diskWindupMs);
  const meter = new Meter(board, start);
  let ring = ringNow();
  let lookedMs = start;
  let at = 0;
  let reached = 0;
  let last: { bytes: number; ms: number } | null = null;
  for (let now = start; goesOn(board, now); now = monotonicMs()) {
    const total = reachedDisk() - base;
    meter.add(now, (total - reached) * 1000);
    reached = total;
    const asked = board.askedAt(now);
    if (now - lookedMs >= lookEveryMs) {
      ring = ringNow();
      lookedMs = now;
    }
    const chunk = Math.min(chunkBytes(asked, last), ring);
    const debt = steering.debt(now, asked / 1000, syncedBytes);
    if (chunk === 0 || debt < chunk) {
      const until = chunk === 0 ? napMaxMs : ((chunk - debt) * 1000) / Math.max(1, asked);
      board.sleep(Math.min(napMaxMs, Math.max(0.1, until)));
      continue;
    }
    if (at + chunk > ring) at = 0;
    last = writeAndSync(at, chunk);
    if (last === null) ring = shrink(at);
    else {
      at += chunk;
      ring = ringNow();
    }
    lookedMs = now;
    board.setDetail(3, Math.max(board.detail(3), at));
  }
  meter.add(monotonicMs(), (reachedDisk() - base - reached) * 1000);
}

/** Null when the disk is full: that is a limit, not a failure. */
function writeAndSync(position: number, bytes: number): { bytes: number; ms: number } | null {
  const before = monotonicMs();
  try {
    // A new stamp for each chunk, so that no layer below may take it for one that it has.
    data.writeInt32LE(fsyncs | 0, 0);
    for (let done = 0; done < bytes; ) {
      done += writeSync(fd, data, done, bytes - done, position + done);
    }
    fdatasyncSync(fd);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
    return null;
  }
  const ms = monotonicMs() - before;
  syncedBytes += bytes;
  fsyncs += 1;
  fsyncMs += ms;
  fsyncMaxMs = Math.max(fsyncMaxMs, ms);
  board.setDetail(0, fsyncs);
  board.setDetail(1, fsyncMs / fsyncs);
  board.setDetail(2, fsyncMaxMs);
  return { bytes, ms };
}

function ringNow(): number {
  const limitBytes = stress.limits.diskBytes;
  const ring = ringAllowed({
    limitBytes,
    fileBytes: fstatSync(fd).size,
    space: diskSpace(scratch),
  });
  if (ring.limit !== null) limit(ring.limit);
  return ring.bytes;
}

function shrink(to: number): number {
  limit('The file system is full.');
  ftruncateSync(fd, to);
  return to;
}

/** Bytes of this process that were sent to the storage layer, or else those that were synced. */
function reachedDisk(): number {
  if (process.platform !== 'linux') return syncedBytes;
  try {
    const found = /^write_bytes: (\d+)$/m.exec(readFileSync('/proc/self/io', 'latin1'));
    return found === null ? syncedBytes : Number(found[1]);
  } catch {
    return syncedBytes;
  }
}

function unlinkNow(): boolean {
  try {
    unlinkSync(name);
    return true;
  } catch {
    return false;
  }
}

function limit(reason: string): void {
  if (told.has(reason)) return;
  told.add(reason);
  say({ is: 'limited', reason });
}
