/**
 * What the hands and a stressor process say to each other: one JSON object a line, commands on
 * the stressor's standard input, reports on its standard output. The end of standard input
 * means that the parent is dead, and ends the stressor.
 *
 * @spec timeline platform strategy
 */
import type { DoseAccount, StressSpec } from '../machines/hands/messages.ts';
import type { Dose } from '../machines/timeline/axis.ts';

/** The same as the hands were told, in monotonic milliseconds of this host. */
export interface Stress extends Omit<StressSpec, 'startMs' | 'endMs'> {
  readonly startAtMs: number;
  readonly endAtMs: number;
}

export type StressorCommand =
  | {
      readonly do: 'arm';
      readonly stress: Stress;
      /** Directory of the run for scratch files, mode 0700. */
      readonly scratch: string;
      /** Process ids of the target's tree, root first; only the time axis uses them. */
      readonly targetPids: readonly number[];
    }
  | { readonly do: 'adjust'; readonly dose: Dose }
  | { readonly do: 'retarget'; readonly targetPids: readonly number[] }
  | { readonly do: 'stop' };

/**
 * What becomes of the process after an event: `idle` takes the next one, `spent` is about to end
 * by itself, `hung` cannot, and kills itself.
 */
export type Aftermath = 'idle' | 'spent' | 'hung';

export type StressorReport =
  | { readonly is: 'ready'; readonly pid: number }
  | { readonly is: 'armed'; readonly atMs: number }
  | { readonly is: 'started'; readonly atMs: number }
  | {
      readonly is: 'measured';
      readonly atMs: number;
      readonly asked: number;
      readonly delivered: number;
    }
  /** Another dose is asked from now on. */
  | { readonly is: 'adjusted'; readonly atMs: number; readonly asked: number }
  | { readonly is: 'limited'; readonly atMs: number; readonly reason: string }
  | {
      readonly is: 'ended';
      readonly atMs: number;
      readonly dose: DoseAccount;
      readonly aftermath: Aftermath;
    }
  | {
      readonly is: 'failed';
      readonly atMs: number;
      readonly reason: string;
      readonly aftermath: Aftermath;
    };
