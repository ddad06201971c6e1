/**
 * Why an event of the timeline did or did not start, and why it ended: what is known of it, from a
 * report or from a log, and the answer in words.
 *
 * @spec timeline phase 2
 */
import type { Problem } from '../kernel/problem.ts';
import type { Throttled } from '../report/throttle.ts';
import { reasonText } from '../report/why-not-taken.ts';
import { clause, ruleStopped, seconds } from '../report/wording.ts';
import type { InputOutcome } from '../timeline/condition/wish.ts';
import { showText } from '../timeline/show.ts';
import { didYouMean } from '../timeline/suggest.ts';
import type { SilentFacts } from './silence-story.ts';

export type Seen = Readonly<Record<string, number | boolean | string | null>>;

export interface ConditionWord {
  readonly role: 'start' | 'stop';
  /** False: it can hold no more. */
  readonly held: boolean;
  readonly atMs: number;
  readonly because: string;
  readonly saw: Seen;
}

/** Something on the way to its start. */
export interface StoryStep {
  readonly atMs: number;
  readonly type: string;
  /** Id of the event of the timeline that it tells of. */
  readonly event: string | null;
  readonly eventId: string;
}

/** What became of a text that was to be typed. */
export interface TypedFacts {
  /** As the kernel told; null where it was never asked, or did not tell. */
  readonly outcome: string | null;
  /** Contracts that held it back at first. */
  readonly heldBy: readonly string[];
  readonly waitedMs: number | null;
}

export interface EventFacts {
  readonly id: string;
  /** Of an input, its pane. */
  readonly axis: string;
  /** Null for an event that stresses. */
  readonly typed: TypedFacts | null;
  /** Offset; the earliest there can be for an event that waits. */
  readonly plannedMs: number;
  readonly durationMs: number;
  readonly waitsFor: string | null;
  readonly stopsWhen: string | null;
  readonly decisions: readonly ConditionWord[];
  /** What a condition that did not hold saw last. */
  readonly lastSaw: Seen | null;
  readonly state: 'open' | 'done' | 'skipped' | 'failed';
  readonly startedMs: number | null;
  readonly endedMs: number | null;
  readonly whole: boolean;
  readonly reason: string | null;
  /** What befell the target meanwhile. */
  readonly outcome: string | null;
  readonly dose: {
    readonly unit: string;
    readonly asked: number;
    readonly delivered: number;
  } | null;
  /** A constraint left it less than its plan asks. */
  readonly throttled: Throttled | null;
  /** Signals that it asks about and that had no figure. */
  readonly silent: readonly SilentFacts[];
  /** Oldest first. */
  readonly ledBy: readonly StoryStep[];
  /** Ids of events that started in consequence of it. */
  readonly ledTo: readonly string[];
}

export interface EventStory extends EventFacts {
  /** Whether it started, and why; a sentence. */
  readonly start: string;
  /** How it ended; null for one that never started. */
  readonly end: string | null;
}

/** More late than this is worth a word. */
const lateMs = 250;
/** Ids that are named when none is near. */
const namedMax = 8;

export function storyOf(facts: EventFacts): EventStory {
  return { ...facts, start: startOf(facts), end: endOf(facts) };
}

/** What there is to ask about, where the name that was asked for is none. */
export function unknownEvent(
  ids: readonly string[],
  expectations: readonly string[],
  asked: string,
  where: string,
): Problem {
  const named = ids.slice(0, namedMax).map((one) => showText(one));
  const more = ids.length > named.length ? ', …' : '';
  const [expected] = expectations;
  const besides = expected === undefined ? '' : `, or an expectation such as ${showText(expected)}`;
  const expects = expected === undefined ? '' : ', or an expectation';
  return {
    code: 'UNKNOWN_EVENT',
    message: `Expected the id of an event${expects} of this ${where}; got ${showText(asked)}.`,
    hint:
      didYouMean(asked, [...ids, ...expectations]) ??
      (ids.length === 0 ? 'It has none.' : `Try ${named.join(', ')}${more}${besides}.`),
  };
}

