/**
 * A timeline as the simulator knows it, apart from what the program makes of its text: who waits for
 * what, what may be stopped, what is expected, and what goes wrong.
 *
 * @spec reliability simulation
 */
import type { ScriptedSignal } from '../../../actors/hands/scripted-signals.ts';
import type { Axis } from '../../../machines/timeline/axis.ts';
import type { Fate } from '../../../runtime/host/rehearsed-target.ts';
import type { SimulatedStress } from '../../../stressors/simulated.ts';

export type Ending = 'survived' | 'crash' | 'exit' | 'hang' | 'any';

/** A figure: of a signal, of its last seconds, or of two of them together. */
export type Term =
  | { readonly is: 'signal'; readonly name: string }
  /** Without a length it is the usual one: 10 s, or for expectations the whole run. */
  | {
      readonly is: 'window';
      readonly fn: 'avg' | 'max' | 'p95' | 'rate';
      readonly name: string;
      readonly ms: number | null;
    }
  | { readonly is: '+' | '-'; readonly of: readonly [Term, Term] }
  | { readonly is: '*'; readonly of: Term; readonly by: number };

/** An expression. */
export type Test =
  | {
      readonly is: 'compare';
      readonly left: Term;
      readonly op: '>' | '<' | '>=';
      readonly bound: number;
    }
  | {
      readonly is: 'word';
      readonly event: string;
      readonly field: 'state' | 'outcome';
      readonly op: '==' | '!=';
      readonly word: string;
    }
  | { readonly is: 'not'; readonly of: Test }
  | { readonly is: 'and' | 'or'; readonly of: readonly [Test, Test] };

export type Condition =
  | { readonly is: 'holds'; readonly test: Test; readonly holdMs: number }
  | {
      readonly is: 'ended';
      readonly event: string;
      readonly outcome: Ending;
      readonly holdMs: number;
    }
  | { readonly is: 'all' | 'any'; readonly of: readonly Condition[]; readonly holdMs: number };

/** A signal that modulates an event: `from` at the lower bound, `to` at the upper one. */
export interface ModelSideChain {
  readonly by: string;
  readonly between: readonly [number, number];
}

export interface ModelEvent {
  readonly id: string;
  readonly axis: Axis;
  /** Null: it is not told. */
  readonly atMs: number | null;
  readonly forMs: number;
  readonly intensity: unknown;
  /** The same dose all the time, so that what is asked can be foretold. */
  readonly isSteady: boolean;
  readonly sideChain: ModelSideChain | null;
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
  readonly when: Test;
  readonly holdMs: number;
  /** Null: until `when` no longer holds. */
  readonly until: Test | null;
  readonly action: 'pause' | 'stop' | { readonly intensity: string } | { readonly cap: string };
}

export interface ModelExpectation {
  /** Usual: the expression says when it must hold. */
  readonly is: 'always' | 'sometimes' | 'finally' | 'usual';
  readonly test: Test;
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
  readonly abort: Condition | null;
  readonly expect: readonly ModelExpectation[];
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
  /** Answers of the hands are heard so much later, each in its turn; none: at once. */
  readonly lagsMs: readonly number[];
}

/** The event has a start of its own: by condition, or by an arrow. */
export function waits({ chains }: Pick<ModelTimeline, 'chains'>, event: ModelEvent): boolean {
  return event.start !== null || chains.some(({ to }) => to === event.id);
}
