/**
 * The board: the one piece of shared memory between a stressor's main thread, which talks, and
 * its load threads, which work. Whatever a load thread measured is on it at every moment, so an
 * account can be given even when a thread hangs or dies.
 *
 * @spec timeline platform strategy
 */
import { type Dose, doseAt, threadsPerEventMax } from '../machines/timeline/axis.ts';
import { doseCellCount, readDose, writeDose } from './dose-cells.ts';

/** 32-bit words, used with Atomics. */
const words = {
  stop: 0,
  port: 1,
  pidVersion: 2,
  pidCount: 3,
  debt: 4,
  tail: 5,
  grants: 6,
} as const;
/** Doubles, each written by one thread only and read by all. */
const numbers = {
  startAt: 0,
  endAt: 1,
  startedAt: 2,
  spanMs: 3,
  asked: 4,
  delivered: 5,
  dose: 6,
  detail: 6 + doseCellCount,
} as const;

const wordCount = 16;
const detailMax = 8;
const numberCount = numbers.detail + detailMax;
/** Process ids that the time axis can pause; a tree with more is paused in part and says so. */
export const pidMax = 1024;
/** Threads that a stressor may have, over all axes: those that load, and the one that leads. */
export const threadMax = threadsPerEventMax + 1;

/** A thread that waits for its turn looks at the end of its lease at least this often. */
const ticketNapMs = 1000;

const numberOffset = wordCount * 4;
const pidOffset = numberOffset + numberCount * 8;
const slotOffset = pidOffset + pidMax * 4;
const byteLength = slotOffset + threadMax * 4;

/** Means over the part of the event that counts, still as integrals over milliseconds. */
export interface Reading {
  readonly spanMs: number;
  readonly asked: number;
  readonly delivered: number;
}

/** A planned start that stands for none: no clock comes this far. */
export const openStartMs = 2 ** 52;

