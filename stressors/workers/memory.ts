/**
 * The hoarder: takes and gives back granules until the resident size has risen by the dose.
 *
 * @spec timeline platform strategy
 */
import v8 from 'node:v8';
import vm from 'node:vm';
import { memoryCap, memoryFloorShare } from '../../machines/timeline/plan.ts';
import { availableMemoryBytes, totalMemoryBytes } from '../available.ts';
import { Chance } from '../chance.ts';
import { monotonicMs } from '../clock.ts';
import { granuleBytes, type MemoryMove, memoryMove, settleMs } from '../memory.ts';
import { finish, goesOn, lowerPriority, markStart, say, takePost, waitForStart } from './gate.ts';
import { Meter } from './meter.ts';

const { board, stress } = takePost();
const pageBytes = 4096;
/** Between two looks when nothing is to be moved. */
const napMs = 10;
/** Granules touched at each nap, in turn, so that they stay in use. */
const touchedPerNap = 8;

const template = new Chance(stress.seed).bytes(granuleBytes);
const totalBytes = totalMemoryBytes();
const floorBytes = totalBytes * memoryFloorShare;
const capBytes = memoryCap(stress.limits.memory, totalBytes);
const held: Buffer[] = [];
const told = new Set<string>();
let stamp = 0;
let touchNext = 0;

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;
collect();
if (waitForStart(board)) run();
finish();

function run(): void {
  const start = markStart(board);
  lowerPriority(stress.priority);
  const base = process.memoryUsage.rss();
  const meter = new Meter(board, start);
  const settled = start + settleMs(board.askedAt(start), board.endAtMs - start);
  let settling = true;
  let last = start;
  let rise = 0;
  let peak = 0;
  for (let now = start; goesOn(board, now); now = monotonicMs()) {
    const before = rise;
    rise = Math.max(0, process.memoryUsage.rss() - base);
    meter.add(now, ((before + rise) / 2) * (now - last));
    last = now;
    if (settling && now >= settled) {
      settling = false;
      meter.restart();
    }
    peak = Math.max(peak, rise);
    board.setDetail(0, peak);
    board.setDetail(1, held.length);
    const move = look(now, rise);
    if (move.limit !== 'none') tell(move.limit);
    if (!apply(move.granules)) {
      touch();
      board.sleep(napMs);
    }
  }
}

function look(now: number, riseBytes: number): MemoryMove {
  return memoryMove({
    askedBytes: board.askedAt(now),
    capBytes,
    riseBytes,
    held: held.length,
    availableBytes: availableMemoryBytes(),
    floorBytes,
  });
}

/** True when it grew: then there is more to do at once. */
function apply(granules: number): boolean {
  for (let count = 0; count < granules && !board.stopped; count += 1) {
    const granule = Buffer.allocUnsafeSlow(granuleBytes);
    granule.set(template);
    for (let page = 0; page < granuleBytes; page += pageBytes) {
      granule.writeInt32LE(stamp, page);
      stamp = (stamp + 1) | 0;
    }
    held.push(granule);
  }
  if (granules < 0) {
    held.length += granules;
    collect();
  }
  return granules > 0;
}

function touch(): void {
  for (let count = 0; count < Math.min(touchedPerNap, held.length); count += 1) {
    touchNext = (touchNext + 1) % held.length;
    const granule = held[touchNext];
    for (let at = 8; granule && at < granuleBytes; at += pageBytes) granule[at] = stamp & 0xff;
  }
}

function tell(limit: 'cap' | 'floor'): void {
  if (told.has(limit)) return;
  told.add(limit);
  const mib = (bytes: number): string => `${Math.round(bytes / granuleBytes)} MiB`;
  say({
    is: 'limited',
    reason:
      limit === 'cap'
        ? `Its part of limits.memory is ${mib(capBytes)}.`
        : `${mib(floorBytes)} of the host's memory are kept available.`,
  });
}
