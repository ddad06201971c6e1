/**
 * The detector of one pane: the statechart given a clock, a screen to look at and witnesses to hear.
 * It is synchronous: what follows from a screen or a testimony follows before the call returns, and
 * what follows from time follows by the clock alone.
 *
 * @spec kernel 9
 */
import { createActor } from 'xstate';
import { type Holder, outranks, type Testimony } from '../machines/compaction/authority.ts';
import {
  type DetectorEffect,
  type DetectorEvent,
  detectorMachine,
} from '../machines/compaction/detector.machine.ts';
import type { Profile } from '../machines/compaction/profile.ts';
import { type Reading, readScreen } from '../machines/compaction/reading.ts';
import { recognise } from '../machines/compaction/recognise.ts';
import type { Screen } from '../machines/compaction/screen.ts';
import {
  type Evidence,
  freshMemory,
  look,
  type Memory,
  type Weighed,
  weigh,
} from '../machines/compaction/weigher.ts';
import { repeatedHits, times } from '../machines/compaction/weights.ts';

export const detectorVersion = '1';

export type CompactionState = 'none' | 'suspected' | 'confirmed' | 'cooldown';

export type CompactionEvent =
  | {
      readonly type: 'cli.compaction.suspected';
      readonly payload: {
        readonly confidence: number;
        readonly detectorVersion: string;
        readonly signals: readonly Pick<Evidence, 'signal' | 'name' | 'weight'>[];
      };
    }
  | {
      readonly type: 'cli.compaction.started';
      readonly payload: {
        readonly confidence: number;
        readonly detectorVersion: string;
        readonly transitionReason: string;
      };
    }
  | {
      readonly type: 'cli.compaction.ended';
      readonly payload: { readonly durationMs: number; readonly endReason: string };
    };

/** Why the detector thinks what it thinks. */
export interface Explanation {
  readonly state: CompactionState;
  readonly profile: string;
  /** Who holds the word. */
  readonly authority: Holder;
  /** The authority's words, where it is not the screen. */
  readonly testimony: string | null;
  readonly sight: Reading['sight'];
  readonly because: string;
  readonly confidence: number;
  readonly evidence: readonly (Omit<Evidence, 'sinceMs'> & { readonly ageMs: number })[];
  /** Confirmed, and nothing has moved for so long; null: no stall. */
  readonly stalledMs: number | null;
}

export interface DetectorClock {
  monotonicMs(): number;
  setTimeout(fn: () => void, delayMs: number): unknown;
  clearTimeout(handle: unknown): void;
}

export interface DetectorOptions {
  readonly clock: DetectorClock;
  /** One profile; or several, of which the first is for programs that no other recognises. */
  readonly profiles: readonly [Profile, ...Profile[]];
  readonly onEvent: (event: CompactionEvent, explain: () => Explanation) => void;
}

export interface Detector {
  /** The screen as it is now; call it after each change. */
  observe(screen: Screen): void;
  testify(testimony: Testimony): void;
  /** Somebody asked the program for something now. */
  cause(): void;
  state(): CompactionState;
  explain(): Explanation;
  stop(): void;
}

export function createDetector(options: DetectorOptions): Detector {
  return new PaneDetector(options);
}

class PaneDetector implements Detector {
  readonly #clock: DetectorClock;
  readonly #onEvent: DetectorOptions['onEvent'];
  readonly #fallback: Profile;
  readonly #known: readonly Profile[];
  readonly #actor;
  #memory: Memory;
  #weighed: Weighed;
  #holder: Holder = 'screen';
  #testimony: Testimony | null = null;
  /** An authority ended what the screen may still show: until the line is gone it says nothing. */
  #muted = false;
  /** When a suspicion was last strong and structural, within the window. */
  #hits: readonly number[] = [];
  #counted = false;
  #sinceMs: number;
  /** Why the event that is being sent is sent. */
  #reason = '';
  #timer: unknown;

