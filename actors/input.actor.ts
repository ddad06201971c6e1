/**
 * An input alive: it keeps its time, asks the kernel once, and says what became of it. All that it
 * says shares one correlation with the injection that it asked for, rooted in `input.scheduled`.
 *
 * @spec timeline execution semantics
 */
import { type ActorRefFrom, createActor } from 'xstate';
import type { Envelope } from '../machines/kernel/envelope.ts';
import type { EventType, PayloadOf } from '../machines/kernel/events/registry.ts';
import type { Saw } from '../machines/timeline/condition/judge.ts';
import { type InputEffect, inputMachine } from '../machines/timeline/input/input.machine.ts';
import type { InputEvent } from '../machines/timeline/input/input.ts';
import { type OpenWishes, sawOf, wishesOf } from './clip-wishes.ts';
import type { InjectionEnd, RunKernel } from './run-kernel.ts';
import { thousandths, type World } from './world.ts';

export interface Input {
  readonly event: InputEvent;
  /** What it waited for holds. */
  begin(because: Envelope): void;
  stop(reason: string): void;
}

export interface InputActorInput {
  readonly world: World;
  readonly kernel: RunKernel;
  readonly event: InputEvent;
  readonly track: string;
  /** What of its condition did not hold. */
  readonly open: () => OpenWishes;
  readonly onSound: (sounding: boolean) => void;
  readonly onEnded: () => void;
}

export function startInput(input: InputActorInput): Input {
  return new LiveInput(input);
}

class LiveInput implements Input {
  readonly event: InputEvent;
  readonly #input: InputActorInput;
  readonly #actor: ActorRefFrom<typeof inputMachine>;
  #forget = (): void => {};
  #startMs: number;
  #last: Envelope;
  #metBy: string | null = null;
  #isSounding = false;
  #end: InjectionEnd | null = null;
  #reason = 'the run was stopped';
  #saw: Saw | null = null;

  constructor(input: InputActorInput) {
    const { world, event, track } = input;
    this.#input = input;
    this.event = event;
    const { paneId: pane, startMs, text, critical } = event;
    const { waitsFor } = wishesOf(event);
    const waits = waitsFor === undefined ? {} : { waitsFor };
    const score = { pane, track, startMs, chars: text.length, critical, ...waits };
    this.#last = world.voices.input.say('input.scheduled', { ...this.#now(), ...score });
    this.#startMs = startMs;
    this.#actor = createActor(inputMachine, { clock: world.clock, id: `input:${event.id}` });
    for (const type of Object.keys(this.#effects) as InputEffect['type'][]) {
      this.#actor.on(type, this.#effects[type]);
    }
    this.#actor.subscribe({ complete: () => this.#over() });
    this.#actor.start();
    if (event.start === undefined) {
      this.#forget = world.at(startMs, () => this.#actor.send({ type: 'start.due' }));
    }
  }

  begin(because: Envelope): void {
    this.#metBy = because.eventId;
    this.#startMs = this.#input.world.offset();
    this.#actor.send({ type: 'start.due' });
  }

  stop(reason: string): void {
    if (this.#actor.getSnapshot().status !== 'active') return;
    const { start } = this.#input.open();
    this.#saw = start?.saw ?? null;
    this.#reason = start === null ? reason : `${reason}; ${start.says}`;
    this.#actor.send({ type: 'stop.requested' });
  }

  readonly #effects: Readonly<Record<InputEffect['type'], () => void>> = {
    askKernel: () => {
      const { text, critical, cli, paneId: pane } = this.event;
      const now = this.#now();
      const metBy = this.#metBy === null ? {} : { metBy: this.#metBy };
      const skewMs = thousandths(now.atMs - this.#startMs);
      this.#say('input.due', { ...now, pane, skewMs, ...metBy });
      this.#isSounding = true;
      this.#input.onSound(true);
      const wanted = { text, critical, cli, because: this.#last };
      this.#input.kernel.inject(wanted, (end) => {
        this.#end = end;
        this.#actor.send({ type: 'injection.ended' });
      });
    },
    considerEnd: () => {
      if (this.#input.kernel.isWaiting(this.#last.correlationId)) {
        this.#actor.send({ type: 'wait.refused' });
      }
    },
    cutOff: () => this.#input.kernel.cutOff(),
    announceSettled: () => {
      const { outcome = 'outcome_unknown', reason = null, event = null } = this.#end ?? {};
      if (event !== null) this.#last = event;
      const why = reason === null ? {} : { reason };
      this.#say('input.settled', { ...this.#now(), outcome, ...why });
    },
    announceSkipped: () => {
      const saw = sawOf(this.#saw);
      this.#say('input.skipped', { ...this.#now(), reason: this.#reason, ...saw });
    },
  };

  #say<Type extends EventType>(type: Type, payload: PayloadOf<Type>): void {
    this.#last = this.#input.world.voices.input.say(type, payload, this.#last);
  }

  #over(): void {
    this.#forget();
    if (this.#isSounding) this.#input.onSound(false);
    this.#input.onEnded();
  }

  #now(): { atMs: number; clipId: string } {
    return { atMs: this.#input.world.offset(), clipId: this.#input.event.id };
  }
}
