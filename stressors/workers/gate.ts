/**
 * What every load thread does around its work: it says that it is ready, waits for the start at
 * the priority of the timekeeper, lowers only its own priority, and says when it really began.
 *
 * @spec timeline execution semantics
 */
import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { Dose } from '../../machines/timeline/axis.ts';
import { politeNice } from '../../machines/timeline/plan.ts';
import { Board, openStartMs } from '../board.ts';
import { monotonicMs } from '../clock.ts';
import type { Assignment, LoadMessage } from '../load.ts';

/** So often a thread looks whether the start is known; it is as soon as the last thread is there. */
const openNapMs = 5;
/** The last part of the wait is spun: a sleeper wakes up to 0.4 ms late. */
const spinMs = 0.5;
const rehearsalMs = 1;

export interface Post extends Omit<Assignment, 'board'> {
  readonly board: Board;
}

export function takePost(): Post {
  const assignment = workerData as Assignment;
  return { ...assignment, board: new Board(assignment.board) };
}

let isRehearsal = false;

export function say(message: LoadMessage): void {
  if (!isRehearsal) parentPort?.postMessage(message);
}

/**
 * Runs the load for a moment on a board of its own, unheard, before the event: compiling it at
 * the start would make the start late.
 */
export function rehearse(dose: Dose, run: (board: Board) => void): void {
  const board = new Board();
  const now = monotonicMs();
  board.plan(now, now + rehearsalMs, dose);
  isRehearsal = true;
  run(board);
  isRehearsal = false;
}

/** Says ready and blocks until the start; false when stopped before, or when it is too late. */
export function waitForStart(board: Board): boolean {
  say({ is: 'ready' });
  for (;;) {
    const { startAtMs } = board;
    const left = startAtMs - monotonicMs();
    if (board.stopped) return false;
    if (left <= 0) {
      const inTime = monotonicMs() < board.endAtMs;
      if (!inTime) say({ is: 'failed', reason: 'The event was over before it could start.' });
      return inTime;
    }
    board.sleep(startAtMs >= openStartMs ? openNapMs : left - spinMs);
  }
}

/** Where the system has no priority per thread this lowers the process, which then ends. */
export function lowerPriority(priority: 'polite' | 'normal'): void {
  if (priority !== 'polite' || isRehearsal) return;
  try {
    if (os.getPriority(0) < politeNice) os.setPriority(0, politeNice);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say({ is: 'limited', reason: `The priority could not be lowered: ${why}.` });
  }
}

/** Marks the real start, as seen by the thread that leads. */
export function markStart(board: Board): number {
  const now = monotonicMs();
  board.startedAtMs = now;
  say({ is: 'started', atMs: now });
  return now;
}

/** True while the event goes on: not told to stop, and the lease not over. */
export function goesOn(board: Board, nowMs: number): boolean {
  return nowMs < board.endAtMs && !board.stopped;
}

/** The last word of a thread. */
export function finish(): void {
  say({ is: 'done', atMs: monotonicMs() });
}
