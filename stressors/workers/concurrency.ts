/**
 * Thread 0 deals tickets and measures; the others take turns.
 *
 * @spec timeline platform strategy
 */
import { closeSync, openSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import { threadMax } from '../board.ts';
import { monotonicMs } from '../clock.ts';
import { Dealer, workSliceMs } from '../concurrency.ts';
import { finish, goesOn, lowerPriority, markStart, say, takePost, waitForStart } from './gate.ts';
import { Meter } from './meter.ts';

const { board, index, stress } = takePost();
/** Between two deals; the fraction of a ticket is spread over them. */
const dealMs = 20;
/** Deals to one look at the threads' run and wait times. */
const dealsPerLook = 5;
/** The thread is there, but the system has no file about it. */
const unknownTid = -1;
/** Looks to one correction, and to one count of context switches. */
const looksPerLesson = 5;

if (index === 0) lead();
else load();
finish();

function lead(): void {
  if (!waitForStart(board)) {
    board.stop();
    return;
  }
  const start = monotonicMs();
  const meter = new Meter(board, start);
  const dealer = new Dealer();
  const census = new Census();
  let dealt = 0;
  let lesson = { atMs: start, asked: 0, runnable: 0 };
  for (let round = 0, now = start; goesOn(board, now); now = monotonicMs(), round += 1) {
    const asked = board.askedAt(now);
    dealt = deal(dealt, dealer.tickets(asked, census.threads()));
    if (round % dealsPerLook === 0) {
      const runnable = census.runnableMs();
      meter.add(now, runnable);
      lesson = { ...lesson, runnable: lesson.runnable + runnable };
    }
    lesson = { ...lesson, asked: lesson.asked + asked };
    const rounds = dealsPerLook * looksPerLesson;
    if (round > 0 && round % rounds === 0) {
      dealer.learn(lesson.asked / rounds, lesson.runnable / (now - lesson.atMs));
      lesson = { atMs: now, asked: 0, runnable: 0 };
      census.countSwitches(now - start);
    }
    board.sleep(Math.min(dealMs, board.endAtMs - now));
  }
  const end = monotonicMs();
  meter.add(end, census.runnableMs());
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
  say({ is: 'ready' });
  const open = (): boolean => goesOn(board, monotonicMs());
  for (let turns = 0; ; turns += 1) {
    const ticket = board.takeTicket();
    if (!board.awaitTicket(ticket, open)) return;
    const from = monotonicMs();
    if (ticket === 0) markStart(board);
    if (turns === 0) lowerPriority(stress.priority);
    work(workSliceMs);
    board.runnableMs[index] = (board.runnableMs[index] ?? 0) + monotonicMs() - from;
    if (!open()) return;
    if (!board.payDebt()) board.grant();
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

/** Who is runnable: the system's count of run and wait time, else the threads' own clocks. */
class Census {
  private readonly scratch = Buffer.alloc(128);
  private readonly files = new Map<number, number>();
  private readonly before = new Map<number, number>();
  private readonly switchesBefore = new Map<number, number>();
  private count = 0;

  constructor() {
    this.runnableMs();
    for (let each = 1; each <= this.count; each += 1) {
      this.switchesBefore.set(each, switchesOf(board.tid(each)));
    }
  }

  /** Load threads that are there by now. */
  threads(): number {
    while (this.count + 1 < threadMax && board.tid(this.count + 1) !== 0) this.count += 1;
    return this.count;
  }

  /** Runnable time of all load threads since the last call. */
  runnableMs(): number {
    this.threads();
    let sum = 0;
    for (let each = 1; each <= this.count; each += 1) {
      const now = this.systemMs(each) ?? board.runnableMs[each] ?? 0;
      sum += Math.max(0, now - (this.before.get(each) ?? now));
      this.before.set(each, now);
    }
    board.setDetail(0, this.count);
    return sum;
  }

  countSwitches(elapsedMs: number): void {
    let sum = 0;
    for (let each = 1; each <= this.count; each += 1) {
      sum += switchesOf(board.tid(each)) - (this.switchesBefore.get(each) ?? 0);
    }
    board.setDetail(1, elapsedMs > 0 ? (sum * 1000) / elapsedMs : 0);
    board.setDetail(2, board.granted);
  }

  private systemMs(thread: number): number | null {
    const tid = board.tid(thread);
    if (tid < 0) return null;
    try {
      const file = this.files.get(thread) ?? openSync(`/proc/self/task/${tid}/schedstat`, 'r');
      this.files.set(thread, file);
      const text = this.scratch.toString('latin1', 0, readSync(file, this.scratch, 0, 128, 0));
      const [run, wait] = text.split(' ');
      // A kernel that does not count says 0, and no thread of ours has never run.
      return Number(run) > 0 ? (Number(run) + Number(wait)) / 1e6 : null;
    } catch {
      return null;
    }
  }

  close(): void {
    for (const file of this.files.values()) closeSync(file);
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
