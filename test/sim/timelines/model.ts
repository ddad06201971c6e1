/**
 * A timeline as the simulator knows it, apart from what the program makes of its text: who waits for
 * what, what may be stopped, and what goes wrong.
 *
 * @spec reliability simulation
 */
import type { ScriptedSignal } from '../../../actors/hands/scripted-signals.ts';
import type { Axis } from '../../../machines/timeline/axis.ts';
import type { Fate } from '../../../runtime/host/rehearsed-target.ts';
import type { SimulatedStress } from '../../../stressors/simulated.ts';

export type Ending = 'survived' | 'crash' | 'exit' | 'hang' | 'any';

/** One comparison: of a signal, or of its mean or largest over the last seconds. */
export interface Leaf {
  readonly is: 'holds';
  readonly signal: string;
  readonly over: { readonly fn: 'avg' | 'max'; readonly ms: number } | null;
  readonly op: '>' | '<' | '>=';
  readonly bound: number;
  readonly holdMs: number;
}

export type Condition =
  | Leaf
  | {
      readonly is: 'ended';
      readonly event: string;
      readonly outcome: Ending;
      readonly holdMs: number;
    }
  | { readonly is: 'all' | 'any'; readonly of: readonly Condition[]; readonly holdMs: number };

export interface ModelEvent {
  readonly id: string;
  readonly axis: Axis;
  /** Null: it is not told. */
  readonly atMs: number | null;
  readonly forMs: number;
  readonly intensity: unknown;
  /** The same dose all the time, so that what is asked can be foretold. */
  readonly isSteady: boolean;
  readonly start: Condition | null;
  readonly byMs: number | null;
  readonly stop: Condition | null;
}

/** All on the left must have ended so; then the event on the right starts. */
export interface ModelChain {
  readonly from: readonly { readonly event: string; readonly outcome: Ending }[];
  readonly to: string;
}

export interface ModelRule {
  readonly axis: Axis;
  readonly when: Leaf;
  readonly action: 'pause' | 'stop' | { readonly intensity: string } | { readonly cap: string };
}

export interface ModelTimeline {
  readonly seed: number;
  readonly durationMs: number;
  readonly restart: 'never' | 'on-crash' | 'always';
  readonly isAsked: boolean;
  readonly events: readonly ModelEvent[];
  readonly chains: readonly ModelChain[];
  /** An arrow too many closes a circle: the file must be refused. */
  readonly isCircular: boolean;
  readonly bottleneck: Axis | 'auto';
  readonly rules: readonly ModelRule[];
  readonly fates: readonly Fate[];
  readonly signals: readonly ScriptedSignal[];
  readonly faults: ModelFaults;
}

export interface ModelFaults {
  readonly stress: Readonly<Record<string, SimulatedStress>>;
  readonly spawnErrors: Readonly<Record<number, string>>;
  readonly interruptAtMs: number | null;
  readonly guardLostAtMs: number | null;
  /** Looks of the sampler, counted from 0, at which it fails. */
  readonly blindLooks: readonly number[];
  readonly headAheadMs: number;
}

/** The event has a start of its own: by condition, or by an arrow. */
export function waits({ chains }: Pick<ModelTimeline, 'chains'>, event: ModelEvent): boolean {
  return event.start !== null || chains.some(({ to }) => to === event.id);
}
