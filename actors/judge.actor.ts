/**
 * The judge of conditions alive: it hears what becomes of events and of the target, looks at every
 * tick, and tells who starts, who stops and who never will, with the values seen.
 *
 * @spec timeline phase 2
 */
import type { Envelope } from '../machines/kernel/envelope.ts';
import { type AmbushEvent, isEventType } from '../machines/kernel/events/registry.ts';
import { followsEnd } from '../machines/timeline/condition/follows.ts';
import {
  type Decision,
  type Evaluate,
  type Grounds,
  Judge,
  type Saw,
  type Subject,
  startText,
} from '../machines/timeline/condition/judge.ts';
import { sawText } from '../machines/timeline/condition/saw.ts';
import type { KnownOutcome, StressOutcome } from '../machines/timeline/condition/wish.ts';
import type { Reading } from '../machines/timeline/expression/expression.ts';
import type { Plan } from '../machines/timeline/timeline.ts';
import type { Bus } from '../runtime/bus/bus.ts';
import type { Sight } from './sight.ts';
import type { World } from './world.ts';

/** Why something that waits has not started. */
export interface Unmet {
  /** A clause: what it waited for, and the values. */
  readonly says: string;
  readonly saw: Saw;
}

export interface LiveJudge {
  /**
   * A tick was sampled, or the target came to its end between two. `atMs` is the offset of the
   * sample and not of now: what was recorded decides the same when it is read again.
   */
  tick(because: Envelope, atMs: number): void;
  /** State and outcome of every event that an expression asks about. */
  events(): Reading['events'];
  /** Why an event that waits has not started; null for one that does not wait. */
  unmet(clipId: string): Unmet | null;
  /** What the condition saw last that would have stopped an event; null when none was asked. */
  unstopped(clipId: string): Saw | null;
}

export interface JudgeInput {
  readonly world: World;
  readonly bus: Bus;
  readonly plan: Plan;
  readonly sight: Sight;
  /** `isFollower`: the end of the target led to it. */
  readonly start: (clipId: string, because: Envelope, isFollower: boolean) => void;
  readonly stop: (clipId: string, reason: string) => void;
  /** The target is gone for good. */
  readonly isTargetGone: () => boolean;
  /** What ends the whole run holds. */
  readonly abort: (grounds: Grounds, because: Envelope) => void;
}

/** What befell the target last is the worst that an event can end as. */
const ranks: Readonly<Record<StressOutcome, number>> = {
  survived: 0,
  exit: 1,
  hang: 2,
  crash: 3,
};

const states: Readonly<Partial<Record<AmbushEvent['type'], string>>> = {
  'clip.scheduled': 'pending',
  'clip.armed': 'armed',
  'clip.started': 'running',
  'clip.stop.requested': 'stopping',
  'clip.stopped': 'done',
  'clip.skipped': 'skipped',
  'clip.failed': 'failed',
  'input.scheduled': 'pending',
  'input.due': 'running',
  'input.settled': 'done',
  'input.skipped': 'skipped',
};

type EndOfEvent = Extract<
  AmbushEvent,
  {
    readonly type: `clip.${'stopped' | 'skipped' | 'failed'}` | `input.${'settled' | 'skipped'}`;
  }
>;

export function createJudge(input: JudgeInput): LiveJudge {
  return new Live(input);
}

class Live implements LiveJudge {
  readonly #input: JudgeInput;
  readonly #judge: Judge;
  /** Everything that has a state and an outcome. */
  readonly #waits: readonly Subject[];
  /** The worst that befell the target while an event played. */
  readonly #worst = new Map<string, StressOutcome>();
  readonly #states = new Map<string, string>();
  /** Begun by the end of the target, or by one of these. */
  readonly #followers = new Set<string>();
  readonly #asked: readonly string[];
  /** The stress is being stopped: nothing is left to abort, or to start. */
  #isOver = false;

  constructor(input: JudgeInput) {
    this.#input = input;
    const { events, inputs = [], abort } = input.plan;
    this.#waits = [...events, ...inputs];
    this.#judge = new Judge(this.#waits, abort);
    this.#asked = [...input.sight.eventIds];
    input.bus.on('*', (event) => {
      if (isEventType(event.type)) this.#hear(event as AmbushEvent);
    });
  }

