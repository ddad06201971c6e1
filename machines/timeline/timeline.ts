/**
 * The model of a timeline after its text was read and found right: every default filled in,
 * every duration in milliseconds, every event with an id and a lane.
 *
 * @spec timeline phase 1
 */

import type { Axis, Dose, Intensity } from './axis.ts';
import type { StartWish, Wish } from './condition/wish.ts';
import type { Constraints, PlannedRule } from './constraint/constraint.ts';
import type { SideChain } from './curve/side-chain.ts';
import type { Expectation } from './expectation/expectation.ts';
import type { InputEvent, InputLane, TargetPane } from './input/input.ts';
import type { UserSignal } from './signal/user-signal.ts';

export interface Program {
  /** A path or a bare name, never a shell line. */
  readonly command: string;
  readonly args: readonly string[];
  /** Working directory; absent means the current one. */
  readonly cwd?: string;
  /** Variables added to the inherited environment. */
  readonly env: Readonly<Record<string, string>>;
}

export type ReadyProbe = {
  readonly withinMs: number;
} & ({ readonly output: string } | { readonly tcp: number } | { readonly http: string });

export interface TargetPolicy {
  /** The terminal that it runs in; absent for plain pipes. */
  readonly pane?: TargetPane;
  readonly ready?: ReadyProbe;
  readonly restart: { readonly policy: 'never' | 'on-crash' | 'always'; readonly atMost: number };
  readonly stop: { readonly signal: string; readonly graceMs: number };
  /** `polite` puts target and stressors at nice +10; `normal` leaves them at 0. */
  readonly priority: 'polite' | 'normal';
}

export interface Limits {
  /** Most memory that all stressors together may hold. */
  readonly memory: { readonly bytes: number } | { readonly percent: number };
  /** Most space that scratch files may take. */
  readonly diskBytes: number;
}

export interface TimelineEvent {
  readonly id: string;
  readonly axis: Axis;
  /** Index of the lane (track) that the event plays on. */
  readonly lane: number;
  /** Offset from the start of the run; the earliest there can be for an event that waits. */
  readonly startMs: number;
  readonly durationMs: number;
  /** What it waits for; absent for an event that starts at its time. */
  readonly start?: StartWish;
  /** What ends it before its time. */
  readonly stop?: Wish;
  readonly intensity: Intensity;
  readonly args: readonly string[];
}

export interface Lane {
  readonly axis: Axis;
  /** What the screen calls it: the axis, numbered where an axis has several lanes. */
  readonly name: string;
}

export interface Timeline {
  readonly program: Program;
  readonly durationMs: number;
  readonly seed: number;
  readonly target: TargetPolicy;
  readonly limits: Limits;
  readonly lanes: readonly Lane[];
  /** Absent where the file names none. */
  readonly signals?: readonly UserSignal[];
  /** Absent where the file names none. */
  readonly constraints?: Constraints;
  /** The run is aborted when this holds; absent where the file has none. */
  readonly abort?: Wish;
  /** What must hold for the run to pass; absent where the file has none. */
  readonly expect?: readonly Expectation[];
  /** In the order of the file. */
  readonly events: readonly TimelineEvent[];
  /** Absent where the file has none, in the order of the file. */
  readonly inputs?: readonly InputEvent[];
  readonly inputLanes?: readonly InputLane[];
}

/** An event with the dose that it asks of this host. */
export interface PlannedEvent extends TimelineEvent {
  readonly dose: Dose;
  /** What modulates the dose; `dose` is then the most that can be asked. */
  readonly sideChain?: SideChain;
}

/** What will be run: the timeline with doses, on a known host. */
export interface Plan extends Omit<Timeline, 'events' | 'constraints'> {
  readonly events: readonly PlannedEvent[];
  readonly constraints?: Constraints<PlannedRule>;
  /** SHA-256 of the timeline's text, in hex. */
  readonly timelineHash: string;
}
