/**
 * One event of a stressor: its load threads, from being armed to the last word. The main thread
 * only talks; whatever is heavy happens in the threads.
 *
 * @spec timeline platform strategy
 */
import { Worker } from 'node:worker_threads';
import type { DoseAccount } from '../machines/hands/messages.ts';
import { type Dose, doseShareTold, threadsPerEventMax } from '../machines/timeline/axis.ts';
import { Board, openStartMs, pidMax, type Reading } from './board.ts';
import { monotonicMs } from './clock.ts';
import type { Assignment, LoadMessage } from './load.ts';
import { loads } from './loads.ts';
import type { Aftermath, Stress, StressorReport } from './protocol.ts';
import { type Victim, victimOf } from './victim.ts';

const measureEveryMs = 500;
/** Threads get this long to end by themselves when the event is over; then they are ended. */
const endGraceMs = 180;
/** A start later than this is told. */
const lateMs = 20;
/** Threads that wait for a start that was not known are there within this time. */
const gatherMs = 10;
/** Readings in a row that are too low before it is told. */
const lowReadingsMax = 3;
/** Threads that start at the same time: one after the other, the first are there early. */
const startingMax = 4;
/** A thread needs little memory: a small heap keeps many threads cheap. */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32, stackSizeMb: 1 };

export interface Arming {
  readonly stress: Stress;
  readonly scratch: string;
  readonly targetPids: readonly number[];
  readonly cores: number;
}

export class Session {
  private readonly arming: Arming;
  private readonly say: (report: StressorReport) => void;
  private readonly onOver: (aftermath: Aftermath) => void;
  private readonly board = new Board();
  private readonly workers: Worker[] = [];
  private readonly victims = new Map<number, Victim>();
  private readonly reasons = new Set<string>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private wanted = 0;
  private ready = 0;
  private readonly finished = new Set<number>();
  private phase: 'arming' | 'armed' | 'running' | 'over' = 'arming';
  private last: Reading = { spanMs: 0, asked: 0, delivered: 0 };
  private lowReadings = 0;
  private forced = false;
  private told = false;

  constructor(
    arming: Arming,
    say: (report: StressorReport) => void,
    onOver: (aftermath: Aftermath) => void,
  ) {
    this.arming = arming;
    this.say = say;
    this.onOver = onOver;
    const { startAtMs, endAtMs, floats, dose } = arming.stress;
    const lengthMs = endAtMs - startAtMs;
    if (floats) this.board.plan(openStartMs, openStartMs + lengthMs, dose);
    else this.board.plan(startAtMs, endAtMs, dose);
    this.retarget(arming.targetPids);
    this.staff(dose);
    if (!floats) this.endAt(endAtMs);
  }

  adjust(dose: Dose): void {
    if (dose.unit !== this.arming.stress.dose.unit) {
      this.fail(`Expected a dose in ${this.arming.stress.dose.unit}, got ${dose.unit}.`);
      return;
    }
    this.board.setDose(dose);
    const atMs = monotonicMs();
    if (this.phase !== 'over') {
      this.say({ is: 'adjusted', atMs, asked: this.board.askedAt(atMs) });
    }
    if (this.phase !== 'over' && this.arming.stress.axis === 'concurrency') this.staff(dose);
  }

  retarget(pids: readonly number[]): void {
    if (this.arming.stress.axis !== 'time') return;
    if (pids.length > pidMax) this.limit(`Only ${pidMax} processes of the target are paused.`);
    for (const pid of pids.slice(0, pidMax)) {
      const victim = this.victims.has(pid) ? null : victimOf(pid);
      if (victim !== null) this.victims.set(pid, victim);
    }
    this.board.setPids(pids);
  }

  /** Ends the event; `ended` follows, at the latest when the threads' grace is over. */
  stop(): void {
    this.told = true;
    this.halt();
  }

  private halt(): void {
    if (this.phase === 'over') return;
    this.board.stop();
    this.after(endGraceMs, () => {
      this.forced = true;
      this.end(monotonicMs());
    });
  }

  /** Ends the event without an account. */
  fail(reason: string): void {
    if (this.phase === 'over') return;
    this.close();
    this.say({ is: 'failed', atMs: monotonicMs(), reason, aftermath: this.aftermath() });
    this.leave();
  }

  /** The last thing before the process ends: nothing stays paused. */
  abandon(): void {
    this.board.stop();
    this.release();
  }

  private staff(dose: Dose): void {
    const { stress, scratch, cores } = this.arming;
    const peak = Math.max(dose.from, dose.to);
    const wanted = loads[stress.axis].threads(peak, cores);
    if (stress.axis === 'concurrency' && peak > threadsPerEventMax) {
      this.limit(`An event has at most ${threadsPerEventMax} threads.`);
    }
    this.wanted = Math.max(this.wanted, wanted);
    while (this.workers.length < Math.min(this.wanted, this.ready + startingMax)) {
      const index = this.workers.length;
      const workerData: Assignment = { board: this.board.buffer, index, cores, stress, scratch };
      const file = new URL(`./workers/${stress.axis}.js`, import.meta.url);
      const worker = new Worker(file, { workerData, resourceLimits });
      worker.on('message', (message: LoadMessage) => this.hear(message, index));
      worker.on('error', (error) => this.fail(`A load thread broke: ${error.message}.`));
      worker.on('exit', () => this.hear({ is: 'done', atMs: monotonicMs() }, index));
      this.workers.push(worker);
    }
  }