  tick(because: Envelope, atMs: number): void {
    const { sight } = this.#input;
    const evaluate: Evaluate = (text) => sight.evaluate(text);
    if (this.#aborts(because, atMs, evaluate)) return;
    const decisions = this.#judge.tick(atMs, evaluate);
    this.#carryOut(decisions, because, because.type !== 'sample.taken');
  }

  events(): Reading['events'] {
    return Object.fromEntries(
      this.#asked.map((id) => {
        const state = this.#states.get(id) ?? 'pending';
        return [id, { state, outcome: this.#judge.outcomeOf(id) }];
      }),
    );
  }

  unstopped(clipId: string): Saw | null {
    return this.#judge.unstopped(clipId);
  }

  unmet(clipId: string): Unmet | null {
    const event = this.#waits.find(({ id }) => id === clipId);
    const open = this.#judge.unmet(clipId);
    if (open === null || event?.start === undefined) return null;
    const values = sawText(open.saw);
    const says = `it waited for ${startText(event.start)}${values === '' ? '' : ` (${values})`}`;
    return { says, saw: open.saw };
  }

  #hear(event: AmbushEvent): void {
    if ('clipId' in event.payload) this.#noteState(event.type, event.payload.clipId);
    if (event.type === 'run.stop.requested') this.#isOver = true;
    else if (event.type === 'clip.started') this.#judge.started(event.payload.clipId);
    else if (event.type === 'clip.stopped') {
      this.#end(event, this.#worst.get(event.payload.clipId) ?? 'survived');
    } else if (event.type === 'clip.skipped' || event.type === 'clip.failed') {
      this.#end(event, 'none');
    } else if (event.type === 'input.settled') this.#end(event, event.payload.outcome);
    else if (event.type === 'input.skipped') this.#end(event, 'none');
    else if (event.type === 'target.exited') this.#befell(event.payload.active, 'exit');
    else if (event.type === 'target.hung') this.#befell(event.payload.active, 'hang');
    else if (event.type === 'target.crashed') this.#crashed(event);
  }

  /** Nothing that follows can make it worse: whoever waits for a crash need not wait longer. */
  #crashed(event: Extract<AmbushEvent, { readonly type: 'target.crashed' }>): void {
    const { atMs, active } = event.payload;
    this.#befell(active, 'crash');
    for (const id of active) {
      this.#decide(this.#judge.befell(atMs, id, 'crash'), event as Envelope, atMs, true);
    }
  }

  /** As of when it was, not of when it was heard: its log decides the same. */
  #end(event: EndOfEvent, outcome: KnownOutcome): void {
    const { atMs, clipId } = event.payload;
    this.#decide(this.#judge.ended(atMs, clipId, outcome), event as Envelope, atMs, false);
  }

  #decide(
    decisions: readonly Decision[],
    because: Envelope,
    atMs: number,
    isEndOfTarget: boolean,
  ): void {
    if (!this.#aborts(because, atMs, null)) this.#carryOut(decisions, because, isEndOfTarget);
  }

  #followsEnd(clipId: string): boolean {
    const start = this.#waits.find(({ id }) => id === clipId)?.start;
    const { asksOfEnd } = this.#input.sight;
    const isFollower = (id: string) => this.#followers.has(id);
    return start !== undefined && followsEnd(start, { isFollower, asksOfEnd });
  }

  /** Comes before all other decisions: what would start now would only be stopped again. */
  #aborts(because: Envelope, atMs: number, evaluate: Evaluate | null): boolean {
    if (this.#isOver) return false;
    const grounds = this.#judge.aborts(atMs, evaluate);
    if (grounds !== null) this.#input.abort(grounds, because);
    return grounds !== null;
  }

  #befell(active: readonly string[], outcome: StressOutcome): void {
    for (const id of active) {
      const before = this.#worst.get(id) ?? 'survived';
      if (ranks[outcome] > ranks[before]) this.#worst.set(id, outcome);
    }
  }

  #noteState(type: AmbushEvent['type'], clipId: string): void {
    const state = states[type];
    if (state !== undefined) this.#states.set(clipId, state);
  }

  /** `isEnd`: the target has just ended. */
  #carryOut(decisions: readonly Decision[], because: Envelope, isEnd: boolean): void {
    const { world, start, stop, isTargetGone } = this.#input;
    const voice = world.voices.conductor;
    for (const { is, id: clipId, atMs, because: reason, saw } of decisions) {
      const told = { atMs, clipId, because: reason, saw };
      if (is === 'give-up') {
        voice.say('condition.missed', told, because);
        stop(clipId, reason);
      } else {
        const said = voice.say('condition.met', { ...told, role: is }, because);
        const isFollower = (isEnd || isTargetGone()) && this.#followsEnd(clipId);
        if (isFollower) this.#followers.add(clipId);
        if (is === 'start') start(clipId, said, isFollower);
        else stop(clipId, `${reason} held`);
      }
    }
  }
}
