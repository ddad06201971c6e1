/**
 * Starts stressor processes ahead of time, arms them, passes on what they say, and makes sure
 * that a stressor which was told to stop has stopped. Each event ends with exactly one
 * `stressor.ended` or `stressor.failed`.
 *
 * @spec timeline execution semantics
 */
import type { HandsAnswer, HandsCommand } from '../../machines/hands/messages.ts';
import type { KernelMeta } from '../../machines/kernel/envelope.ts';
import type { Axis } from '../../machines/timeline/axis.ts';
import type { Host } from '../../runtime/host/host.ts';
import type { StressorReport } from '../../stressors/protocol.ts';
import type { Answers } from './answers.ts';
import type { HandsTime } from './hands-time.ts';
import { type StressorProcess, startStressor } from './stressor-process.ts';
import { pause } from './tree-end.ts';

type Arm = Extract<HandsCommand, { do: 'stressor.arm' }>;
type Adjust = Extract<HandsCommand, { do: 'stressor.adjust' }>;
type Stop = Extract<HandsCommand, { do: 'stressor.stop' }>;

/** A stressor stops within 250 ms of being told; past this it is not going to. */
const stopPatienceMs = 1_000;
/** How often the time axis learns of new processes in the target's tree. */
const retargetEveryMs = 250;
/** A stop, then SIGKILL; past this nothing will end it. */
const closePatienceMs = 2 * stopPatienceMs;
const lookEveryMs = 20;

export interface StressorHand {
  arm(command: Arm): void;
  adjust(command: Adjust): void;
  stop(command: Stop): void;
  /** Another tree, or none, is the target. */
  retarget(): void;
  /** Resolves when no stressor process is left, or none that can be killed. */
  close(): Promise<void>;
}

export interface StressedTarget {
  /** The target's tree, root first; empty when it does not live. */
  pids(): readonly number[];
}

/** One event on its process, from `arm` to its last word. */
interface Clip {
  readonly command: Arm;
  /** The latest change of its dose. */
  adjust: Adjust | null;
  stop: Stop | null;
  worker: Worker | null;
  stopTimer: unknown;
  /** Why the process was killed, which its wait status cannot know. */
  killedFor: string | null;
}

interface Worker {
  readonly process: StressorProcess;
  /** What it did last; a process that was never used can do anything. */
  axis: Axis | null;
  clip: Clip | null;
  /** It is about to end, or being ended: it takes no other event. */
  isLeaving: boolean;
}

export function createStressorHand(
  host: Host,
  time: HandsTime,
  answers: Answers,
  target: StressedTarget,
  startAhead: number,
): StressorHand {
  const hand = new Stressors(host, time, answers, target);
  for (let count = 0; count < startAhead; count++) void hand.employ();
  return hand;
}

class Stressors implements StressorHand {
  readonly #host: Host;
  readonly #time: HandsTime;
  readonly #answers: Answers;
  readonly #target: StressedTarget;
  readonly #workers = new Set<Worker>();
  readonly #clips = new Map<string, Clip>();
  #starting = 0;
  #isClosing = false;
  #retargetTimer: unknown;
  #toldPids = '';

  constructor(host: Host, time: HandsTime, answers: Answers, target: StressedTarget) {
    this.#host = host;
    this.#time = time;
    this.#answers = answers;
    this.#target = target;
  }

