/**
 * The conductor alive: it raises the target, sets the origin, plays the tracks, and sees to it
 * that stress stops before the target, and the target before the hands.
 *
 * @spec timeline execution semantics
 */
import { type ActorRefFrom, createActor } from 'xstate';
import type { Envelope } from '../machines/kernel/envelope.ts';
import type { EventType, PayloadOf } from '../machines/kernel/events/registry.ts';
import type { Grounds } from '../machines/timeline/condition/judge.ts';
import { sawText } from '../machines/timeline/condition/saw.ts';
import { type ConductorEffect, conductorMachine } from '../machines/timeline/conductor.machine.ts';
import type { Plan } from '../machines/timeline/timeline.ts';
import type { RunStatus } from './run.ts';
import type { Target } from './target.actor.ts';
import type { Track } from './track.actor.ts';
import type { World } from './world.ts';

/**
 * Between the target's readiness and offset 0, so that events at 0 s start on time: a stressor
 * needs up to 0.3 s to be spawned and armed on a busy machine.
 */
export const countInMs = 750;
/** Beyond the time that the target's ready probe is given, for each of its lives. */
export const raisePatienceMs = 10_000;
/** Beyond the target's grace period and the hands' own limit for the last signal. */
export const lowerPatienceMs = 8_000;

/**
 * Beyond the target's grace period, since the hands may have to stop it themselves: two last
 * questions (2 s), the last signal (3 s), the guardian's sweep (8 s), and one without it (5 s).
 */
export const closePatienceMs = 20_000;

type StopReason = PayloadOf<'run.stop.requested'>['reason'];

export interface Conductor {
  start(): void;
  targetReady(): void;
  targetGone(failed: boolean): void;
  tracksEnded(): void;
  handsClosed(): void;
  handsFailed(reason: string): void;
  interrupt(): void;
  abort(reason: string): void;
  /** What the timeline names as the end of the run holds. */
  abortWhen(grounds: Grounds, because: Envelope): void;
}

export interface ConductorInput {
  readonly world: World;
  readonly plan: Plan;
  readonly tracks: readonly Track[];
  readonly target: Target;
  readonly cadenceMs: number;
  readonly closing: () => Pick<PayloadOf<'run.ended'>, 'leftovers' | 'orphanGuard'>;
  /** The stress and the time are over; calls back when the target need not be waited for. */
  readonly awaitRecovery: (then: () => void) => void;
  /** What counts has been seen: the target is about to be stopped, or is gone. */
  readonly onEnding: (isCut: boolean, because: Envelope) => void;
  readonly onEnded: (status: RunStatus) => void;
}

/** Why a clip that had not started was left out, in the words of the report. */
const skipReasons: Record<StopReason, string> = {
  duration: 'the timeline was over',
  'target-gone': 'the target had ended',
  interrupt: 'the run was interrupted',
  abort: 'the run was aborted',
  'hands-failed': 'the hands failed',
};

export function createConductor(input: ConductorInput): Conductor {
  return new LiveConductor(input);
}

class LiveConductor implements Conductor {
  readonly #input: ConductorInput;
  readonly #actor: ActorRefFrom<typeof conductorMachine>;
  readonly #timers: (() => void)[] = [];
  #forgetRaising = (): void => {};
  #last: Envelope | undefined;
  #stopReason: StopReason = 'duration';
  #stopDetail: string | undefined;
  #startedMs = 0;
  #reachedOrigin = false;
  #saidStop = false;
  /** Ended before its time, by whom or what ever. */
  #isCut = false;
  #isOver = false;

  constructor(input: ConductorInput) {
    this.#input = input;
    const { clock } = input.world;
    this.#actor = createActor(conductorMachine, { clock, id: 'conductor:main' });
    for (const type of Object.keys(this.#effects) as ConductorEffect['type'][]) {
      this.#actor.on(type, this.#effects[type]);
    }
    this.#actor.subscribe(({ value }) => {
      if (!this.#isOver && value.course === 'done') this.#over();
    });
    this.#actor.start();
  }

  start(): void {
    this.#actor.send({ type: 'run.requested' });
  }

  targetReady(): void {
    this.#actor.send({ type: 'target.ready' });
  }

  targetGone(failed: boolean): void {
    this.#isCut ||= failed;
    this.#giveReason('target-gone');
    this.#actor.send({ type: failed ? 'target.failed' : 'target.gone' });
  }

  tracksEnded(): void {
    this.#actor.send({ type: 'tracks.ended' });
  }

  handsClosed(): void {
    this.#actor.send({ type: 'hands.closed' });
  }

  handsFailed(reason: string): void {
    this.#isCut = true;
    this.#giveReason('hands-failed', reason);
    this.#actor.send({ type: 'hands.failed' });
  }

  interrupt(): void {
    this.#isCut = true;
    this.#giveReason('interrupt');
    this.#actor.send({ type: 'interrupt.requested' });
  }

