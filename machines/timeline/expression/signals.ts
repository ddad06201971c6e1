/**
 * What an expression may ask about: every signal with its type, its unit and the range that it
 * cannot leave. A signal without a figure at a tick is unavailable then, not zero.
 *
 * @spec timeline phase 2
 */
import { inputOutcomes, stressOutcomes } from '../condition/wish.ts';

export type SignalType = 'double' | 'bool' | 'string';

export interface SignalDeclaration {
  readonly name: string;
  readonly type: SignalType;
  readonly unit: string;
  readonly says: string;
  /** Figures lie from here to there; for `double` only. */
  readonly min?: number;
  readonly max?: number;
  /** What a `string` can be. */
  readonly words?: readonly string[];
}

const share = { type: 'double', unit: '0 to 1', min: 0, max: 1 } as const;
const count = { type: 'double', unit: '', min: 0 } as const;

/** Known in every timeline. */
export const builtInSignals: readonly SignalDeclaration[] = [
  { name: 'cpu_load', ...share, says: 'Share of all cores of the host that was busy.' },
  {
    name: 'memory_pressure',
    ...share,
    says: 'Share of the time in which some task waited for memory; where the system does not tell, the share of memory that is not available.',
  },
  {
    name: 'io_pressure',
    ...share,
    says: 'Share of the time in which some task waited for input or output.',
  },
  {
    name: 'io_latency_ms',
    ...count,
    unit: 'ms',
    says: 'Mean time that a request to a disk of the host took.',
  },
  { name: 'crashes', ...count, says: 'How often the program has crashed.' },
  { name: 'exits', ...count, says: 'How often the program has ended by itself without a crash.' },
  { name: 'restarts', ...count, says: 'How often the program was started again.' },
  {
    name: 'target.cpu',
    ...count,
    unit: 'cores',
    says: 'What the tree of the program used: 1 is one core for the whole time.',
  },
  { name: 'target.rss_mb', ...count, unit: 'MiB', says: 'Resident memory of that tree.' },
  { name: 'target.threads', ...count, says: 'Threads of that tree.' },
  { name: 'target.fds', ...count, says: 'Open files and sockets of that tree.' },
  { name: 'elapsed_s', ...count, unit: 's', says: 'Time since the origin of the timeline.' },
];

export const eventStates = [
  ...['pending', 'armed', 'starting', 'running', 'stopping'],
  ...['done', 'skipped', 'failed'],
] as const;
/** What `event("id")` has; an outcome is `none` while there is none. */
export const eventFields: Readonly<Record<string, readonly string[]>> = {
  state: eventStates,
  outcome: ['none', ...stressOutcomes],
};
/** The same of an input. */
export const inputFields: typeof eventFields = {
  state: ['pending', 'running', 'done', 'skipped'],
  outcome: ['none', ...inputOutcomes],
};

/** Functions of a signal over a window of time. */
export const windowFunctions = ['avg', 'max', 'p95', 'rate'] as const;
export type WindowFunction = (typeof windowFunctions)[number];

/** Length of a window that is not told, and the longest: its samples are kept in memory. */
export const windowUsualMs = 10_000;
export const windowMaxMs = 600_000;
