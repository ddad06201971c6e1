/**
 * The root supervisor: it makes the cast of a run, routes what the hands answer to the actor
 * that it concerns, and keeps the promise of an outcome.
 *
 * @spec timeline execution semantics
 */
import type { HandsAnswer, Leftover, TargetLife } from '../machines/hands/messages.ts';
import type { Envelope } from '../machines/kernel/envelope.ts';
import type { TargetCounts } from '../machines/timeline/expression/sample-signals.ts';
import { isCrash } from '../machines/timeline/target.machine.ts';
import { type AvailabilityWatch, createAvailabilityWatch } from './availability-watch.ts';
import type { Clip } from './clip.actor.ts';
import { type Conductor, createConductor } from './conductor.actor.ts';
import { type Constraint, createConstraint } from './constraint.actor.ts';
import { createExpectations, type Expectations } from './expectations.actor.ts';
import type { Input } from './input.actor.ts';
import { createJudge, type LiveJudge } from './judge.actor.ts';
import { createLanes } from './lanes.ts';
import { defaultCadenceMs, type Run, type RunInput, type RunOutcome } from './run.ts';
import type { RunKernel } from './run-kernel.ts';
import { createSight, type Known, type Sight } from './sight.ts';
import { type ActiveStress, createTarget, type Target } from './target.actor.ts';
import type { Track } from './track.actor.ts';
import { createWorld, type World } from './world.ts';

/** What is left when the hands never said that they had cleaned up. */
const unconfirmed: Leftover = {
  kind: 'process',
  name: 'unknown',
  reason: 'the hands did not confirm the clean-up in time',
};

const targetEnded = 'the target had ended';

export function startRun(input: RunInput): Run {
  const system = new System(input);
  return {
    done: system.done,
    interrupt: () => system.conductor.interrupt(),
    abort: (reason) => system.conductor.abort(reason),
  };
}

class System {
  readonly done: Promise<RunOutcome>;
  readonly conductor: Conductor;
  readonly #input: RunInput;
  readonly #world: World;
  readonly #target: Target;
  readonly #constraint: Constraint | null;
  readonly #sight: Sight;
  readonly #availability: AvailabilityWatch;
  readonly #judge: LiveJudge;
  readonly #expectations: Expectations;
  /** Null for a target with plain pipes. */
  readonly #kernel: RunKernel | null;
  /** Begun by the end of the target, or by one of these: the run lasts until they are over. */
  readonly #followers = new Set<Clip>();
  #isTargetGone = false;
  #isSampled = false;
  readonly #clips = new Map<string, Clip>();
  readonly #inputs = new Map<string, Input>();
  /** Until the hands have said that they are done, nobody knows that nothing is left. */
  #leftovers: readonly Leftover[] = [unconfirmed];
  #orphanGuard = 'unknown';

