/**
 * The constraint alive: at every tick it looks at the drum, lets the rules be judged, tells the
 * clips what they may take, and proves afterwards that they took it.
 *
 * @spec timeline phase 3
 */
import { type ActorRefFrom, createActor } from 'xstate';
import type { HandsAnswer } from '../machines/hands/messages.ts';
import type { Envelope } from '../machines/kernel/envelope.ts';
import { type Axis, doseUnits } from '../machines/timeline/axis.ts';
import { capsOf } from '../machines/timeline/constraint/caps.ts';
import {
  type ConstraintEvent,
  constraintMachine,
} from '../machines/timeline/constraint/constraint.machine.ts';
import {
  actionText,
  type Constraints,
  changeTicksMin,
  type PlannedRule,
  reliefTicksMax,
} from '../machines/timeline/constraint/constraint.ts';
import {
  type Beat,
  beatDrum,
  type DrumState,
  silentDrum,
} from '../machines/timeline/constraint/drum.ts';
import {
  type Awaited,
  deliveredBy,
  effectOf,
  type Measured,
  type Measurement,
  measureSpanMs,
} from '../machines/timeline/constraint/effect.ts';
import { judgeRules, type RuleStates } from '../machines/timeline/constraint/rules.ts';
import type { Clip } from './clip.actor.ts';
import type { World } from './world.ts';

export type Saw = Readonly<Record<string, number | boolean | string | null>>;

/** What the expressions of a rule say now. */
export interface RuleSight {
  readonly when: boolean | null;
  readonly until: boolean | null;
  readonly saw: Saw;
}

type Sampled = Extract<HandsAnswer, { is: 'sampled' }>;
type MeasuredAnswer = Extract<HandsAnswer, { is: 'stressor.measured' }>;

export interface Constraint {
  /** One tick of the fixed cadence, on account of the sample that was said. */
  tick(sample: Sampled, because: Envelope): void;
  measured(answer: MeasuredAnswer): void;
  /** Another clip of the axis stands armed, or one of them is over. */
  clipsChanged(axis: Axis): void;
}

export interface ConstraintInput {
  readonly world: World;
  readonly constraints: Constraints<PlannedRule>;
  readonly cadenceMs: number;
  readonly clips: () => Iterable<Clip>;
  readonly sightOf: (rule: PlannedRule) => RuleSight;
}

export function createConstraint(input: ConstraintInput): Constraint {
  return new LiveConstraint(input);
}

/** Slack of the clock and of the way to the hands, on top of two ticks. */
const effectSlackMs = 250;
/** A tick that comes no later than this finds everybody told who starts before it. */
const tickSlackMs = 250;

class LiveConstraint implements Constraint {
  readonly #input: ConstraintInput;
  readonly #actor: ActorRefFrom<typeof constraintMachine>;
  readonly #held = new Map<Axis, { readonly rule: PlannedRule; readonly because: Envelope }>();
  readonly #awaited = new Map<Axis, Proof>();
  readonly #latest = new Map<string, Measurement>();
  readonly #untold: Set<PlannedRule>;
  #drum: DrumState = silentDrum;
  #rules: RuleStates = {};
  #bottleneck: Axis | null = null;
  #allHeldTicks = 0;
  #last: Envelope | undefined;

  constructor(input: ConstraintInput) {
    const { world } = input;
    this.#input = input;
    this.#untold = new Set(input.constraints.rules);
    this.#actor = createActor(constraintMachine, { clock: world.clock, id: 'constraint:main' });
    this.#actor.on('announceStep', () => this.#announceStep());
    this.#actor.start();
  }

