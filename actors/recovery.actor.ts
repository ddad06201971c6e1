/**
 * Recovery alive: from the end of every stress on the target is looked at and asked at every tick,
 * until it is well again, has had its time, or is stressed again. Which stress was the last is known
 * only when nothing waits any more; what was seen after that one is what counts.
 *
 * @spec timeline phase 2
 */
import { type ActorRefFrom, createActor } from 'xstate';
import type { HandsAnswer } from '../machines/hands/messages.ts';
import type { Envelope } from '../machines/kernel/envelope.ts';
import type { Expectation } from '../machines/timeline/expectation/expectation.ts';
import {
  type RecoveryEvent,
  recoveryMachine,
} from '../machines/timeline/expectation/recovery.machine.ts';
import { askedSignals, wellness } from '../machines/timeline/expectation/well.ts';
import type { Evaluation } from '../machines/timeline/expression/expression.ts';
import type { UserSignal } from '../machines/timeline/signal/user-signal.ts';
import type { Bus } from '../runtime/bus/bus.ts';
import type { Sight } from './sight.ts';
import type { Target } from './target.actor.ts';
import type { World } from './world.ts';

export type TargetAnswered = Extract<HandsAnswer, { readonly is: 'target.answered' }>;

export interface Recovery {
  tick(because: Envelope): void;
  answered(answer: TargetAnswered): void;
  /** Nothing is left to play. */
  stressEnded(because: Envelope | undefined): void;
  /** No other life follows. */
  targetGone(): void;
  /** The run is ended before its time. */
  cut(): void;
  /** Calls back when nothing is waited for any more, which may be now. */
  whenOver(then: () => void): void;
}

export interface RecoveryInput {
  readonly world: World;
  readonly bus: Pick<Bus, 'on'>;
  readonly sight: Sight;
  readonly target: Pick<Target, 'isUp'>;
  readonly expected: Extract<Expectation, { is: 'recovered' }>;
  readonly signals: readonly UserSignal[];
  readonly onJudged: (isKept: boolean, saw: Evaluation['saw'], because?: Envelope) => void;
}

export function createRecovery(input: RecoveryInput): Recovery {
  return new LiveRecovery(input);
}

class LiveRecovery implements Recovery {
  readonly #input: RecoveryInput;
  readonly #servers: readonly string[];
  /** Servers that have answered at some tick. */
  readonly #heard = new Set<string>();
  /** Events whose stress plays. */
  readonly #sounding = new Set<string>();
  /** After the latest stress: whether it was the last one is known when nothing is left to play. */
  #attempt: Attempt | null = null;
  #isLast = false;
  #isSettled = false;
  #over: (() => void)[] = [];

