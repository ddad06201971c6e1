/**
 * The port between the head, which decides, and the hands, which act. Commands and answers are
 * plain serialisable messages, so that the hands may live in another process or on another host.
 * An answer carries the `meta` of the command that it answers, which keeps the causal chain.
 *
 * Every instant is a time of the hands in milliseconds, 0 being when they were told `hands.open`:
 * clocks of two hosts have nothing in common but how fast they run.
 *
 * @spec kernel 7.3
 */
import type { KernelMeta } from '../kernel/envelope.ts';
import type { Axis, Dose } from '../timeline/axis.ts';
import type { Silence } from '../timeline/signal/silence.ts';
import type { UserSignal } from '../timeline/signal/user-signal.ts';
import type { Limits, Program, TargetPolicy } from '../timeline/timeline.ts';
import type { HostSample, TreeSample } from './samples.ts';

/** What a stressor is told to do, and from when to when. */
export interface StressSpec {
  readonly clipId: string;
  readonly axis: Axis;
  readonly startMs: number;
  readonly endMs: number;
  /**
   * Nobody could foresee its start: it begins as soon as its load stands ready, and lasts as long
   * as from `startMs` to `endMs`.
   */
  readonly floats?: true;
  readonly dose: Dose;
  readonly priority: TargetPolicy['priority'];
  readonly limits: Limits;
  /** Seed of the stressor's own random choices. */
  readonly seed: number;
}

/** What was asked and what was measured, as means over the event, in the axis's unit. */
export interface DoseAccount {
  readonly asked: number;
  readonly delivered: number;
  /** Secondary measures by name, such as `connections` or `switches_per_s`. */
  readonly detail: Readonly<Record<string, number>>;
}

export type HandsCommand = {
  readonly meta: KernelMeta;
} /**
 * The first of all: the time of the hands begins; where both sides know the same clock, at that
 * very instant, however long the command was under way.
 */ & (
  | {
      readonly do: 'hands.open';
      readonly instant?: { readonly origin: string; readonly monotonicMs: number } | undefined;
    }
  | {
      readonly do: 'target.start';
      /** Which life this is, from 1. */
      readonly life: number;
      readonly program: Program;
      readonly policy: TargetPolicy;
    }
  | { readonly do: 'target.stop'; readonly signal: string; readonly graceMs: number }
  /** Whether it answers now; told as `target.answered`. */
  | { readonly do: 'target.ask' }
  | { readonly do: 'stressor.arm'; readonly stress: StressSpec }
  | { readonly do: 'stressor.adjust'; readonly clipId: string; readonly dose: Dose }
  | { readonly do: 'stressor.stop'; readonly clipId: string }
  | {
      readonly do: 'sampling.start';
      readonly originMs: number;
      readonly cadenceMs: number;
      /** The user's own, asked beside the sampler. */
      readonly signals?: readonly UserSignal[];
    }
  | { readonly do: 'sampling.stop' }
  /** End whatever still runs, remove every trace, answer `hands.closed`. */
  | { readonly do: 'hands.close' }
);

/** How a life of the target ended. `deadline`: it was alive when we stopped it, so it survived. */
export type TargetOutcome =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string; readonly core?: boolean }
  | { readonly kind: 'deadline' }
  | { readonly kind: 'hung'; readonly reason: string }
  | { readonly kind: 'spawn-failed'; readonly reason: string }
  /** It is still there after the last signal. */
  | { readonly kind: 'unkillable'; readonly reason: string };

/** One life of the target, told when it is over. The tail is the last 64 KiB of its output. */
export interface TargetLife {
  readonly life: number;
  readonly pid: number | null;
  readonly startMs: number;
  readonly endMs: number;
  readonly outcome: TargetOutcome;
  readonly outputTail: string;
  readonly stderrTail: string;
  readonly outputBytes: number;
  readonly peakRssBytes: number;
  /** Ended by the signal that follows the grace period. */
  readonly killed: boolean;
}

/** The hands' own trouble: what could not be ended or removed. Empty means clean. */
export interface Leftover {
  readonly kind: 'process' | 'file' | 'cgroup';
  readonly name: string;
  readonly reason: string;
}

export type HandsAnswer = { readonly meta: KernelMeta } & (
  | {
      readonly is: 'target.started';
      readonly life: number;
      readonly pid: number;
      readonly atMs: number;
    }
  | { readonly is: 'target.ready'; readonly life: number; readonly atMs: number }
  /** It lives but never became ready, or no longer answers its probe. */
  | {
      readonly is: 'target.unready';
      readonly life: number;
      readonly reason: string;
      readonly atMs: number;
    }
  /** What came of a question; `silence` is why it does not answer, null when it does. */
  | {
      readonly is: 'target.answered';
      readonly life: number;
      readonly silence: string | null;
      readonly atMs: number;
    }
  /** Output was read; the bytes themselves stay with the hands. */
  | { readonly is: 'target.output'; readonly life: number; readonly bytes: number }
  /** Over, or never to be ended: then the outcome says so. */
  | { readonly is: 'target.ended'; readonly report: TargetLife }
  | {
      readonly is: 'stressor.armed';
      readonly clipId: string;
      readonly pid: number;
      readonly atMs: number;
    }
  | { readonly is: 'stressor.started'; readonly clipId: string; readonly atMs: number }
  /** Current values (not means), about twice a second while it runs. */
  | {
      readonly is: 'stressor.measured';
      readonly clipId: string;
      readonly atMs: number;
      readonly asked: number;
      readonly delivered: number;
    }
  /** The dose was changed; `asked` is what is asked from then on. */
  | {
      readonly is: 'stressor.adjusted';
      readonly clipId: string;
      readonly atMs: number;
      readonly asked: number;
    }
  /** It takes less than asked, and why: a limit, a floor, a quota. */
  | {
      readonly is: 'stressor.limited';
      readonly clipId: string;
      readonly reason: string;
      readonly atMs: number;
    }
  | {
      readonly is: 'stressor.ended';
      readonly clipId: string;
      readonly atMs: number;
      readonly dose: DoseAccount;
    }
  | {
      readonly is: 'stressor.failed';
      readonly clipId: string;
      readonly reason: string;
      readonly atMs: number;
    }
  | {
      readonly is: 'sampled';
      readonly tick: number;
      readonly atMs: number;
      /** Ticks that were not taken since the last one. */
      readonly missed: number;
      readonly overheadMs: number;
      readonly host: HostSample | null;
      readonly target: TreeSample | null;
      /** The user's own, by name; absent where there are none. */
      readonly signals?: Readonly<Record<string, number | null>>;
      /** Why those of them that have no figure have none. */
      readonly silences?: Readonly<Record<string, Silence>>;
      /** Why host and target could not be read; absent when they could. */
      readonly failure?: string;
    }
  | {
      readonly is: 'hands.closed';
      readonly leftovers: readonly Leftover[];
      readonly orphanGuard: string;
    }
  /**
   * The head was too slow: so many figures of output, dose or samples were left out. What was
   * lost on the bridge says where, why, and from which number of its source to which.
   */
  | {
      readonly is: 'answers.dropped';
      readonly count: number;
      readonly stage?: string;
      readonly reason?: string;
      readonly oldestSeq?: number;
      readonly newestSeq?: number;
    }
  /** The hands themselves broke: the run cannot go on. */
  | { readonly is: 'hands.failed'; readonly reason: string }
);

export interface Hands {
  send(command: HandsCommand): void;
  /** Answers come in order, never from within `send`. Returns the way to stop listening. */
  onAnswer(listener: (answer: HandsAnswer) => void): () => void;
}