  constructor(input: RunInput) {
    this.#input = input;
    const { plan, hands, clock, random, bus } = input;
    this.#world = createWorld({ clock, hands, random, bus });
    this.#kernel = kernelOf(input);
    this.#target = createTarget({
      world: this.#world,
      plan,
      active: () => activeStress(this.#clips),
      onReady: () => this.conductor.targetReady(),
      onGone: (failed) => this.#targetGone(failed),
    });
    this.#sight = createSight(plan);
    this.#availability = createAvailabilityWatch(this.#world, this.#sight);
    this.#judge = this.#makeJudge();
    this.#constraint = this.#makeConstraint();
    const of = { world: this.#world, bus, plan, sight: this.#sight, target: this.#target };
    this.#expectations = createExpectations(of);
    const unsubscribe = hands.onAnswer((answer) => this.#hear(answer));
    let settle: (outcome: RunOutcome) => void = () => {};
    this.done = new Promise((resolve) => {
      settle = resolve;
    });
    this.conductor = createConductor({
      world: this.#world,
      plan,
      tracks: this.#makeLanes(),
      target: this.#target,
      cadenceMs: input.cadenceMs ?? defaultCadenceMs,
      closing: () => ({ leftovers: [...this.#leftovers], orphanGuard: this.#orphanGuard }),
      awaitRecovery: (then) => this.#expectations.awaitRecovery(then),
      onEnding: (isCut, because) => {
        const known = this.#known();
        this.#sight.lookAgain(known, this.#isTargetGone);
        this.#expectations.close(isCut, because, known.atMs);
      },
      onEnded: (status) => {
        unsubscribe();
        this.#kernel?.stop();
        settle({ status, lives: this.#target.lives, leftovers: this.#leftovers });
      },
    });
    this.conductor.start();
  }

  #makeJudge(): LiveJudge {
    const { plan, bus } = this.#input;
    return createJudge({
      ...{ world: this.#world, bus, plan, sight: this.#sight },
      start: (clipId, because, isFollower) => {
        const clip = this.#clips.get(clipId);
        const begun = clip ?? this.#inputs.get(clipId);
        if (clip && isFollower) this.#followers.add(clip);
        if (this.#isTargetGone && !isFollower) begun?.stop(targetEnded);
        else begun?.begin(because);
      },
      isTargetGone: () => this.#isTargetGone,
      stop: (clipId, reason) => (this.#clips.get(clipId) ?? this.#inputs.get(clipId))?.stop(reason),
      abort: (grounds, because) => this.conductor.abortWhen(grounds, because),
    });
  }

  /** Whoever follows the end of the target still plays; the others have nothing to stress. */
  #targetGone(failed: boolean): void {
    this.#isTargetGone = true;
    this.#expectations.targetGone();
    if (!failed) this.#judgeAgain();
    if (failed || this.#followers.size === 0) {
      this.conductor.targetGone(failed);
      return;
    }
    for (const clip of this.#clips.values()) {
      // Whoever still waits may yet wait for what follows.
      const isWaiting = clip.event.start !== undefined && !clip.stands();
      if (!this.#followers.has(clip) && !isWaiting) clip.stop(targetEnded);
    }
    for (const input of this.#inputs.values()) input.stop(targetEnded);
  }

  /** Between two ticks, because there may be no other one: what happened to the target counts. */
  #judgeAgain(): void {
    const because = this.#target.lastSaid;
    if (!this.#isSampled || because === undefined) return;
    // As of its end, and not of when that was heard: the log decides the same.
    const { atMs } = because.payload;
    const known = this.#known(typeof atMs === 'number' ? atMs : this.#world.offset());
    this.#sight.lookAgain(known, this.#isTargetGone);
    this.#judge.tick(because, known.atMs);
  }

  #known(atMs = this.#world.offset()): Known {
    const panes = this.#kernel?.signals() ?? {};
    return { atMs, counts: countsOf(this.#target.lives), events: this.#judge.events(), panes };
  }

  #standingChanged(clip: Clip): void {
    this.#constraint?.clipsChanged(clip.event.axis);
    if (clip.stands() || !this.#followers.delete(clip)) return;
    if (this.#isTargetGone && this.#followers.size === 0) this.conductor.targetGone(false);
  }

  #makeConstraint(): Constraint | null {
    const { plan, cadenceMs = defaultCadenceMs } = this.#input;
    if (plan.constraints === undefined) return null;
    return createConstraint({
      world: this.#world,
      constraints: plan.constraints,
      cadenceMs,
      clips: () => this.#clips.values(),
      sightOf: ({ when, until }) => {
        const now = this.#sight.evaluate(when);
        const then = until === undefined ? null : this.#sight.evaluate(until);
        return {
          when: now.value === null ? null : now.value === true,
          until: then === null || then.value === null ? null : then.value === true,
          saw: { ...now.saw, ...then?.saw },
        };
      },
    });
  }

  #makeLanes(): readonly Track[] {
    const { plan, random } = this.#input;
    return createLanes({
      ...{ world: this.#world, plan, random, kernel: this.#kernel },
      open: (id) => ({ start: this.#judge.unmet(id), stop: this.#judge.unstopped(id) }),
      onClip: (clip) => this.#clips.set(clip.event.id, clip),
      onInput: (input) => this.#inputs.set(input.event.id, input),
      onStanding: (clip) => this.#standingChanged(clip),
      onEnded: (because) => {
        this.#expectations.stressEnded(because);
        this.conductor.tracksEnded();
      },
    });
  }

  #hear(answer: HandsAnswer): void {
    if ('clipId' in answer) {
      this.#clips.get(answer.clipId)?.hear(answer);
      if (answer.is === 'stressor.measured') this.#constraint?.measured(answer);
    } else if (answer.is === 'sampled') this.#saySample(answer);
    else if (answer.is === 'target.answered') this.#expectations.targetAnswered(answer);
    else if (answer.is === 'answers.dropped') this.#sayDropped(answer);
    else if (answer.is === 'hands.failed') this.conductor.handsFailed(answer.reason);
    else if (answer.is === 'hands.closed') {
      this.#leftovers = answer.leftovers;
      this.#orphanGuard = answer.orphanGuard;
      this.conductor.handsClosed();
    } else this.#target.hear(answer);
  }

  #sayDropped(answer: Extract<HandsAnswer, { is: 'answers.dropped' }>): void {
    const { meta, count, stage = 'hands.answers', reason = 'queue_full' } = answer;
    const { oldestSeq = 0, newestSeq = 0 } = answer;
    const dropped = { stage, reason, droppedCount: count, oldestSeq, newestSeq };
    this.#world.voices.hands.say('event.dropped', dropped, meta);
  }

  #saySample(answer: Extract<HandsAnswer, { is: 'sampled' }>): void {
    const { atMs, meta, is: _, silences: __, ...figures } = answer;
    const sample = { atMs: this.#world.offsetOf(atMs), ...figures };
    const said = this.#world.voices.hands.say('sample.taken', sample, meta);
    this.#isSampled = true;
    this.#sight.look(answer, this.#known(sample.atMs));
    this.#availability.tick(said, answer);
    this.#judge.tick(said, sample.atMs);
    this.#constraint?.tick(answer, said);
    this.#expectations.tick(said, sample.atMs);
    for (const clip of this.#clips.values()) {
      const { sideChain } = clip.event;
      if (sideChain === undefined) continue;
      const { value } = this.#sight.evaluate(sideChain.by);
      clip.modulate(typeof value === 'string' ? null : value, said);
    }
  }
}

/** Whoever types needs a kernel. */
function kernelOf({ plan, kernel = null }: RunInput): RunKernel | null {
  if (plan.target.pane === undefined) return null;
  if (kernel === null) throw new Error('Expected a kernel for a target in a pane.');
  return kernel;
}

/** What is over of the target so far; ends that we asked for do not count. */
function countsOf(lives: readonly TargetLife[]): TargetCounts {
  const ended = lives.map(({ outcome }) => outcome);
  return {
    crashes: ended.filter(isCrash).length,
    exits: ended.filter((outcome) => outcome.kind === 'exited' && outcome.code === 0).length,
    lives: lives.length,
  };
}

function activeStress(clips: ReadonlyMap<string, Clip>): ActiveStress {
  const ids: string[] = [];
  let latest: Envelope | null = null;
  let latestStartMs = Number.NEGATIVE_INFINITY;
  for (const [id, clip] of clips) {
    const envelope = clip.sounding();
    if (!envelope) continue;
    ids.push(id);
    if (clip.event.startMs >= latestStartMs) {
      latest = envelope;
      latestStartMs = clip.event.startMs;
    }
  }
  return { ids, latest };
}