export class Board {
  readonly buffer: SharedArrayBuffer;
  /** Ticket slots of the concurrency axis. */
  readonly slots: Int32Array;
  private readonly words: Int32Array;
  private readonly numbers: Float64Array;
  private readonly dose: Float64Array;
  private readonly pids: Int32Array;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(byteLength)) {
    this.buffer = buffer;
    this.words = new Int32Array(buffer, 0, wordCount);
    this.numbers = new Float64Array(buffer, numberOffset, numberCount);
    this.dose = this.numbers.subarray(numbers.dose, numbers.dose + doseCellCount);
    this.pids = new Int32Array(buffer, pidOffset, pidMax);
    this.slots = new Int32Array(buffer, slotOffset, threadMax);
  }

  plan(startAtMs: number, endAtMs: number, dose: Dose): void {
    this.numbers[numbers.startAt] = startAtMs;
    this.numbers[numbers.endAt] = endAtMs;
    this.setDose(dose);
  }

  /** Moves start and end, and leaves the dose as it is. */
  move(startAtMs: number, endAtMs: number): void {
    this.numbers[numbers.endAt] = endAtMs;
    this.numbers[numbers.startAt] = startAtMs;
  }

  /** Nobody knows yet when it starts. */
  get isOpen(): boolean {
    return this.startAtMs >= openStartMs;
  }

  setDose(dose: Dose): void {
    writeDose(this.dose, dose);
  }

  get startAtMs(): number {
    return this.number(numbers.startAt);
  }

  get endAtMs(): number {
    return this.number(numbers.endAt);
  }

  /** The dose asked at an instant; a curve moves with the planned start and end. */
  askedAt(nowMs: number): number {
    const length = this.endAtMs - this.startAtMs;
    const dose: Dose = { unit: 'percent', ...readDose(this.dose) };
    return doseAt(dose, length > 0 ? (nowMs - this.startAtMs) / length : 1);
  }

  /** Tells every load thread to stop, and wakes those that wait. */
  stop(): void {
    Atomics.store(this.words, words.stop, 1);
    Atomics.notify(this.words, words.stop);
    for (let slot = 0; slot < threadMax; slot += 1) {
      Atomics.add(this.slots, slot, 1);
      Atomics.notify(this.slots, slot);
    }
  }

  get stopped(): boolean {
    return Atomics.load(this.words, words.stop) !== 0;
  }

  /** Sleeps; cut short by `stop`. Only in a load thread. */
  sleep(ms: number): void {
    if (ms > 0) Atomics.wait(this.words, words.stop, 0, ms);
  }

  /** 0 until the event has started. */
  get startedAtMs(): number {
    return this.number(numbers.startedAt);
  }

  set startedAtMs(atMs: number) {
    this.numbers[numbers.startedAt] = atMs;
  }

  read(): Reading {
    return {
      spanMs: this.number(numbers.spanMs),
      asked: this.number(numbers.asked),
      delivered: this.number(numbers.delivered),
    };
  }

  write(reading: Reading): void {
    this.numbers[numbers.spanMs] = reading.spanMs;
    this.numbers[numbers.asked] = reading.asked;
    this.numbers[numbers.delivered] = reading.delivered;
  }

  detail(index: number): number {
    return this.number(numbers.detail + index);
  }

  setDetail(index: number, value: number): void {
    this.numbers[numbers.detail + index] = value;
  }

  /** The TCP port of the network axis; 0 until its sender listens. */
  get port(): number {
    return Atomics.load(this.words, words.port);
  }

  set port(port: number) {
    Atomics.store(this.words, words.port, port);
  }

  setPids(pids: readonly number[]): void {
    const kept = pids.slice(0, pidMax);
    this.pids.set(kept);
    Atomics.store(this.words, words.pidCount, kept.length);
    Atomics.add(this.words, words.pidVersion, 1);
  }

  get pidVersion(): number {
    return Atomics.load(this.words, words.pidVersion);
  }

  getPids(): readonly number[] {
    return [...this.pids.subarray(0, Atomics.load(this.words, words.pidCount))];
  }

  /** The next ticket of the concurrency axis. */
  takeTicket(): number {
    return Atomics.add(this.words, words.tail, 1);
  }

  /** Lets the next ticket run. */
  grant(): void {
    const slot = Atomics.add(this.words, words.grants, 1) % threadMax;
    Atomics.add(this.slots, slot, 1);
    Atomics.notify(this.slots, slot);
  }

  /** Tickets that were let run so far. */
  get granted(): number {
    return Atomics.load(this.words, words.grants);
  }

  /**
   * Waits until a ticket may run; false when the event is over. The count of grants alone
   * decides; the slot is only what the thread sleeps on, so a late thread misses nothing.
   */
  awaitTicket(ticket: number, goesOn: () => boolean): boolean {
    const slot = ticket % threadMax;
    for (;;) {
      const seen = Atomics.load(this.slots, slot);
      if (!goesOn()) return false;
      if (Atomics.load(this.words, words.grants) > ticket) return true;
      Atomics.wait(this.slots, slot, seen, ticketNapMs);
    }
  }

  /** Thread ids of the load threads, by index; 0 for a thread that is not there yet. */
  setTid(index: number, tid: number): void {
    Atomics.store(this.pids, index, tid);
  }

  tid(index: number): number {
    return Atomics.load(this.pids, index);
  }

  /** Asks for a number of running tickets to end without a successor. */
  withdraw(tickets: number): void {
    Atomics.add(this.words, words.debt, tickets);
  }

  /** True when this thread's ticket is one of those withdrawn. */
  payDebt(): boolean {
    for (;;) {
      const debt = Atomics.load(this.words, words.debt);
      if (debt <= 0) return false;
      if (Atomics.compareExchange(this.words, words.debt, debt, debt - 1) === debt) return true;
    }
  }

  private number(index: number): number {
    return this.numbers[index] ?? 0;
  }
}
