/**
 * Recovery alive: from the end of the last stress on the target is looked at and asked at every
 * tick, until it is well again or has had its time.
 *
 * @spec timeline phase 2
 */
import { type ActorRefFrom, createActor } from 'xstate';
import type { HandsAnswer } from '../machines/hands/messages.ts';
import type { Envelope } from '../machines/kernel/envelope.ts';
import type { Expectation } from '../machines/timeline/expectation/expectation.ts';
import {
  type RecoveryEffect,
  type RecoveryEvent,
  recoveryMachine,
} from '../machines/timeline/expectation/recovery.machine.ts';
import { askedSignals, wellness } from '../machines/timeline/expectation/well.ts';
import type { Evaluation } from '../machines/timeline/expression/expression.ts';
import type { UserSignal } from '../machines/timeline/signal/user-signal.ts';
import type { Sight } from './sight.ts';
import type { Target } from './target.actor.ts';
import type { World } from './world.ts';

export type TargetAnswered = Extract<HandsAnswer, { readonly is: 'target.answered' }>;

export interface Recovery {
  tick(because: Envelope): void;
  answered(answer: TargetAnswered): void;
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
  readonly #actor: ActorRefFrom<typeof recoveryMachine>;
  readonly #servers: readonly string[];
  /** Servers that have answered at some tick. */
  readonly #heard = new Set<string>();
  #stressEndMs = 0;
  #ticks = 0;
  #last: Envelope | undefined;
  #saw: Evaluation['saw'] = {};
  /** A question is under way. */
  #isAsking = false;
  #forget = (): void => {};
  #over: (() => void)[] = [];

  constructor(input: RecoveryInput) {
    const { world, signals } = input;
    this.#input = input;
    this.#servers = askedSignals(signals);
    this.#actor = createActor(recoveryMachine, { clock: world.clock, id: 'recovery:main' });
    for (const type of Object.keys(this.#effects) as RecoveryEffect['type'][]) {
      this.#actor.on(type, this.#effects[type]);
    }
    this.#actor.subscribe({ complete: () => this.#settle() });
    this.#actor.start();
  }

  stressEnded(because: Envelope | undefined): void {
    this.#last = because;
    this.#send('stress.ended');
  }

  targetGone(): void {
    if (this.#isOpen()) this.#look(null);
    this.#send('target.gone');
  }

  cut(): void {
    this.#send('run.cut');
  }

  whenOver(then: () => void): void {
    if (this.#isOpen()) this.#over.push(then);
    else then();
  }

  tick(because: Envelope): void {
    const { sight, target, world } = this.#input;
    for (const name of this.#servers) {
      if (figureOf(sight, name) !== null) this.#heard.add(name);
    }
    if (this.#actor.getSnapshot().value !== 'ailing') return;
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
    this.#isAsking = false;
    if (this.#actor.getSnapshot().value !== 'ailing') return;
    const told = { atMs: world.offsetOf(atMs), life, silence };
    this.#last = world.voices.hands.say('target.answered', told, meta);
    if (this.#look(silence)) this.#send('well.seen');
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

  readonly #effects: Readonly<Record<RecoveryEffect['type'], () => void>> = {
    announceAwaited: () => {
      const { world, expected } = this.#input;
      this.#stressEndMs = world.offset();
      const { withinMs } = expected;
      const told = { atMs: this.#stressEndMs, withinMs };
      this.#last = world.voices.conductor.say('run.recovery.awaited', told, this.#last);
      const elapse = () => this.#send('within.elapsed');
      this.#forget = world.at(this.#stressEndMs + withinMs, elapse);
    },
    announceRecovered: () => {
      const { world, onJudged } = this.#input;
      const atMs = world.offset();
      const told = { atMs, afterMs: atMs - this.#stressEndMs, saw: this.#saw };
      this.#last = world.voices.target.say('target.recovered', told, this.#last);
      onJudged(true, this.#saw, this.#last);
    },
    announceMissed: () => this.#input.onJudged(false, this.#saw, this.#last),
  };

  /** What comes after it was over is no news. */
  #send(type: RecoveryEvent['type']): void {
    if (this.#isOpen()) this.#actor.send({ type });
  }

  #isOpen(): boolean {
    return this.#actor.getSnapshot().status === 'active';
  }

  #settle(): void {
    this.#forget();
    const waiting = this.#over;
    this.#over = [];
    for (const then of waiting) then();
  }
}

function figureOf(sight: Sight, name: string): number | null {
  const value = sight.figureOf(name);
  return typeof value === 'number' ? value : null;
}