  abort(reason: string): void {
    this.#isCut = true;
    this.#giveReason('abort', reason);
    this.#actor.send({ type: 'abort.requested' });
  }

  abortWhen({ because: condition, saw }: Grounds, because: Envelope): void {
    const { world } = this.#input;
    const told = { atMs: world.offset(), because: condition, saw };
    this.#last = world.voices.conductor.say('run.abort.requested', told, because);
    const values = sawText(saw);
    this.abort(values === '' ? condition : `${condition} (${values})`);
  }

  readonly #effects: Readonly<Record<ConductorEffect['type'], () => void>> = {
    startTarget: () => this.#startTarget(),
    startTracks: () => this.#startTracks(),
    stopTracks: () => {
      this.#sayStop();
      for (const track of this.#input.tracks) track.stop(skipReasons[this.#stopReason]);
    },
    awaitRecovery: () => {
      const over = () => this.#actor.send({ type: 'recovery.over' });
      if (this.#isCut) over();
      else this.#input.awaitRecovery(over);
    },
    stopTarget: () => {
      const { world, plan, target, onEnding } = this.#input;
      const because = this.#last ?? this.#sayStop();
      onEnding(this.#isCut, because);
      const overdueMs = world.offset() + plan.target.stop.graceMs + lowerPatienceMs;
      this.#timers.push(world.at(overdueMs, () => this.#actor.send({ type: 'lower.overdue' })));
      target.stop(because);
    },
    hastenTarget: () => {
      if (this.#last) this.#input.target.hasten(this.#last);
    },
    closeHands: () => {
      const { world, plan, onEnding } = this.#input;
      // Before the tracks nothing has said why it ends.
      const isUntold = this.#stopReason === 'hands-failed' && !this.#saidStop;
      const because = isUntold ? this.#sayStop() : (this.#last ?? this.#sayStop());
      onEnding(this.#isCut, because);
      if (this.#reachedOrigin) world.order({ do: 'sampling.stop' }, because);
      world.order({ do: 'hands.close' }, because);
      const overdueMs = world.offset() + plan.target.stop.graceMs + closePatienceMs;
      this.#timers.push(world.at(overdueMs, () => this.#actor.send({ type: 'close.overdue' })));
    },
    announceEnd: () => {
      const { world, closing } = this.#input;
      this.#say('run.ended', { atMs: world.offset(), status: this.#status(), ...closing() });
    },
  };

  #startTarget(): void {
    const { world, plan, target, cadenceMs } = this.#input;
    this.#startedMs = world.clock.monotonicMs();
    world.setOrigin(this.#startedMs);
    const { seed, durationMs, timelineHash } = plan;
    const events = plan.events.length;
    const started = { seed, durationMs, timelineHash, events, cadenceMs };
    const because = this.#say('run.started', started);
    world.openHands(because);
    const { ready, restart } = plan.target;
    const livesMax = 1 + (restart.policy === 'never' ? 0 : restart.atMost);
    const patienceMs = livesMax * ((ready?.withinMs ?? 0) + raisePatienceMs);
    this.#forgetRaising = world.at(patienceMs, () => this.handsFailed('no word of the target'));
    target.start(because);
  }

  #startTracks(): void {
    this.#forgetRaising();
    const { world, plan, tracks, cadenceMs } = this.#input;
    const originMs = world.clock.monotonicMs() + countInMs;
    world.setOrigin(originMs);
    this.#reachedOrigin = true;
    const sinceStartMs = originMs - this.#startedMs;
    const because = this.#say('run.origin.set', { countInMs, sinceStartMs });
    const { signals } = plan;
    const own = signals === undefined ? {} : { signals };
    const sampled = { originMs: world.handsTimeOf(0), cadenceMs, ...own };
    world.order({ do: 'sampling.start', ...sampled }, because);
    for (const track of tracks) track.play(because);
    const end = () => this.#actor.send({ type: 'duration.due' });
    this.#timers.push(world.at(plan.durationMs, end));
  }

  #sayStop(): Envelope {
    this.#saidStop = true;
    const detail = this.#stopDetail === undefined ? {} : { detail: this.#stopDetail };
    const atMs = this.#input.world.offset();
    return this.#say('run.stop.requested', { atMs, reason: this.#stopReason, ...detail });
  }

  #say<Type extends EventType>(type: Type, payload: PayloadOf<Type>): Envelope {
    this.#last = this.#input.world.voices.conductor.say(type, payload, this.#last);
    return this.#last;
  }

  #status(): RunStatus {
    const { status } = this.#actor.getSnapshot().value;
    return status === 'open' ? 'errored' : status;
  }

  /** The first reason to stop is the one that is told. */
  #giveReason(reason: StopReason, detail?: string): void {
    if (this.#actor.getSnapshot().value.status !== 'open') return;
    this.#stopReason = reason;
    this.#stopDetail = detail;
  }

  #over(): void {
    this.#isOver = true;
    this.#forgetRaising();
    for (const forget of this.#timers) forget();
    this.#input.onEnded(this.#status());
  }
}
