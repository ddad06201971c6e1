/**
 * The target alive: its lives are started, watched and stopped through the hands. A crash is
 * caused by the latest stress that was running, and names all that were.
 *
 * @spec timeline execution semantics
 */
import { type ActorRefFrom, createActor } from 'xstate';
import type { HandsAnswer, TargetLife } from '../machines/hands/messages.ts';
import type { Envelope, KernelMeta } from '../machines/kernel/envelope.ts';
import type { EventType, PayloadOf } from '../machines/kernel/events/registry.ts';
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
  /** It runs, and is ready. */
  isUp(): boolean;
  /** Skips what is left of the grace period. */
  hasten(because: Envelope): void;
  hear(answer: TargetAnswer): void;
  readonly lives: readonly TargetLife[];
  /** The latest that was said of it. */
  readonly lastSaid: Envelope | undefined;
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
  return new LiveTarget(input);
}

class LiveTarget implements Target {
  readonly #input: TargetInput;
  readonly #actor: ActorRefFrom<typeof targetMachine>;
  readonly #lives: TargetLife[] = [];
  #life = 0;
  #last: Envelope | undefined;
  #graceMs: number;
  #reason = '';
  #ended: TargetLife | undefined;

  constructor(input: TargetInput) {
    this.#input = input;
    this.#graceMs = input.plan.target.stop.graceMs;
    this.#actor = createActor(targetMachine, { clock: input.world.clock, id: 'target:main' });
    for (const type of Object.keys(this.#effects) as TargetEffect['type'][]) {
      this.#actor.on(type, this.#effects[type]);
    }
    this.#actor.start();
  }

  get lastSaid(): Envelope | undefined {
    return this.#last;
  }

  get lives(): readonly TargetLife[] {
    return this.#lives;
  }

  start(because: Envelope): void {
    this.#last = because;
    this.#actor.send({ type: 'start.requested' });
  }

  isUp(): boolean {
    return this.#actor.getSnapshot().value === 'up';
  }

  stop(because: Envelope): void {
    if (!this.#isActive()) {
      this.#input.onGone(false);
      return;
    }
    this.#last = because;
    this.#actor.send({ type: 'stop.requested' });
  }

  hasten(because: Envelope): void {
    this.#graceMs = 0;
    if (this.#actor.getSnapshot().value !== 'stopping') return;
    this.#last = because;
    this.#actor.send({ type: 'stop.requested' });
  }

  hear(answer: TargetAnswer): void {
    if (answer.is === 'target.ended') this.#record(answer.report, answer.meta);
    if (!this.#isActive()) return;
    const { world, plan } = this.#input;
    const { hands } = world.voices;
    switch (answer.is) {
      case 'target.started': {
        const { pid, life } = answer;
        const at = { atMs: world.offsetOf(answer.atMs), life };
        this.#last = hands.say('target.started', { ...at, pid }, answer.meta);
        this.#actor.send({ type: 'life.started' });
        break;
      }
      case 'target.ready':
        this.#actor.send({ type: 'life.ready' });
        break;
      case 'target.unready':
        this.#reason = answer.reason;
        this.#actor.send({ type: 'life.unready' });
        break;
      case 'target.output': {
        const { bytes: byteLen } = answer;
        hands.say('target.output.received', { ...this.#now(), byteLen }, this.#last);
        break;
      }
      case 'target.ended': {
        this.#ended = answer.report;
        const { outcome } = answer.report;
        if (outcome.kind === 'unkillable') {
          this.#reason = outcome.reason;
          this.#actor.send({ type: 'life.unkillable' });
          break;
        }
        const again = mayRestart(outcome, this.#life - 1, plan.target.restart);
        this.#actor.send({ type: 'life.ended', again });
        break;
      }
    }
  }

  readonly #effects: Readonly<Record<TargetEffect['type'], () => void>> = {
    startLife: () => {
      this.#life += 1;
      const { world, plan } = this.#input;
      const { command: program, args, env } = plan.program;
      const because = this.#say('target.start.requested', { ...this.#now(), program, args, env });
      const { program: whole, target: policy } = plan;
      world.order({ do: 'target.start', life: this.#life, program: whole, policy }, because);
    },
    stopLife: () => {
      const { world, plan } = this.#input;
      const order = { signal: plan.target.stop.signal, graceMs: this.#graceMs };
      const because = this.#say('target.stop.requested', { ...this.#now(), ...order });
      world.order({ do: 'target.stop', ...order }, because);
    },
    announceReady: () => {
      this.#say('target.ready', this.#now());
      this.#input.onReady();
    },
    announceHung: () => {
      const { ids, latest } = this.#input.active();
      const hung = { ...this.#now(), reason: this.#reason, active: [...ids] };
      this.#say('target.hung', hung, latest);
    },
    announceEnd: () => {
      if (this.#ended) this.#sayEnd(this.#ended);
    },
    announceUnkillable: () => {
      this.#say('target.unkillable', { ...this.#now(), reason: this.#reason });
    },
    announceGone: () => this.#input.onGone(this.#ended?.outcome.kind === 'spawn-failed'),
  };

  /** Told whatever becomes of it here: the report is made of what was said. */
  #record(report: TargetLife, cause: KernelMeta): void {
    this.#lives.push(report);
    const { world } = this.#input;
    const { startMs, endMs, outputTail: _, stderrTail: __, ...facts } = report;
    const at = { atMs: world.offsetOf(endMs), startMs: world.offsetOf(startMs) };
    world.voices.hands.say('target.ended', { ...facts, ...at }, cause);
  }

  #sayEnd(report: TargetLife): void {
    const { outcome } = report;
    const at = { atMs: this.#input.world.offsetOf(report.endMs), life: report.life };
    const { ids, latest } = this.#input.active();
    const active = [...ids];
    switch (outcome.kind) {
      case 'signalled': {
        const { signal, core } = outcome;
        const how = core === undefined ? { signal } : { signal, core };
        this.#say('target.crashed', { ...at, ...how, active }, latest);
        break;
      }
      case 'exited': {
        const end = { ...at, code: outcome.code, active };
        if (isCrash(outcome)) this.#say('target.crashed', end, latest);
        else this.#say('target.exited', end);
        break;
      }
      case 'spawn-failed':
        this.#say('target.spawn.failed', { ...at, reason: outcome.reason });
        break;
      case 'deadline':
      case 'hung':
        this.#say('target.stopped', { ...at, killed: report.killed });
        break;
      case 'unkillable':
        break;
    }
  }

  /** Caused by the stress that runs, where there is one, else by what was said of it before. */
  #say<Type extends EventType>(
    type: Type,
    payload: PayloadOf<Type>,
    stress: Envelope | null = null,
  ): Envelope {
    this.#last = this.#input.world.voices.target.say(type, payload, stress ?? this.#last);
    return this.#last;
  }

  #isActive(): boolean {
    return this.#actor.getSnapshot().status === 'active';
  }

  #now(): { atMs: number; life: number } {
    return { atMs: this.#input.world.offset(), life: this.#life };
  }
}