  constructor(input: RecoveryInput) {
    this.#input = input;
    this.#servers = askedSignals(input.signals);
    const { bus } = input;
    bus.on('clip.started', (event) => this.#sounding.add(clipOf(event)));
    for (const type of ['clip.stopped', 'clip.failed']) {
      bus.on(type, (event) => this.#stopped(event));
    }
    // Whoever ends the run before its time waits for nobody to be well again.
    bus.on('run.stop.requested', ({ payload: { reason } }) => {
      if (reason === 'abort' || reason === 'interrupt') this.#settle();
    });
  }

  stressEnded(because: Envelope | undefined): void {
    if (this.#isSettled || this.#isLast) return;
    this.#isLast = true;
    // Whoever was never stressed cannot recover.
    if (this.#attempt === null) this.#settle();
    else this.#attempt.isLast(because);
  }

  targetGone(): void {
    if (this.#isSettled || (this.#attempt?.isWell() && this.#sounding.size === 0)) return;
    this.#attempt ??= this.#begin(this.#input.world.offset());
    this.#attempt.targetGone();
  }

  cut(): void {
    this.#settle();
  }

  whenOver(then: () => void): void {
    if (this.#isSettled) then();
    else this.#over.push(then);
  }

  tick(because: Envelope): void {
    const { sight } = this.#input;
    for (const name of this.#servers) {
      if (figureOf(sight, name) !== null) this.#heard.add(name);
    }
    if (!this.#isSettled && this.#sounding.size === 0) this.#attempt?.tick(because);
  }

  answered(answer: TargetAnswered): void {
    if (!this.#isSettled && this.#sounding.size === 0) this.#attempt?.answered(answer);
  }

  /** Stress that never began, or gave nothing, is none. */
  #stopped(event: Envelope): void {
    const { atMs, delivered } = event.payload as { atMs: number; delivered?: number };
    if (!this.#sounding.delete(clipOf(event)) || delivered === 0 || this.#isSettled) return;
    this.#attempt?.drop();
    this.#attempt = this.#begin(atMs);
  }

  #begin(stressEndMs: number): Attempt {
    const attempt = new Attempt(this.#input, stressEndMs, this.#heard, () => this.#settle());
    if (this.#isLast) attempt.isLast(undefined);
    return attempt;
  }

  #settle(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#attempt?.drop();
    const waiting = this.#over;
    this.#over = [];
    for (const then of waiting) then();
  }
}

/** From the end of one stress on. What it comes to is told once no other stress can follow. */
class Attempt {
  readonly #input: RecoveryInput;
  readonly #stressEndMs: number;
  readonly #heard: ReadonlySet<string>;
  readonly #actor: ActorRefFrom<typeof recoveryMachine>;
  readonly #forget: () => void;
  readonly #onTold: () => void;
  #ticks = 0;
  #last: Envelope | undefined;
  #saw: Evaluation['saw'] = {};
  #wellMs = 0;
  /** A question is under way. */
  #isAsking = false;
  #isLast = false;
  #isTold = false;

  constructor(
    input: RecoveryInput,
    stressEndMs: number,
    heard: ReadonlySet<string>,
    onTold: () => void,
  ) {
    const { world, expected } = input;
    this.#input = input;
    this.#stressEndMs = stressEndMs;
    this.#heard = heard;
    this.#onTold = onTold;
    this.#actor = createActor(recoveryMachine, { clock: world.clock, id: 'recovery:main' });
    this.#actor.on('announceRecovered', () => {
      this.#wellMs = world.offset();
    });
    this.#actor.subscribe({ complete: () => this.#tell() });
    this.#actor.start();
    this.#actor.send({ type: 'stress.ended' });
    this.#forget = world.at(stressEndMs + expected.withinMs, () => this.#send('within.elapsed'));
  }

  isWell(): boolean {
    return this.#actor.getSnapshot().value === 'well';
  }

  /** Nothing is left to play that could stress the target again. */
  isLast(because: Envelope | undefined): void {
    const { world, expected } = this.#input;
    this.#isLast = true;
    this.#last = because ?? this.#last;
    if (this.#isOpen()) {
      const atMs = world.offset();
      const withinMs = Math.max(0, this.#stressEndMs + expected.withinMs - atMs);
      this.#last = world.voices.conductor.say('run.recovery.awaited', { atMs, withinMs }, because);
    }
    this.#tell();
  }

  targetGone(): void {
    if (this.#isOpen()) this.#look(null);
    this.#send('target.gone');
    // No later stress can end better.
    this.#isLast = true;
    this.#tell();
  }

  tick(because: Envelope): void {
    const { target, world } = this.#input;
    if (!this.#isOpen()) return;
    this.#last = because;
    this.#ticks += 1;
    // The figures of the first tick are in part those of the stress.
    if (this.#ticks === 1) return;
    if (!target.isUp()) this.#look(null);
    else if (!this.#isAsking) {
      this.#isAsking = true;
      world.order({ do: 'target.ask' }, because);
    }
  }

  answered({ atMs, life, silence, meta }: TargetAnswered): void {
    const { world } = this.#input;
    // What another stress came between was asked of an earlier attempt.
    if (!this.#isAsking) return;
    this.#isAsking = false;
    if (!this.#isOpen()) return;
    const told = { atMs: world.offsetOf(atMs), life, silence };
    this.#last = world.voices.hands.say('target.answered', told, meta);
    if (this.#look(silence)) this.#send('well.seen');
  }

  /** Another stress followed, or the run is over: it comes to nothing. */
  drop(): void {
    this.#forget();
    this.#isTold = true;
    if (this.#isOpen()) this.#actor.send({ type: 'run.cut' });
  }

  #look(silence: string | null): boolean {
    const { sight, target, expected } = this.#input;
    const asked = [...this.#heard].map((name) => [name, figureOf(sight, name)] as const);
    const { isWell, saw } = wellness({
      isUp: target.isUp(),
      silence,
      asked: Object.fromEntries(asked),
      when: expected.when === null ? null : sight.expects(expected.when),
    });
    this.#saw = saw;
    return isWell;
  }

  #tell(): void {
    if (this.#isOpen() || !this.#isLast || this.#isTold) return;
    const { world, onJudged } = this.#input;
    this.#isTold = true;
    if (this.isWell()) {
      const afterMs = this.#wellMs - this.#stressEndMs;
      const told = { atMs: this.#wellMs, afterMs, saw: this.#saw };
      this.#last = world.voices.target.say('target.recovered', told, this.#last);
    }
    onJudged(this.isWell(), this.#saw, this.#last);
    this.#onTold();
  }

  #send(type: RecoveryEvent['type']): void {
    if (this.#isOpen()) this.#actor.send({ type });
  }

  #isOpen(): boolean {
    return this.#actor.getSnapshot().status === 'active';
  }
}

function clipOf({ payload }: Envelope): string {
  return String(payload.clipId);
}

function figureOf(sight: Sight, name: string): number | null {
  const value = sight.figureOf(name);
  return typeof value === 'number' ? value : null;
}