  constructor({ clock, profiles, onEvent }: DetectorOptions) {
    const [fallback, ...known] = profiles;
    this.#clock = clock;
    this.#onEvent = onEvent;
    this.#fallback = fallback;
    this.#known = known;
    this.#sinceMs = clock.monotonicMs();
    this.#memory = freshMemory(fallback);
    this.#weighed = weigh(this.#memory, this.#sinceMs);
    this.#actor = createActor(detectorMachine, {
      clock: timersOf(clock, () => this.#step()),
    });
    for (const effect of effects) this.#actor.on(effect, () => this.#announce(effect));
    this.#actor.start();
  }

  observe(screen: Screen): void {
    const reading = this.#read(screen);
    this.#memory = look(this.#memory, reading, this.#clock.monotonicMs());
    this.#step();
  }

  testify(heard: Testimony): void {
    if (outranks(this.#holder, heard.authority)) return;
    this.#holder = heard.authority;
    this.#testimony = heard;
    const reason = `authority_${heard.authority}`;
    if (heard.said === 'started') {
      this.#muted = false;
      this.#send('authority.started', reason);
      this.#step();
      return;
    }
    // An end without a beginning: it was silent on the screen, and is over.
    const silent = this.state() === 'none' || this.state() === 'cooldown';
    if (silent) this.#send('authority.started', reason);
    this.#muted = this.#memory.reading?.sight !== 'absent';
    this.#send('authority.ended', reason);
    this.#step();
  }

  cause(): void {
    this.#memory = { ...this.#memory, causeMs: this.#clock.monotonicMs() };
    this.#step();
  }

  state(): CompactionState {
    const { value } = this.#actor.getSnapshot();
    return typeof value === 'string' ? value : (Object.keys(value)[0] as CompactionState);
  }

  explain(): Explanation {
    const nowMs = this.#clock.monotonicMs();
    const { confidence, evidence } = this.#weighed;
    const { reading, sighting, profile } = this.#memory;
    const stillMs = nowMs - Math.max(this.#sinceMs, sighting?.movedMs ?? 0);
    const stalled = this.state() === 'confirmed' && stillMs >= times.stall.ms;
    return {
      state: this.state(),
      profile: profile.id,
      authority: this.#holder,
      testimony: this.#holder === 'screen' ? null : (this.#testimony?.words ?? null),
      sight: reading?.sight ?? 'unknown',
      because: reading?.because ?? 'no composer',
      confidence,
      evidence: evidence.map(({ sinceMs, ...rest }) => ({ ...rest, ageMs: nowMs - sinceMs })),
      stalledMs: stalled ? stillMs : null,
    };
  }

  stop(): void {
    this.#clock.clearTimeout(this.#timer);
    this.#actor.stop();
  }

  #read(screen: Screen): Reading {
    const { profile: current, causeMs } = this.#memory;
    if (this.#known.length === 0) return readScreen(screen, this.#fallback);
    // In the middle of something the program does not change.
    if (this.state() !== 'none') return readScreen(screen, current);
    const { profile, reading } = recognise(screen, this.#known, current, this.#fallback);
    if (profile.id !== current.id) this.#memory = { ...freshMemory(profile), causeMs };
    return reading;
  }

  /** Weighs, says so to the statechart, and again for as long as that changes its state. */
  #step(): void {
    let before = '';
    for (let now = this.#value(); now !== before; now = this.#value()) {
      before = now;
      this.#weighed = weigh(this.#memory, this.#clock.monotonicMs());
      this.#memory = this.#weighed.memory;
      if (this.#memory.reading?.sight === 'absent') this.#muted = false;
      this.#tell();
    }
    this.#clock.clearTimeout(this.#timer);
    const { againAtMs } = this.#weighed;
    if (againAtMs === null) return;
    const delayMs = againAtMs - this.#clock.monotonicMs();
    this.#timer = this.#clock.setTimeout(() => this.#step(), delayMs);
  }

  #value(): string {
    return JSON.stringify(this.#actor.getSnapshot().value);
  }

  #tell(): void {
    const { level, end, blind } = this.#weighed;
    const state = this.state();
    if (state === 'confirmed') {
      if (this.#holder === 'screen' && end !== null) this.#send('end.seen', end.reason);
      return;
    }
    if (state === 'none' && !this.#muted) this.#holder = 'screen';
    if (state === 'suspected' && level === 'strong' && this.#countHit()) {
      this.#send('suspicion.repeated', 'repeated_suspicion');
      return;
    }
    const unsure = blind && level === 'none' && state === 'suspected';
    this.#send(`evidence.${this.#muted ? 'none' : unsure ? 'weak' : level}`);
  }

  /** Only suspicions of an exact line count, each once; true: there were enough of them. */
  #countHit(): boolean {
    if (this.#counted) return false;
    this.#counted = true;
    const nowMs = this.#clock.monotonicMs();
    this.#hits = [...this.#hits.filter((hit) => nowMs - hit <= times.repeat.ms), nowMs];
    return this.#hits.length >= repeatedHits;
  }

  #send(type: DetectorEvent['type'], reason = ''): void {
    const before = this.#reason;
    this.#reason = reason;
    this.#actor.send({ type });
    this.#reason = before;
  }

  #announce(effect: DetectorEffect['type']): void {
    const nowMs = this.#clock.monotonicMs();
    const { confidence, evidence } = this.#weighed;
    const lastedMs = nowMs - this.#sinceMs;
    const tell = (event: CompactionEvent) => this.#onEvent(event, () => this.explain());
    if (effect === 'announceSuspected') {
      this.#sinceMs = nowMs;
      this.#counted = false;
      const signals = evidence.map(({ signal, name, weight }) => ({ signal, name, weight }));
      tell({ type: 'cli.compaction.suspected', payload: { confidence, detectorVersion, signals } });
    } else if (effect === 'announceStarted') {
      this.#sinceMs = nowMs;
      this.#hits = [];
      const transitionReason = this.#reason === '' ? 'sustained_evidence' : this.#reason;
      const sure = this.#holder === 'screen' ? confidence : 1;
      const payload = { confidence: sure, detectorVersion, transitionReason };
      tell({ type: 'cli.compaction.started', payload });
    } else {
      const endReason = this.#reason === '' ? 'unfounded' : this.#reason;
      tell({ type: 'cli.compaction.ended', payload: { durationMs: lastedMs, endReason } });
    }
  }
}

const effects = [
  'announceSuspected',
  'announceStarted',
  'announceEnded',
  'announceUnfounded',
] as const satisfies readonly DetectorEffect['type'][];

/** What XState asks of a clock; `after` runs when a wait of the statechart is over. */
function timersOf(clock: DetectorClock, after: () => void) {
  return {
    setTimeout(fn: (...args: unknown[]) => void, ms: number) {
      return clock.setTimeout(() => {
        fn();
        after();
      }, ms);
    },
    clearTimeout: (id: unknown) => clock.clearTimeout(id),
  };
}