  tick(sample: Sampled, because: Envelope): void {
    const { world } = this.#input;
    this.#last ??= because;
    this.#send('tick');
    const beat = beatDrum(this.#drum, sample.host, sample.target);
    this.#drum = beat.state;
    this.#identify(beat, because);
    this.#judge(sample, because);
    for (const [axis, held] of this.#held) this.#share(axis, held.because);
    this.#look();
    world.voices.constraint.say(
      'constraint.drum.sampled',
      {
        atMs: world.offset(),
        tick: sample.tick,
        source: beat.source,
        figures: beat.figures,
        bottleneck: this.#bottleneck,
        step: this.#actor.getSnapshot().value,
      },
      because,
    );
  }

  measured({ clipId, atMs, delivered }: MeasuredAnswer): void {
    const offsetMs = this.#input.world.offsetOf(atMs);
    this.#latest.set(clipId, { clipId, atMs: offsetMs, delivered });
    this.#look();
  }

  clipsChanged(axis: Axis): void {
    const held = this.#held.get(axis);
    if (held !== undefined) this.#share(axis, held.because);
  }

  /** A given bottleneck is named at the first tick, one to be found when the drum is sure. */
  #identify({ state, source, figures }: Beat, because: Envelope): void {
    const { world, constraints } = this.#input;
    const how = constraints.bottleneck === 'auto' ? 'auto' : 'given';
    const named = constraints.bottleneck === 'auto' ? state.named : constraints.bottleneck;
    const isNamed = named !== null;
    if (named !== this.#bottleneck) {
      const moved = this.#bottleneck !== null;
      this.#bottleneck = named;
      const told = { atMs: world.offset(), bottleneck: named, how, source, figures } as const;
      this.#last = world.voices.constraint.say('constraint.identified', told, because);
      if (moved) this.#send('bottleneck.moved');
    }
    if (isNamed) this.#send('bottleneck.named');
  }

  #judge(sample: Sampled, because: Envelope): void {
    const { constraints, sightOf, world } = this.#input;
    const { rules } = constraints;
    const sights = rules.map((rule) => ({ rule, sight: sightOf(rule) }));
    for (const { rule, sight } of sights) if (sight.when === null) this.#tellMissing(rule, sight);
    // The time of the sample, not of now: what was recorded decides the same when it is replayed.
    const atMs = world.offsetOf(sample.atMs);
    const tick = { tick: sample.tick, atMs, spared: this.#bottleneck };
    const readings = sights.map(({ rule, sight }) => ({ axis: rule.axis, ...sight }));
    const { states, changes } = judgeRules(rules, this.#rules, tick, readings);
    this.#rules = states;
    for (const { axis, to } of changes) {
      const found = sights.find(({ rule }) => rule.axis === axis);
      if (found !== undefined) this.#change(found.rule, to, found.sight.saw, because);
    }
    // The bottleneck itself never gives way, so that its own rule is not waited for.
    const givers = rules.filter(({ axis }) => axis !== this.#bottleneck);
    const isAll = givers.length > 0 && givers.every(({ axis }) => this.#held.has(axis));
    this.#allHeldTicks = isAll ? this.#allHeldTicks + 1 : 0;
    if (this.#allHeldTicks >= reliefTicksMax) this.#send('relief.overdue');
    if (this.#held.size > 0) this.#send('rule.applied');
    else if (rules.length > 0) this.#send('rules.released');
  }

  #change(rule: PlannedRule, to: 'applied' | 'released', saw: Saw, because: Envelope): void {
    const { world, cadenceMs } = this.#input;
    const { axis, when, action, cap } = rule;
    const unit = doseUnits[axis];
    const atMs = world.offset();
    const running = this.#running(axis);
    const told = { atMs, axis, when, action: actionText(action), unit, cap, saw };
    const said = world.voices.constraint.say(`constraint.rule.${to}`, told, because);
    this.#last = said;
    if (to === 'applied') this.#held.set(axis, { rule, because: said });
    else this.#held.delete(axis);
    if (!isSilent(running) && action.do !== 'stop') {
      const deadlineMs = atMs + changeTicksMin * cadenceMs + effectSlackMs;
      const before = deliveredBy(running.measured);
      const unmeasured = new Set(running.unmeasured);
      const about = { to, rule, changedMs: atMs, deadlineMs, before, unmeasured };
      this.#awaited.set(axis, { ...about, because: said });
    }
    this.#share(axis, said);
  }

  /** Tells each clip of the axis what it may take now. */
  #share(axis: Axis, because: Envelope): void {
    const rule = this.#held.get(axis)?.rule ?? null;
    const standing = [...this.#input.clips()].filter(
      (clip) => clip.event.axis === axis && clip.stands(),
    );
    const nearMs = this.#input.cadenceMs + tickSlackMs;
    const givers = standing.map((clip) => {
      const { id, dose } = clip.event;
      return { id, dose, isNear: clip.startsInMs() <= nearMs };
    });
    const caps = capsOf(rule, givers);
    for (const [at, clip] of standing.entries()) {
      if (rule?.action.do !== 'stop') {
        clip.limit(caps.get(clip.event.id) ?? null, reasonOf(rule), because);
      } else if (givers[at]?.isNear) {
        // Whoever starts later may do so after all, when the rule is in force no more.
        clip.stop(`a constraint stopped it: ${rule.when}`, rule.when);
      }
    }
  }

  /** Whether what was waited for can be told by now. */
  #look(): void {
    const { world } = this.#input;
    for (const [axis, awaited] of this.#awaited) {
      const running = this.#running(axis);
      if (isSilent(running)) {
        this.#awaited.delete(axis);
        continue;
      }
      const { measured, unmeasured } = running;
      // Who began after the change began under it.
      const isWhole = !unmeasured.some((id) => awaited.unmeasured.has(id));
      const effect = effectOf(awaited, measured, world.offset(), isWhole);
      if (effect === null) continue;
      this.#awaited.delete(axis);
      const about = { atMs: world.offset(), axis, change: awaited.to, unit: doseUnits[axis] };
      world.voices.constraint.say(
        'constraint.effect.proved',
        { ...about, ...effect },
        awaited.because,
      );
    }
  }

  #running(axis: Axis): Running {
    const measured: Measured[] = [];
    const unmeasured: string[] = [];
    for (const clip of this.#input.clips()) {
      const { id } = clip.event;
      if (clip.event.axis !== axis || clip.sounding() === null) continue;
      const latest = this.#latest.get(id);
      if (latest === undefined) {
        unmeasured.push(id);
        continue;
      }
      const { atMs } = latest;
      measured.push({ ...latest, planned: clip.planned(atMs - measureSpanMs, atMs) });
    }
    return { measured, unmeasured };
  }

  #tellMissing(rule: PlannedRule, { saw }: RuleSight): void {
    if (!this.#untold.delete(rule)) return;
    const { world } = this.#input;
    const told = { atMs: world.offset(), axis: rule.axis, when: rule.when, saw };
    world.voices.constraint.say('constraint.rule.unavailable', told, this.#last);
  }

  #announceStep(): void {
    const { world } = this.#input;
    const step = this.#actor.getSnapshot().value;
    const told = { atMs: world.offset(), step, bottleneck: this.#bottleneck };
    this.#last = world.voices.constraint.say('constraint.step.changed', told, this.#last);
  }

  #send(type: ConstraintEvent['type']): void {
    this.#actor.send({ type });
  }
}

interface Proof extends Awaited {
  readonly because: Envelope;
  /** Events that ran at the change and had not been measured yet. */
  readonly unmeasured: ReadonlySet<string>;
}

/** The events of an axis that run. */
interface Running {
  readonly measured: readonly Measured[];
  /** Ids of those not measured yet. */
  readonly unmeasured: readonly string[];
}

function isSilent({ measured, unmeasured }: Running): boolean {
  return measured.length + unmeasured.length === 0;
}

function reasonOf(rule: PlannedRule | null): string {
  return rule === null
    ? 'it need not give way any more'
    : `it gives way (${actionText(rule.action)}): ${rule.when}`;
}
