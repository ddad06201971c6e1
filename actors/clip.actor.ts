/**
 * A clip alive: the machine decides, this actor keeps its times, orders its stressor from the
 * hands, and says each step. All that it says shares one correlation, rooted in `clip.scheduled`.
 *
 * @spec timeline execution semantics
 */
import { type ActorRefFrom, createActor } from 'xstate';
import type { DoseAccount, HandsAnswer, StressSpec } from '../machines/hands/messages.ts';
import type { Envelope } from '../machines/kernel/envelope.ts';
import type { EventType, PayloadOf } from '../machines/kernel/events/registry.ts';
import { type ClipEffect, clipMachine } from '../machines/timeline/clip.machine.ts';
import type { Saw } from '../machines/timeline/condition/judge.ts';
import { limitShare } from '../machines/timeline/limit-share.ts';
import type { Plan, PlannedEvent } from '../machines/timeline/timeline.ts';
import { type ClipDose, createClipDose } from './clip-dose.ts';
import { type OpenWishes, sawOf, wishesOf } from './clip-wishes.ts';
import { thousandths, type World } from './world.ts';

/** A stressor is armed so long before its start: enough to spawn it on a busy machine. */
export const armLeadMs = 2_000;

export type StressorAnswer = Extract<HandsAnswer, { readonly clipId: string }>;

export interface Clip {
  readonly event: PlannedEvent;
  /** The latest envelope of this clip while its stress runs, else null. */
  sounding(): Envelope | null;
  /** Armed or running: what it may take is told to its stressor. */
  stands(): boolean;
  /** How long until its stress begins; not positive for one that runs. */
  startsInMs(): number;
  /**
   * The most that it may take from now on, null for all that the plan asks. Only a clip that
   * stands is told; one that will stand is told when it does.
   */
  limit(cap: number | null, reason: string, because: Envelope): void;
  /** The dose that plan or signal ask over a span, as a mean, whatever a constraint leaves of it. */
  planned(fromMs: number, toMs: number): number;
  /** What a signal asks of it now; only an event with a side-chain listens. */
  modulate(value: number | boolean | null, because: Envelope): void;
  hear(answer: StressorAnswer): void;
  /** What it waited for holds: its stress begins as soon as it can. */
  begin(because: Envelope): void;
  /** `rule` is that of a constraint, where one wants it. */
  stop(reason: string, rule?: string): void;
}

export interface ClipInput {
  readonly world: World;
  readonly plan: Plan;
  readonly event: PlannedEvent;
  readonly track: string;
  readonly seed: number;
  readonly open: () => OpenWishes;
  readonly onSound: (sounding: boolean) => void;
  /** It is about to be armed, or is over. */
  readonly onStanding: (clip: Clip) => void;
  readonly onEnded: () => void;
}

export function startClip(input: ClipInput): Clip {
  return new LiveClip(input);
}

class LiveClip implements Clip {
  readonly event: PlannedEvent;
  readonly #input: ClipInput;
  readonly #actor: ActorRefFrom<typeof clipMachine>;
  readonly #timers: (() => void)[] = [];
  /** Its start could not be foreseen: its time counts from when its stress began. */
  readonly #floats: boolean;
  /** Offset at which its stress is to begin. */
  #startMs: number;
  /** The latest that was said of this clip: the cause of what comes next. */
  #last: Envelope;
  #isSounding = false;
  #stands = false;
  #isOrdered = false;
  readonly #dose: ClipDose;
  /** What a constraint leaves of its dose, and why. */
  #limit: { readonly cap: number; readonly reason: string } | null = null;
  #isSignalMissing = false;
  #isWithdrawn = false;
  #startedAtMs = 0;
  #ended: { readonly atMs: number; readonly dose: DoseAccount } | null = null;
  #reason = 'the stressor did not answer in time';
  /** What it saw last while it waited, when it was told to stop before it began. */
  #unmet: Saw | null = null;
  #rule: string | undefined;

