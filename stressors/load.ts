/**
 * What the process that runs a stressor must know about an axis, besides the code of its load
 * threads (`workers/<axis>.ts`).
 *
 * @spec timeline platform strategy
 */
import type { DoseTable } from '../machines/timeline/axis.ts';
import type { Stress } from './protocol.ts';

export interface Load {
  readonly doses: DoseTable;
  /** Load threads that a dose needs; thread 0 leads: it measures. */
  threads(peak: number, cores: number): number;
  /** Names of the secondary measures, in the order of the board's details. */
  readonly details: readonly string[];
  /** Why less than asked is taken when no limit of ours was reached. */
  readonly shortfall: string;
  /** False when the process must end with its event, so that nothing stays resident. */
  readonly reusable: boolean;
}

/** What a load thread is given. */
export interface Assignment {
  readonly board: SharedArrayBuffer;
  readonly index: number;
  readonly cores: number;
  readonly stress: Stress;
  readonly scratch: string;
}

/** What a load thread says. */
export type LoadMessage =
  | { readonly is: 'ready' }
  | { readonly is: 'started'; readonly atMs: number }
  | { readonly is: 'limited'; readonly reason: string }
  | { readonly is: 'failed'; readonly reason: string }
  | { readonly is: 'done'; readonly atMs: number };
