/**
 * The target alive: its lives are started, watched and stopped through the hands. A crash is
 * caused by the latest stress that was running, and names all that were.
 *
 * @spec timeline execution semantics
 */
import { createActor } from 'xstate';
import type { HandsAnswer, TargetLife } from '../machines/hands/messages.ts';
import type { Envelope } from '../machines/kernel/envelope.ts';
import {
  isCrash,
  mayRestart,
  type TargetEffect,
  targetMachine,
} from '../machines/timeline/target.machine.ts';
import type { Plan } from '../machines/timeline/timeline.ts';
import type { World } from './world.ts';

export type TargetAnswer = Extract<HandsAnswer, { readonly is: `target.${string}` }>;

/** The stress that runs now: the ids, and the envelope of the one that began last. */
export interface ActiveStress {
  readonly ids: readonly string[];
  readonly latest: Envelope | null;
}

export interface Target {
  start(because: Envelope): void;
  stop(because: Envelope): void;
  /** Skips what is left of the grace period. */
  hasten(because: Envelope): void;
  hear(answer: TargetAnswer): void;
  readonly lives: readonly TargetLife[];
}

export interface TargetInput {
  readonly world: World;
  readonly plan: Plan;
  readonly active: () => ActiveStress;
  readonly onReady: () => void;
  /** It is gone for good; `failed` when the system refused to start it. */
  readonly onGone: (failed: boolean) => void;
}

export function createTarget(input: TargetInput): Target {
  const { world, plan } = input;
  const voice = world.voices.target;
  const lives: TargetLife[] = [];
  let life = 0;
  let last: Envelope | undefined;
  let graceMs = plan.target.stop.graceMs;
  let reason = '';
  let ended: TargetLife | undefined;

  const actor = createActor(targetMachine, { clock: world.clock, id: 'target:main' });
  const effects: Record<TargetEffect['type'], () => void> = {
    startLife() {
      life += 1;
      const { command: program, args, env } = plan.program;
      last = voice.say('target.start.requested', { ...now(), program, args, env }, last);
      world.order({ do: 'target.start', life, program: plan.program, policy: plan.target }, last);
    },
    stopLife() {
      const { signal } = plan.target.stop;
      last = voice.say('target.stop.requested', { ...now(), signal, graceMs }, last);
      world.order({ do: 'target.stop', signal, graceMs }, last);
    },
    announceReady() {
      last = voice.say('target.ready', now(), last);
      input.onReady();
    },
    announceHung() {
      const { ids, latest } = input.active();
      last = voice.say('target.hung', { ...now(), reason, active: [...ids] }, latest ?? last);
    },
    announceEnd() {
      if (ended) last = sayEnd(ended);
    },
    announceUnkillable() {
      last = voice.say('target.unkillable', { ...now(), reason }, last);
    },
    announceGone() {
      input.onGone(ended?.outcome.kind === 'spawn-failed');
    },
  };
  for (const type of Object.keys(effects) as TargetEffect['type'][]) actor.on(type, effects[type]);
  actor.start();

  function sayEnd(report: TargetLife): Envelope {
    const { outcome } = report;
    const at = { atMs: world.offset(report.endAtMs), life: report.life };
    const { ids, latest } = input.active();
    const active = [...ids];
    switch (outcome.kind) {
      case 'signalled': {
        const { signal, core } = outcome;
        const how = core === undefined ? { signal } : { signal, core };
        return voice.say('target.crashed', { ...at, ...how, active }, latest ?? last);
      }
      case 'exited': {
        const { code } = outcome;
        const type = isCrash(outcome) ? 'target.crashed' : 'target.exited';
        return voice.say(type, { ...at, code, active }, (isCrash(outcome) ? latest : null) ?? last);
      }
      case 'spawn-failed':
        return voice.say('target.spawn.failed', { ...at, reason: outcome.reason }, last);
      case 'deadline':
      case 'hung':
        return voice.say('target.stopped', { ...at, killed: report.killed }, last);
    }
  }

  function now(): { atMs: number; life: number } {
    return { atMs: world.offset(), life };
  }

  return {
    lives,
    start(because) {
      last = because;
      actor.send({ type: 'start.requested' });
    },
    stop(because) {
      if (actor.getSnapshot().status !== 'active') return input.onGone(false);
      last = because;
      actor.send({ type: 'stop.requested' });
    },
    hasten(because) {
      graceMs = 0;
      if (actor.getSnapshot().value !== 'stopping') return;
      last = because;
      actor.send({ type: 'stop.requested' });
    },
    hear(answer) {
      const { hands } = world.voices;
      if (answer.is === 'target.ended') lives.push(answer.report);
      if (actor.getSnapshot().status !== 'active') return;
      switch (answer.is) {
        case 'target.started': {
          const { pid } = answer;
          last = hands.say(
            'target.started',
            { atMs: world.offset(answer.atMs), life: answer.life, pid },
            answer.meta,
          );
          return actor.send({ type: 'life.started' });
        }
        case 'target.ready':
          return actor.send({ type: 'life.ready' });
        case 'target.unready':
          reason = answer.reason;
          return actor.send({ type: 'life.unready' });
        case 'target.output':
          hands.say('target.output.received', { ...now(), byteLen: answer.bytes }, last);
          return;
        case 'target.ended': {
          ended = answer.report;
          const again = mayRestart(ended.outcome, life - 1, plan.target.restart);
          return actor.send({ type: 'life.ended', again });
        }
        case 'target.unkillable':
          reason = answer.reason;
          return actor.send({ type: 'life.unkillable' });
      }
    },
  };
}