function startOf(facts: EventFacts): string {
  const { state, startedMs, plannedMs, waitsFor, decisions, reason, typed } = facts;
  const began = typed === null ? 'started' : 'was asked for';
  const never = typed === null ? 'never started' : 'was never asked for';
  const decided = decisions.find(({ role }) => role === 'start');
  if (startedMs !== null) {
    if (decided?.held === true) {
      return `It ${began} at ${offset(startedMs)}, because ${decided.because} held.`;
    }
    const late = startedMs - plannedMs;
    const how = late > lateMs ? `${seconds(late)} after its planned time` : 'as planned';
    return `It ${began} at ${offset(startedMs)}, ${how}.`;
  }
  if (decided?.held === false) {
    return `It ${never}: ${clause(decided.because)}, known at ${offset(decided.atMs)}.`;
  }
  if (state === 'open') {
    const what =
      waitsFor === null ? `is planned for ${offset(plannedMs)}` : `waits for ${waitsFor}`;
    return `It had not ${typed === null ? 'started' : 'been asked for'} when this log ended: it ${what}.`;
  }
  return `It ${never}: ${clause(reason ?? 'nobody said why')}.`;
}

function endOf(facts: EventFacts): string | null {
  const { startedMs, endedMs, state, reason, whole, stopsWhen, durationMs, decisions } = facts;
  if (startedMs === null) return null;
  if (facts.typed !== null) return typedEnd(facts, facts.typed);
  if (endedMs === null) return 'It was still playing when this log ended.';
  const at = offset(endedMs);
  if (state === 'failed') return `It failed at ${at}: ${clause(reason ?? 'nobody said why')}.`;
  const stop = decisions.find(({ role }) => role === 'stop');
  if (stop !== undefined) return `It was stopped at ${at}, because ${stop.because} held.`;
  if (reason?.startsWith(ruleStopped)) return `It ended at ${at}, ${clause(reason)}.`;
  const never = stopsWhen === null ? '' : ` ${stopsWhen} did not hold while it played.`;
  if (whole) return `It ended at ${at}, when its ${seconds(durationMs)} were over.${never}`;
  const ran = `it ran ${seconds(endedMs - startedMs)} of ${seconds(durationMs)}`;
  const why = reason === null || reason.startsWith('cut short') ? `cut short: ${ran}` : reason;
  return `It ended at ${at}, ${clause(why)}.${never}`;
}

function typedEnd({ endedMs, reason }: EventFacts, typed: TypedFacts): string {
  const { outcome, heldBy, waitedMs } = typed;
  const held =
    heldBy.length === 0
      ? ''
      : ` It was held back by ${heldBy.join(' and ')}${waitedMs === null ? '' : ` for ${seconds(waitedMs)}`}.`;
  if (endedMs === null || outcome === null) return `Nothing was heard of its end.${held}`;
  const at = offset(endedMs);
  if (outcome === 'verified') return `The program was seen to take it at ${at}.${held}`;
  const why = reasonText(outcome as InputOutcome, reason, false) ?? 'nobody said why';
  return `It ended at ${at} as ${outcome}: ${clause(why)}.${held}`;
}

/** `+12.0 s`. */
export function offset(ms: number): string {
  return `${ms < 0 ? '-' : '+'}${seconds(Math.abs(ms))}`;
}

/** What a step on the way says. */
export function stepText({ type, event }: StoryStep): string {
  const who = event ?? 'it';
  const words: Readonly<Record<string, string>> = {
    'clip.started': `${who} started`,
    'clip.stopped': `${who} ended`,
    'clip.skipped': `${who} was skipped`,
    'clip.failed': `${who} failed`,
    'input.due': `${who} was asked for`,
    'input.settled': `${who} ended`,
    'input.skipped': `${who} was skipped`,
    'condition.met': `what ${who} waited for held`,
    'condition.missed': `what ${who} waited for could hold no more`,
    'target.crashed': 'the target crashed',
    'target.exited': 'the target ended by itself',
    'target.hung': 'the target hung',
  };
  return words[type] ?? type;
}