  arm(command: Arm): void {
    const { clipId } = command.stress;
    if (this.#clips.has(clipId)) throw new Error(`The event ${clipId} is armed twice.`);
    const fresh = { adjust: null, stop: null, worker: null, stopTimer: undefined, killedFor: null };
    const clip: Clip = { command, ...fresh };
    this.#clips.set(clipId, clip);
    const idle = this.#idle(command.stress.axis);
    if (idle !== undefined) {
      this.#assign(clip, idle);
      return;
    }
    void this.employ().then((worker) => {
      if (typeof worker === 'string') this.#fail(clip, worker);
      else this.#assign(clip, worker);
    });
  }

  adjust(command: Adjust): void {
    const clip = this.#clips.get(command.clipId);
    if (clip === undefined) return;
    // Before it has a process, the dose is told together with everything else.
    clip.adjust = command;
    clip.worker?.process.tell({ do: 'adjust', dose: command.dose });
  }

  stop(command: Stop): void {
    const clip = this.#clips.get(command.clipId);
    if (clip === undefined || clip.stop !== null) return;
    clip.stop = command;
    this.#halt(clip);
  }

  retarget(): void {
    const told = [...this.#workers].filter((worker) => worker.clip !== null && isTime(worker.clip));
    if (told.length === 0) return;
    const targetPids = this.#target.pids();
    const pids = targetPids.join(' ');
    if (pids === this.#toldPids) return;
    this.#toldPids = pids;
    for (const worker of told) worker.process.tell({ do: 'retarget', targetPids });
  }

  async close(): Promise<void> {
    const { clock } = this.#host;
    this.#isClosing = true;
    clock.clearTimeout(this.#retargetTimer);
    for (const clip of this.#clips.values()) this.#halt(clip);
    const beganMs = clock.monotonicMs();
    while (this.#workers.size + this.#starting > 0) {
      if (clock.monotonicMs() - beganMs >= closePatienceMs) return;
      for (const worker of this.#workers) if (worker.clip === null) worker.process.kill();
      await pause(clock, lookEveryMs);
    }
  }

  /** Starts a process; a text says why there is none. */
  async employ(): Promise<Worker | string> {
    this.#starting++;
    const process = await startStressor(this.#host);
    this.#starting--;
    if ('error' in process) return `No stressor process could be started: ${process.error}.`;
    const worker: Worker = { process, axis: null, clip: null, isLeaving: false };
    this.#workers.add(worker);
    process.onReport((report) => this.#hear(worker, report));
    process.onNonsense((reason) => this.#dismiss(worker, reason));
    process.onExit((reason) => {
      this.#workers.delete(worker);
      if (worker.clip !== null) this.#fail(worker.clip, worker.clip.killedFor ?? reason);
    });
    return worker;
  }

  #idle(axis: Axis): Worker | undefined {
    const idle = [...this.#workers].filter(({ clip, isLeaving }) => clip === null && !isLeaving);
    return (
      idle.find((worker) => worker.axis === axis) ?? idle.find((worker) => worker.axis === null)
    );
  }

  #assign(clip: Clip, worker: Worker): void {
    const { startMs, endMs, ...rest } = clip.command.stress;
    const startAtMs = this.#time.instantOf(startMs);
    const dose = clip.adjust?.dose ?? rest.dose;
    const stress = { ...rest, dose, startAtMs, endAtMs: this.#time.instantOf(endMs) };
    worker.clip = clip;
    worker.axis = stress.axis;
    clip.worker = worker;
    const targetPids = isTime(clip) ? this.#target.pids() : [];
    const { scratch } = this.#host.guard;
    // A process that no longer listens is about to tell its exit, which fails the event.
    worker.process.tell({ do: 'arm', stress, scratch, targetPids });
    if (isTime(clip)) this.#follow();
    if (clip.stop !== null || this.#isClosing) this.#halt(clip);
  }

  #hear(worker: Worker, report: StressorReport): void {
    const { clip } = worker;
    if ('aftermath' in report && report.aftermath !== 'idle') worker.isLeaving = true;
    if (clip === null) return;
    if (report.is === 'failed') {
      this.#fail(clip, report.reason);
      return;
    }
    if (report.is === 'ended') this.#settle(clip);
    const atMs = this.#time.at('atMs' in report ? report.atMs : 0);
    const answer = answerOf(clip, worker.process.pid, report, atMs);
    if (answer !== null) this.#answers.give(answer);
  }

  #halt(clip: Clip): void {
    const { worker } = clip;
    if (worker === null) return;
    worker.process.tell({ do: 'stop' });
    clip.stopTimer ??= this.#host.clock.setTimeout(
      () => this.#dismiss(worker, `It did not stop within ${stopPatienceMs} ms and was killed.`),
      stopPatienceMs,
    );
  }

  /** Its event, if it has one, fails for this reason when the process is gone. */
  #dismiss(worker: Worker, reason: string): void {
    if (worker.clip !== null) worker.clip.killedFor ??= reason;
    worker.isLeaving = true;
    worker.process.kill();
  }

  #fail(clip: Clip, reason: string): void {
    this.#settle(clip);
    const { clipId } = clip.command.stress;
    const atMs = this.#host.clock.monotonicMs();
    this.#answers.give({ meta: metaOf(clip), is: 'stressor.failed', clipId, reason, atMs });
  }

  #settle(clip: Clip): void {
    this.#host.clock.clearTimeout(clip.stopTimer);
    this.#clips.delete(clip.command.stress.clipId);
    if (clip.worker !== null) clip.worker.clip = null;
    if (!isTime(clip)) return;
    // A stressor that died in the middle of a pause must not leave the target paused.
    for (const pid of this.#target.pids()) this.#host.processes.signal(pid, 'SIGCONT');
  }

  /** Looks for new processes of the target as long as a time stressor is at work. */
  #follow(): void {
    if (this.#retargetTimer !== undefined || this.#isClosing) return;
    this.#retargetTimer = this.#host.clock.setTimeout(() => {
      this.#retargetTimer = undefined;
      this.retarget();
      if ([...this.#clips.values()].some(isTime)) this.#follow();
    }, retargetEveryMs);
  }
}

function isTime(clip: Clip): boolean {
  return clip.command.stress.axis === 'time';
}

function metaOf(clip: Clip): KernelMeta {
  return (clip.stop ?? clip.command).meta;
}

/** Null for what the head need not know. */
function answerOf(
  clip: Clip,
  pid: number,
  report: Exclude<StressorReport, { is: 'failed' }>,
  atMs: number,
): HandsAnswer | null {
  const about = { meta: metaOf(clip), clipId: clip.command.stress.clipId };
  switch (report.is) {
    case 'ready':
      return null;
    case 'armed':
      return { ...about, is: 'stressor.armed', pid, atMs };
    case 'started':
      return { ...about, is: 'stressor.started', atMs };
    case 'measured': {
      const { asked, delivered } = report;
      return { ...about, is: 'stressor.measured', atMs, asked, delivered };
    }
    case 'adjusted':
      return {
        ...about,
        meta: (clip.adjust ?? clip.command).meta,
        is: 'stressor.adjusted',
        atMs,
        asked: report.asked,
      };
    case 'limited':
      return { ...about, is: 'stressor.limited', atMs, reason: report.reason };
    case 'ended':
      return { ...about, is: 'stressor.ended', atMs, dose: report.dose };
  }
}