  constructor(input: ClipInput) {
    const { world, event, track } = input;
    const { startMs, durationMs, axis, dose } = event;
    this.#input = input;
    this.event = event;
    this.#floats = event.start !== undefined;
    this.#dose = createClipDose(event);
    const score = { axis, track, startMs, durationMs, ...dose, ...wishesOf(event) };
    this.#last = world.voices.clip.say('clip.scheduled', { ...this.#now(), ...score });
    const actor = createActor(clipMachine, { clock: world.clock, id: `clip:${event.id}` });
    for (const type of Object.keys(this.#effects) as ClipEffect['type'][]) {
      actor.on(type, this.#effects[type]);
    }
    actor.subscribe({ complete: () => this.#over() });
    this.#actor = actor;
    this.#startMs = startMs;
    actor.start();
    if (!this.#floats) this.#cue(startMs - armLeadMs);
  }

  begin(because: Envelope): void {
    if (!this.#isActive()) return;
    this.#last = because;
    this.#startMs = this.#input.world.offset();
    this.#cue(this.#startMs);
  }

  #cue(armMs: number): void {
    const { world } = this.#input;
    const at = (offsetMs: number, type: 'arm.due' | 'start.due') =>
      world.at(offsetMs, () => this.#actor.send({ type }));
    this.#timers.push(at(armMs, 'arm.due'), at(this.#startMs, 'start.due'));
    if (!this.#floats) this.#cueEndFrom(this.#startMs);
  }

  #cueEndFrom(startMs: number): void {
    const { world, event } = this.#input;
    this.#startMs = startMs;
    const endMs = startMs + event.durationMs;
    this.#timers.push(world.at(endMs, () => this.#actor.send({ type: 'end.due' })));
  }

  sounding(): Envelope | null {
    return this.#isSounding ? this.#last : null;
  }

  stands(): boolean {
    return this.#stands;
  }

  startsInMs(): number {
    return this.#startMs - this.#input.world.offset();
  }

  limit(cap: number | null, reason: string, because: Envelope): void {
    if (!this.#stands || !this.#dose.limit(cap)) return;
    this.#limit = cap === null ? null : { cap, reason };
    if (this.#isOrdered) this.#adjust(reason, because);
  }

  planned(fromMs: number, toMs: number): number {
    return this.#dose.planned(fromMs, toMs, this.#startMs);
  }

  modulate(value: number | boolean | null, because: Envelope): void {
    const { sideChain } = this.event;
    if (sideChain === undefined) return;
    if (value === null && !this.#isSignalMissing) {
      this.#isSignalMissing = true;
      const missing = { ...this.#now(), by: sideChain.by };
      this.#input.world.voices.clip.say('clip.modulation.unavailable', missing, because);
    }
    if (!this.#dose.modulate(value, this.#input.world.offset())) return;
    if (this.#stands && this.#isOrdered) this.#adjust(`${sideChain.by} modulates it`, because);
  }

  #adjust(reason: string, because: Envelope): void {
    const { world } = this.#input;
    const dose = this.#dose.now();
    const told = { ...this.#now(), ...dose, reason };
    const said = world.voices.clip.say('clip.adjust.requested', told, because);
    world.order({ do: 'stressor.adjust', clipId: this.event.id, dose }, said);
  }

  hear(answer: StressorAnswer): void {
    if (!this.#isActive()) return;
    const { world } = this.#input;
    const { hands } = world.voices;
    const at = { atMs: world.offsetOf(answer.atMs), clipId: this.event.id };
    switch (answer.is) {
      case 'stressor.armed':
        this.#last = hands.say('stressor.armed', { ...at, pid: answer.pid }, answer.meta);
        this.#actor.send({ type: 'stressor.armed' });
        break;
      case 'stressor.started':
        this.#startedAtMs = answer.atMs;
        this.#actor.send({ type: 'stressor.started' });
        break;
      case 'stressor.measured': {
        const { asked, delivered } = answer;
        hands.say('stressor.measured', { ...at, asked, delivered }, this.#last);
        break;
      }
      case 'stressor.adjusted': {
        const { unit } = this.event.dose;
        const adjusted = { ...at, unit, asked: answer.asked };
        world.voices.clip.say('clip.adjusted', adjusted, answer.meta);
        break;
      }
      case 'stressor.limited':
        hands.say('stressor.limited', { ...at, reason: answer.reason }, this.#last);
        break;
      case 'stressor.ended':
        this.#ended = answer;
        this.#actor.send({ type: 'stressor.ended' });
        break;
      case 'stressor.failed':
        if (!this.#isWithdrawn) this.#reason = answer.reason;
        this.#actor.send({ type: 'stressor.failed' });
        break;
    }
  }

  stop(reason: string, rule?: string): void {
    if (!this.#isActive()) return;
    this.#rule = rule;
    this.#isWithdrawn = !this.#isSounding;
    const open = this.#isWithdrawn ? this.#input.open().start : null;
    if (this.#isWithdrawn) this.#reason = open === null ? reason : `${reason}; ${open.says}`;
    this.#unmet = open?.saw ?? null;
    this.#actor.send({ type: 'stop.requested' });
  }

  readonly #effects: Readonly<Record<ClipEffect['type'], () => void>> = {
    armStressor: () => {
      const { world, onStanding } = this.#input;
      this.#stands = true;
      onStanding(this);
      const asked = { ...this.#now(), axis: this.event.axis, ...this.#limit };
      this.#last = world.voices.clip.say('stressor.arm.requested', asked, this.#last);
      world.order({ do: 'stressor.arm', stress: this.#stress() }, this.#last);
      this.#isOrdered = true;
    },
    stopStressor: () => {
      const { world } = this.#input;
      const rule = this.#rule === undefined ? {} : { rule: this.#rule };
      this.#say('clip.stop.requested', { ...this.#now(), ...rule });
      world.order({ do: 'stressor.stop', clipId: this.event.id }, this.#last);
    },
    announceArmed: () => this.#say('clip.armed', this.#now()),
    announceStarted: () => {
      const atMs = this.#input.world.offsetOf(this.#startedAtMs);
      const at = { atMs, clipId: this.event.id };
      this.#say('clip.started', { ...at, skewMs: thousandths(atMs - this.#startMs) });
      if (this.#floats) this.#cueEndFrom(atMs);
      this.#isSounding = true;
      this.#input.onSound(true);
    },
    announceStopped: () => {
      const nothing = { asked: 0, delivered: 0, detail: {} };
      const { world } = this.#input;
      const atMs = this.#ended ? world.offsetOf(this.#ended.atMs) : world.offset();
      const account = { unit: this.event.dose.unit, ...(this.#ended?.dose ?? nothing) };
      const saw = sawOf(this.#input.open().stop);
      this.#say('clip.stopped', { atMs, clipId: this.event.id, ...account, ...saw });
    },
    announceSkipped: () => {
      this.#say('clip.skipped', { ...this.#now(), reason: this.#reason, ...sawOf(this.#unmet) });
    },
    announceFailed: () => this.#say('clip.failed', { ...this.#now(), reason: this.#reason }),
  };

  #say<Type extends EventType>(type: Type, payload: PayloadOf<Type>): void {
    this.#last = this.#input.world.voices.clip.say(type, payload, this.#last);
  }

  #over(): void {
    for (const forget of this.#timers) forget();
    if (this.#isSounding) {
      this.#isSounding = false;
      this.#input.onSound(false);
    }
    if (this.#stands) {
      this.#stands = false;
      this.#input.onStanding(this);
    }
    this.#input.onEnded();
  }

  #isActive(): boolean {
    return this.#actor.getSnapshot().status === 'active';
  }

  #now(): { atMs: number; clipId: string } {
    return { atMs: this.#input.world.offset(), clipId: this.#input.event.id };
  }

  #stress(): StressSpec {
    const { world, plan, event, seed } = this.#input;
    return {
      ...{ clipId: event.id, axis: event.axis, seed },
      startMs: world.handsTimeOf(this.#startMs),
      endMs: world.handsTimeOf(this.#startMs + event.durationMs),
      ...(this.#floats ? { floats: true } : {}),
      dose: this.#dose.now(),
      priority: plan.target.priority,
      limits: limitShare(plan, event),
    };
  }
}
