/**
 * `ambush/kernel`: the event kernel for other programs, on the system's clock and randomness
 * unless they bring their own.
 *
 * @spec kernel 1 5
 */
import type { Kernel, KernelOptions } from '../actors/kernel/face.ts';
import { createKernel as createKernelIn } from '../actors/kernel/kernel.ts';
import { judgeOptions } from '../actors/kernel/options.ts';
import { createSystemClock } from '../runtime/host/clock.ts';
import { createSeededRandom, createSystemRandom } from '../runtime/host/random.ts';
import { openSessionLog as openLogFile, type SessionLog } from '../runtime/record/session-log.ts';

export type {
  Ingested,
  Intent,
  Kernel,
  KernelOptions,
  KernelStats,
  PaneExplanation,
  Recovery,
  Report,
} from '../actors/kernel/face.ts';
export type { KernelLog } from '../actors/kernel/recorder.ts';
export type { PaneAnswer, PaneHands, PaneOrder } from '../machines/hands/pane-messages.ts';
export type { Contract, Precondition } from '../machines/kernel/contract.ts';
export type { Envelope } from '../machines/kernel/envelope.ts';
export type { AmbushEvent, EventType, PayloadOf } from '../machines/kernel/events/registry.ts';
export type { Evidence, Look, PaneFacts, Readable } from '../machines/kernel/evidence.ts';
export type { Problem } from '../machines/kernel/problem.ts';
export type { PromotionRecord, ShadowSession } from '../machines/kernel/promotion.ts';
export type { EventQuery } from '../machines/kernel/ring.ts';
export type { StateVector } from '../machines/kernel/state-vector.ts';
export type { Action, Decision, Reason, Verdict } from '../machines/kernel/verdict.ts';
export type { Clock, Random } from '../runtime/host/host.ts';
export { type LogReading, openLog } from '../runtime/record/log-reader.ts';
export type { SessionLog } from '../runtime/record/session-log.ts';

/**
 * A kernel. Several live side by side; they share nothing. It is synchronous: each call is one
 * turn, and its events are delivered when the turn is over. All options have defaults: the
 * system's clock (milliseconds) and chance, panes `1`, `2` and `3`, 45 s of patience, no hands.
 *
 * On the system's clock a timer that waits keeps the process alive; `stop()` forgets them all.
 *
 * @throws TypeError for an option that is wrong, or none.
 */
export function createKernel(options: KernelOptions = {}): Kernel {
  judgeOptions(options);
  return createKernelIn({
    ...options,
    clock: options.clock ?? createSystemClock(),
    random: options.random ?? createSystemRandom(0),
    seeded: createSeededRandom,
  });
}

/**
 * A file for `createKernel({ log })`, replaced when it exists; close it after `kernel.stop()`.
 *
 * @throws Error with the system's code, such as `EACCES`, for a file that cannot be opened.
 */
export function openSessionLog(
  file: string,
  world: Partial<Pick<KernelOptions, 'clock' | 'random'>> = {},
): SessionLog {
  const clock = world.clock ?? createSystemClock();
  const log = openLogFile(file, { clock, random: world.random ?? createSystemRandom(0) });
  if ('error' in log) throw new Error(`Expected a log that can be written, got ${log.error}.`);
  return log;
}
