/**
 * The expectations of a timeline alive: each hears what a tick, the end of the stress and the end of
 * the run say of it, and what it came to is told with the values seen.
 *
 * @spec timeline phase 2
 */
import { type ActorRefFrom, createActor } from 'xstate';
import type { Envelope } from '../machines/kernel/envelope.ts';
import {
  type ExpectationEvent,
  expectationMachine,
} from '../machines/timeline/expectation/expectation.machine.ts';
import {
  type Expectation,
  expectationText,
  type Judgement,
  textOf,
} from '../machines/timeline/expectation/expectation.ts';
import type { Evaluation } from '../machines/timeline/expression/expression.ts';
import type { Plan } from '../machines/timeline/timeline.ts';
import type { Bus } from '../runtime/bus/bus.ts';
import { createRecovery, type Recovery, type TargetAnswered } from './recovery.actor.ts';
import type { Sight } from './sight.ts';
import type { Target } from './target.actor.ts';
import type { World } from './world.ts';

export interface Expectations {
  /** `atMs` is the offset of the sample, and not of when it was heard. */
  tick(because: Envelope, atMs: number): void;
  targetAnswered(answer: TargetAnswered): void;
  stressEnded(because: Envelope | undefined): void;
  /** The target is gone for good. */
  targetGone(): void;
  /** Calls back when the target need not be waited for, which may be now. */
  awaitRecovery(then: () => void): void;
  /** The target is about to be stopped, or is gone: what counts has been seen. */
  close(isCut: boolean, because: Envelope, atMs: number): void;
}

export interface ExpectationsInput {
  readonly world: World;
  readonly bus: Pick<Bus, 'on'>;
  readonly plan: Plan;
  readonly sight: Sight;
  readonly target: Pick<Target, 'isUp'>;
}

export function createExpectations(input: ExpectationsInput): Expectations {
  return new Live(input);
}

interface One {
  readonly expectation: Expectation;
  readonly actor: ActorRefFrom<typeof expectationMachine>;
  /** What it asks may change from tick to tick. */
  readonly isOfTicks: boolean;
  saw: Evaluation['saw'];
}

class Live implements Expectations {
  readonly #input: ExpectationsInput;
  readonly #all: readonly One[];
  readonly #recovery: Recovery | null;
  #because: Envelope | undefined;
  /** Offset of what is being judged. */
  #atMs = 0;
  #isClosed = false;

  constructor(input: ExpectationsInput) {
    this.#input = input;
    const { world, bus, plan, sight, target } = input;
    const expected = plan.expect ?? [];
    this.#all = expected.map((expectation, index) => this.#begin(expectation, index));
    const recovered = expected.find((one) => one.is === 'recovered');
    this.#recovery =
      recovered === undefined
        ? null
        : createRecovery({
            ...{ world, bus, sight, target, expected: recovered, signals: plan.signals ?? [] },
            onJudged: (isKept, saw, because) => this.#recovered(isKept, saw, because),
          });
  }

  tick(because: Envelope, atMs: number): void {
    if (this.#isClosed) return;
    this.#because = because;
    this.#atMs = atMs;
    for (const one of this.#all) if (one.isOfTicks) this.#see(one);
    this.#recovery?.tick(because);
  }

  targetAnswered(answer: TargetAnswered): void {
    if (!this.#isClosed) this.#recovery?.answered(answer);
  }

  stressEnded(because: Envelope | undefined): void {
    if (!this.#isClosed) this.#recovery?.stressEnded(because);
  }

  targetGone(): void {
    if (!this.#isClosed) this.#recovery?.targetGone();
  }

  awaitRecovery(then: () => void): void {
    if (this.#recovery === null) then();
    else this.#recovery.whenOver(then);
  }

  close(isCut: boolean, because: Envelope, atMs: number): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#because = because;
    this.#atMs = atMs;
    if (isCut) this.#recovery?.cut();
    else this.#recovery?.stressEnded(because);
    for (const one of this.#all) {
      if (!isCut) this.#see(one);
      send(one, isCut ? 'run.cut' : 'run.over');
    }
  }

  #begin(expectation: Expectation, index: number): One {
    const { clock } = this.#input.world;
    const text = textOf(expectation);
    const sumsUp = text === null || this.#input.sight.sumsUp(text);
    const one: One = {
      expectation,
      actor: createActor(expectationMachine, { clock, id: `expectation:${index}` }),
      // What sums the run up is asked when it is over: a window over all of it costs the more.
      isOfTicks: expectation.is !== 'finally' || !sumsUp,
      saw: {},
    };
    one.actor.on('announceJudged', () => this.#announce(one, index));
    one.actor.start();
    return one;
  }

  #see(one: One): void {
    const { expectation } = one;
    if (expectation.is === 'recovered' || !isOpen(one)) return;
    const { value, saw } = this.#input.sight.expects(expectation.text);
    if (value === null) {
      if (Object.keys(one.saw).length === 0) one.saw = saw;
      return;
    }
    one.saw = saw;
    send(one, meanings[expectation.is][value === true ? 'held' : 'failed']);
  }

  #recovered(isKept: boolean, saw: Evaluation['saw'], because: Envelope | undefined): void {
    const one = this.#all.find(({ expectation }) => expectation.is === 'recovered');
    if (one === undefined) return;
    one.saw = saw;
    this.#because = because ?? this.#because;
    this.#atMs = this.#input.world.offset();
    send(one, isKept ? 'proof.seen' : 'breach.seen');
  }

  #announce({ expectation, actor, saw }: One, index: number): void {
    const { world } = this.#input;
    const judgement = actor.getSnapshot().value as Judgement;
    const expects = expectationText(expectation);
    const told = { atMs: this.#atMs, index, kind: expectation.is, expects, judgement, saw };
    world.voices.conductor.say('expectation.judged', told, this.#because);
  }
}

type Meaning = Readonly<Record<'held' | 'failed', ExpectationEvent['type']>>;

/** What it means for each kind that its expression holds at a tick, or does not. */
const meanings: Readonly<Record<'always' | 'sometimes' | 'finally', Meaning>> = {
  always: { held: 'true.seen', failed: 'breach.seen' },
  sometimes: { held: 'proof.seen', failed: 'false.seen' },
  finally: { held: 'true.seen', failed: 'false.seen' },
};

function isOpen({ actor }: One): boolean {
  return actor.getSnapshot().status === 'active';
}

/** What comes after it was judged is no news. */
function send(one: One, type: ExpectationEvent['type']): void {
  if (isOpen(one)) one.actor.send({ type });
}