  private hear(message: LoadMessage, index: number): void {
    if (this.phase === 'over') return;
    switch (message.is) {
      case 'ready':
        this.ready += 1;
        this.staff(this.arming.stress.dose);
        if (this.ready >= this.wanted) this.becomeArmed();
        return;
      case 'started':
        this.start(message.atMs);
        return;
      case 'limited':
        this.limit(message.reason);
        return;
      case 'failed':
        this.fail(message.reason);
        return;
      case 'done':
        this.finished.add(index);
        if (this.finished.size >= this.workers.length) this.end(message.atMs);
    }
  }

  private becomeArmed(): void {
    if (this.phase !== 'arming') return;
    this.phase = 'armed';
    if (this.board.isOpen) this.begin();
    this.say({ is: 'armed', atMs: monotonicMs() });
  }

  /** A start that nobody foresaw: as soon as all threads can be there. */
  private begin(): void {
    const { startAtMs, endAtMs } = this.arming.stress;
    const beginMs = monotonicMs() + gatherMs;
    const untilMs = beginMs + endAtMs - startAtMs;
    this.board.move(beginMs, untilMs);
    this.endAt(untilMs);
  }

  private endAt(atMs: number): void {
    this.after(atMs - monotonicMs() + endGraceMs / 2, () => this.halt());
  }

  private start(atMs: number): void {
    this.becomeArmed();
    this.phase = 'running';
    this.say({ is: 'started', atMs });
    const late = atMs - this.board.startAtMs;
    if (late > lateMs) this.limit(`It started ${Math.round(late)} ms late.`);
    const timer = setInterval(() => this.measure(), measureEveryMs);
    this.timers.add(timer);
  }

  private measure(): void {
    const now = this.board.read();
    const spanMs = now.spanMs - this.last.spanMs;
    const asked = (now.asked - this.last.asked) / spanMs;
    const delivered = (now.delivered - this.last.delivered) / spanMs;
    this.last = now;
    if (!(spanMs > 0)) return;
    this.say({ is: 'measured', atMs: monotonicMs(), asked, delivered });
    this.lowReadings = delivered < asked * doseShareTold ? this.lowReadings + 1 : 0;
    if (this.lowReadings === lowReadingsMax && this.reasons.size === 0) this.limitShortfall();
  }

  private end(atMs: number): void {
    if (this.phase === 'over') return;
    if (this.phase !== 'running' && !this.told) {
      this.fail('The event was over before it could start.');
      return;
    }
    const { spanMs, asked, delivered } = this.board.read();
    const names = loads[this.arming.stress.axis].details;
    const dose: DoseAccount = {
      asked: spanMs > 0 ? asked / spanMs : 0,
      delivered: spanMs > 0 ? delivered / spanMs : 0,
      detail: Object.fromEntries(names.map((name, slot) => [name, this.board.detail(slot)])),
    };
    const low = dose.delivered < dose.asked * doseShareTold;
    if (low && this.reasons.size === 0) this.limitShortfall();
    this.close();
    this.say({ is: 'ended', atMs, dose, aftermath: this.aftermath() });
    this.leave();
  }

  private limitShortfall(): void {
    this.limit(loads[this.arming.stress.axis].shortfall);
  }

  private limit(reason: string): void {
    if (this.phase === 'over' || this.reasons.has(reason)) return;
    this.reasons.add(reason);
    this.say({ is: 'limited', atMs: monotonicMs(), reason });
  }

  private close(): void {
    this.phase = 'over';
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.board.stop();
    this.release();
  }

  private release(): void {
    for (const victim of this.victims.values()) victim.resume();
  }

  /** Threads that have not ended by themselves are ended; one in a system call cannot be. */
  private leave(): void {
    const gone = Promise.all(this.workers.map((worker) => worker.terminate()));
    void gone.then(() => this.release());
    this.onOver(this.aftermath());
  }

  /** A process whose priority was lowered as a whole cannot raise it for the next event. */
  private aftermath(): Aftermath {
    const { axis, priority } = this.arming.stress;
    const lowered = priority === 'polite' && process.platform !== 'linux';
    if (this.forced) return 'hung';
    return lowered || !loads[axis].reusable ? 'spent' : 'idle';
  }

  private after(ms: number, deed: () => void): void {
    const timer = setTimeout(
      () => {
        this.timers.delete(timer);
        deed();
      },
      Math.max(0, ms),
    );
    this.timers.add(timer);
  }
}
