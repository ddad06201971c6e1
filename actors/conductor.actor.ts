/**
 * The conductor alive: it raises the target, sets the origin, plays the tracks, and sees to it
 * that stress stops before the target, and the target before the hands.
 *
 * @spec timeline execution semantics
 */
import { createActor } from 'xstate';
import type { Envelope } from '../machines/kernel/envelope.ts';
import type { PayloadOf } from '../machines/kernel/events/registry.ts';
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
}

export interface ConductorInput {
  readonly world: World;
  readonly plan: Plan;
  readonly tracks: readonly Track[];
  readonly target: Target;
  readonly cadenceMs: number;
  readonly closing: () => { readonly leftovers: number; readonly orphanGuard: string };
  readonly onEnded: (status: RunStatus, reachedOrigin: boolean) => void;
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
  const { world, plan, tracks, target } = input;
  const voice = world.voices.conductor;
  let last: Envelope | undefined;
  let stopReason: StopReason = 'duration';
  let stopDetail: string | undefined;
  let startedMs = 0;
  let reachedOrigin = false;
  let forgetRaising = (): void => {};
  const timers: (() => void)[] = [];

  const actor = createActor(conductorMachine, { clock: world.clock, id: 'conductor:main' });
  const effects: Record<ConductorEffect['type'], () => void> = {
    startTarget() {
      startedMs = world.clock.monotonicMs();
      world.setOrigin(startedMs);
      const { seed, durationMs, timelineHash, events } = plan;
      last = voice.say('run.started', {
        seed,
        durationMs,
        timelineHash,
        events: events.length,
        cadenceMs: input.cadenceMs,
      });
      const { ready, restart } = plan.target;
      const livesMax = 1 + (restart.policy === 'never' ? 0 : restart.atMost);
      const patienceMs = livesMax * ((ready?.withinMs ?? 0) + raisePatienceMs);
      forgetRaising = world.at(patienceMs, () => handsFailed('no answer about the target'));
      target.start(last);
    },
    startTracks() {
      forgetRaising();
      const originMs = world.clock.monotonicMs() + countInMs;
      world.setOrigin(originMs);
      reachedOrigin = true;
      last = voice.say('run.origin.set', { countInMs, sinceStartMs: originMs - startedMs }, last);
      const { cadenceMs } = input;
      world.order({ do: 'sampling.start', originMs, cadenceMs }, last);
      for (const track of tracks) track.play(last);
      timers.push(world.at(plan.durationMs, () => actor.send({ type: 'duration.due' })));
    },
    stopTracks() {
      sayStop();
      for (const track of tracks) track.stop(skipReasons[stopReason]);
    },
    stopTarget() {
      const because = last ?? sayStop();
      const patienceMs = plan.target.stop.graceMs + lowerPatienceMs;
      timers.push(
        world.at(world.offset() + patienceMs, () => actor.send({ type: 'lower.overdue' })),
      );
      target.stop(because);
    },
    hastenTarget() {
      if (last) target.hasten(last);
    },
    closeHands() {
      const because = last ?? sayStop();
      if (reachedOrigin) world.order({ do: 'sampling.stop' }, because);
      world.order({ do: 'hands.close' }, because);
    },
    announceEnd() {
      const status = statusNow();
      last = voice.say('run.ended', { atMs: world.offset(), status, ...input.closing() }, last);
    },
  };
  for (const type of Object.keys(effects) as ConductorEffect['type'][]) {
    actor.on(type, effects[type]);
  }
  let over = false;
  actor.subscribe((snapshot) => {
    if (over || snapshot.value.course !== 'done') return;
    over = true;
    forgetRaising();
    for (const forget of timers) forget();
    input.onEnded(statusNow(), reachedOrigin);
  });
  actor.start();

  function sayStop(): Envelope {
    const detail = stopDetail === undefined ? {} : { detail: stopDetail };
    const said = { atMs: world.offset(), reason: stopReason, ...detail };
    last = voice.say('run.stop.requested', said, last);
    return last;
  }

  function statusNow(): RunStatus {
    const { status } = actor.getSnapshot().value;
    return status === 'open' ? 'errored' : status;
  }

  function handsFailed(reason: string): void {
    giveReason('hands-failed', reason);
    actor.send({ type: 'hands.failed' });
  }

  function giveReason(reason: StopReason, detail?: string): void {
    if (actor.getSnapshot().value.status !== 'open') return;
    stopReason = reason;
    stopDetail = detail;
  }

  return {
    start: () => actor.send({ type: 'run.requested' }),
    targetReady: () => actor.send({ type: 'target.ready' }),
    targetGone(failed) {
      giveReason('target-gone');
      actor.send({ type: failed ? 'target.failed' : 'target.gone' });
    },
    tracksEnded: () => actor.send({ type: 'tracks.ended' }),
    handsClosed: () => actor.send({ type: 'hands.closed' }),
    handsFailed,
    interrupt() {
      giveReason('interrupt');
      actor.send({ type: 'interrupt.requested' });
    },
    abort(reason) {
      giveReason('abort', reason);
      actor.send({ type: 'abort.requested' });
    },
  };
}
