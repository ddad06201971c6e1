/**
 * Thread 0 deals tickets and measures; the others take turns.
 *
 * @spec timeline platform strategy
 */
import { closeSync, openSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import { statAfterName } from '../../machines/hands/linux-proc.ts';
import { threadMax } from '../board.ts';
import { monotonicMs } from '../clock.ts';
import { Dealer, slicesPerTurn, workSliceMs } from '../concurrency.ts';
import { finish, goesOn, lowerPriority, markStart, say, takePost, waitForStart } from './gate.ts';
import { Meter } from './meter.ts';

const { board, index, cores, stress } = takePost();
/** Between two deals; the fraction of a ticket is spread over them. */
const dealMs = 20;
/** A look at the state of a thread costs about 10 µs: many threads are looked at less often. */
const threadsPerLook = 64;
/** Between two corrections, and two counts of context switches. */
const lessonMs = 250;
/** The thread is there, but the system has no file about it. */
const unknownTid = -1;

function lead(): void {
  const census = new Census();
  const dealer = new Dealer();
  if (!waitForStart(board)) {
    board.stop();
    return;
  }
  const start = monotonicMs();
  let dealt = deal(0, dealer.tickets(board.askedAt(start), census.threads()));
  const meter = new Meter(board, start);
  census.begin();
  let last = { atMs: start, runnable: dealt };
  let lesson = { atMs: start, asked: 0, runnable: 0 };
  const account = (now: number): void => {
    const runnable = census.runnable() ?? dealt;
    const span = now - last.atMs;
    const integral = ((last.runnable + runnable) / 2) * span;
    meter.add(now, integral);
    lesson.asked += board.askedAt(now) * span;
    lesson.runnable += integral;
    last = { atMs: now, runnable };
  };
  for (let now = start; goesOn(board, now); now = monotonicMs()) {
    account(now);
    if (now - lesson.atMs >= lessonMs) {
      dealer.learn(lesson.asked, lesson.runnable);
      lesson = { atMs: now, asked: 0, runnable: 0 };
      census.countSwitches(now - start);
    }
    dealt = deal(dealt, dealer.tickets(board.askedAt(now), census.threads()));
    const looksMs = dealMs * Math.max(1, census.threads() / threadsPerLook);
    board.sleep(Math.min(looksMs, board.endAtMs - monotonicMs()));
  }
  const end = monotonicMs();
  account(end);
  census.countSwitches(end - start);
  census.close();
  board.stop();
}

/** Brings the number of tickets in play from one number to another; returns the new one. */
function deal(from: number, to: number): number {
  for (let count = from; count < to; count += 1) if (!board.payDebt()) board.grant();
  if (to < from) board.withdraw(from - to);
  return to;
}

function load(): void {
  board.setTid(index, ownTid());
  work(workSliceMs);
  // The first load thread starts by the clock: being woken by the dealer would cost milliseconds.
  if (index === 1) {
    if (!waitForStart(board)) return;
    markStart(board);
    work(workSliceMs);
  } else {
    say({ is: 'ready' });
  }
  const open = (): boolean => goesOn(board, monotonicMs());
  for (let turns = 0; ; turns += 1) {
    if (!board.awaitTicket(board.takeTicket(), open)) return;
    if (turns === 0) lowerPriority(stress.priority);
    let withdrawn = false;
    const slices = slicesPerTurn(board.askedAt(monotonicMs()), cores);
    for (let slice = 0; slice < slices && !withdrawn; slice += 1) {
      work(workSliceMs);
      if (!open()) return;
      withdrawn = board.payDebt();
    }
    if (!withdrawn) board.grant();
  }
}

function work(ms: number): number {
  const until = performance.now() + ms;
  let sum = 1;
  while (performance.now() < until) {
    for (let turn = 0; turn < 500; turn += 1) sum = Math.imul(sum, 1664525) + 1013904223;
  }
  return sum;
}

function ownTid(): number {
  if (process.platform !== 'linux') return unknownTid;
  return Number(readlinkSync('/proc/thread-self').split('/').at(-1));
}

/** Who is runnable by the system's word: running, or waiting for a core. */
class Census {
  private readonly scratch = Buffer.alloc(512);
  private readonly files = new Map<number, number>();
  private readonly switchesBefore = new Map<number, number>();
  private readonly switchesSeen = new Map<number, number>();
  private count = 0;

  /** Context switches are counted from here. */
  begin(): void {
    for (let each = 1; each <= this.count; each += 1) {
      this.switchesBefore.set(each, switchesOf(board.tid(each)));
    }
  }

  /** Load threads that are there by now. */
  threads(): number {
    while (this.count + 1 < threadMax && board.tid(this.count + 1) !== 0) this.count += 1;
    board.setDetail(0, this.count);
    return this.count;
  }

  /**
   * Null where the system does not tell. The run and wait times of schedstat would lag: a wait
   * is counted there only when it is over, and a starved thread waits long.
   */
  runnable(): number | null {
    let sum = 0;
    for (let each = 1; each <= this.count; each += 1) {
      const state = this.stateOf(each);
      if (state === null) return null;
      if (state === 'R') sum += 1;
    }
    return sum;
  }

  countSwitches(elapsedMs: number): void {
    let sum = 0;
    for (let each = 1; each <= this.count; each += 1) {
      // Of a thread that has ended the system tells nothing more: what it told last stays.
      const before = this.switchesBefore.get(each) ?? 0;
      const seen = Math.max(switchesOf(board.tid(each)), this.switchesSeen.get(each) ?? before);
      this.switchesSeen.set(each, seen);
      sum += seen - before;
    }
    board.setDetail(1, elapsedMs > 0 ? (sum * 1000) / elapsedMs : 0);
    board.setDetail(2, board.granted);
  }

  close(): void {
    for (const file of this.files.values()) closeSync(file);
  }

  private stateOf(thread: number): string | null {
    const tid = board.tid(thread);
    if (tid < 0) return null;
    try {
      const file = this.files.get(thread) ?? openSync(`/proc/self/task/${tid}/stat`, 'r');
      this.files.set(thread, file);
      const text = this.scratch.toString('latin1', 0, readSync(file, this.scratch, 0, 512, 0));
      return statAfterName(text).charAt(0);
    } catch {
      return null;
    }
  }
}

function switchesOf(tid: number): number {
  if (tid < 0) return 0;
  try {
    const text = readFileSync(`/proc/self/task/${tid}/status`, 'latin1');
    let sum = 0;
    for (const found of text.matchAll(/ctxt_switches:\s+(\d+)/g)) sum += Number(found[1]);
    return sum;
  } catch {
    return 0;
  }
}

if (index === 0) lead();
else load();
finish();
