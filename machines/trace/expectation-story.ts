/**
 * Why something that a timeline expects was kept, broken, or left open: what is known of it, from a
 * report or from a log, and the answer in words.
 *
 * @spec timeline phase 2
 */
import type { Envelope } from '../kernel/envelope.ts';
import { type AmbushEvent, isEventType } from '../kernel/events/registry.ts';
import type { AmbushPart } from '../report/ambush.ts';
import { list, seconds } from '../report/wording.ts';
import type { Judgement } from '../timeline/expectation/expectation.ts';
import { type EventFacts, offset, type Seen } from './event-story.ts';
import {
  createSilenceRecord,
  type SilentFacts,
  silentFor,
  silentInReport,
} from './silence-story.ts';

/** Something that befell the target. */
export interface Mishap {
  readonly atMs: number;
  readonly what: 'crash' | 'hang';
}

export interface ExpectationFacts {
  /** Place in the list of the timeline, from 1. */
  readonly number: number;
  /** As the timeline has it. */
  readonly expects: string;
  readonly kind: 'always' | 'sometimes' | 'finally' | 'recovered';
  readonly judgement: Judgement;
  readonly atMs: number | null;
  readonly saw: Seen;
  /** Of the recovery: when the target was well again, and how long after the last stress. */
  readonly recovered: { readonly atMs: number; readonly afterMs: number } | null;
  /** Ids of events whose stress was on when it was judged. */
  readonly playing: readonly string[];
  /** What had befallen the target by then, oldest first. */
  readonly mishaps: readonly Mishap[];
  /** Signals of it that had no figure. */
  readonly silent: readonly SilentFacts[];
}

export interface ExpectationStory extends ExpectationFacts {
  /** What became of it; a sentence. */
  readonly answer: string;
  /** What was going on then; null where that says nothing. */
  readonly meanwhile: string | null;
}

/** A word that finds it beside its text. */
export function handleOf({ number }: Pick<ExpectationFacts, 'number'>): string {
  return `expect-${number}`;
}

/** Shorter beginnings of a text are no name for it. */
const beginningMin = 3;

/** By its text, the only one that begins so, its text with its kind, or its number: `expect-2`. */
export function findExpectation<Facts extends ExpectationFacts>(
  all: readonly Facts[],
  word: string,
): Facts | undefined {
  const asked = plain(word);
  const exact = all.find((one) =>
    [one.expects, `${one.kind}: ${one.expects}`, `${one.kind} ${one.expects}`, handleOf(one)].some(
      (name) => plain(name) === asked,
    ),
  );
  if (exact !== undefined || asked.length < beginningMin) return exact;
  const begun = all.filter(({ expects }) => plain(expects).startsWith(asked));
  return begun.length === 1 ? begun[0] : undefined;
}

/** Spaces are as one likes. */
function plain(text: string): string {
  return text.replace(/\s+/g, '');
}

export function expectationStoryOf(facts: ExpectationFacts): ExpectationStory {
  return { ...facts, answer: answerOf(facts), meanwhile: meanwhileOf(facts) };
}

function answerOf({ kind, judgement, atMs, recovered, silent }: ExpectationFacts): string {
  const at = atMs === null ? '' : ` at ${offset(atMs)}`;
  if (judgement === 'unjudged') return `The run was cut short${at}, which leaves it open.`;
  if (judgement === 'unavailable') {
    const names = silent.map(({ signal }) => signal);
    const why = names.length === 0 ? '' : `: ${list(names)} had no figure`;
    return `Nothing was known of it at any tick${why}.`;
  }
  const isKept = judgement === 'kept';
  switch (kind) {
    case 'always':
      return isKept
        ? 'It held at every tick at which it had figures.'
        : `It did not hold${at}: that was the first time, and it must hold at every tick.`;
    case 'sometimes':
      return isKept
        ? `It was seen to hold${at}, for the first time; once is enough.`
        : 'It did not hold at any tick, and was to be seen at least once.';
    case 'finally':
      return `It ${isKept ? 'held' : 'did not hold'} when the run was over,${at}.`;
    case 'recovered': {
      const after =
        recovered === null ? '' : `, ${seconds(recovered.afterMs)} after the last stress`;
      return isKept
        ? `The target was well again at ${offset(recovered?.atMs ?? atMs ?? 0)}${after}.`
        : `The target was not well again in time; that was known${at}.`;
    }
  }
}

function meanwhileOf({ kind, judgement, playing }: ExpectationFacts): string | null {
  const isOfTick = kind === 'always' ? judgement === 'broken' : judgement === 'kept';
  if (!isOfTick || (kind !== 'always' && kind !== 'sometimes')) return null;
  if (playing.length === 0) return 'No stress was on then.';
  return `${list(playing)} ${playing.length === 1 ? 'was' : 'were'} playing then.`;
}

export function expectationsOfReport(
  part: AmbushPart,
  events: readonly EventFacts[],
): readonly ExpectationFacts[] {
  const { expectations = [], recovery, crashes, segments, unavailable = [] } = part;
  const hangs = segments.flatMap(({ failures }) =>
    failures.flatMap(({ kind, at_ms: atMs }) => (kind === 'hang' ? [{ atMs, what: kind }] : [])),
  );
  const mishaps: Mishap[] = [
    ...crashes.map(({ at_ms: atMs }) => ({ atMs, what: 'crash' as const })),
    ...hangs,
  ];
  const silent = silentInReport(unavailable);
  const recovered = recovery ? { atMs: recovery.at_ms, afterMs: recovery.after_ms } : null;
  return expectations.map(({ expects, kind, judgement, at_ms: atMs, saw }, index) =>
    factsOf(
      { number: index + 1, expects, kind, judgement, atMs, saw },
      { events, mishaps, silent, recovered },
    ),
  );
}

/** Those that were judged by the end of the log: it does not tell what else was expected. */
export function expectationsOfLog(
  envelopes: Iterable<Envelope>,
  events: readonly EventFacts[],
): readonly ExpectationFacts[] {
  const judged: Pick<
    ExpectationFacts,
    'number' | 'expects' | 'kind' | 'judgement' | 'atMs' | 'saw'
  >[] = [];
  const mishaps: Mishap[] = [];
  const silence = createSilenceRecord();
  let recovered: ExpectationFacts['recovered'] = null;
  for (const envelope of envelopes) {
    if (!isEventType(envelope.type)) continue;
    const event = envelope as AmbushEvent;
    silence.take(event);
    if (event.type === 'target.crashed' || event.type === 'target.hung') {
      const what = event.type === 'target.hung' ? 'hang' : 'crash';
      mishaps.push({ atMs: event.payload.atMs, what });
    } else if (event.type === 'target.recovered') {
      const { atMs, afterMs } = event.payload;
      recovered ??= { atMs, afterMs };
    } else if (event.type === 'expectation.judged') {
      const { index, ...told } = event.payload;
      judged.push({ number: index + 1, ...told });
    }
  }
  const silent = silence.told();
  return judged
    .toSorted((a, b) => a.number - b.number)
    .map((one) => factsOf(one, { events, mishaps, silent, recovered }));
}

interface Around {
  readonly events: readonly EventFacts[];
  readonly mishaps: readonly Mishap[];
  readonly silent: readonly SilentFacts[];
  readonly recovered: ExpectationFacts['recovered'];
}

function factsOf(
  judged: Pick<ExpectationFacts, 'number' | 'expects' | 'kind' | 'judgement' | 'atMs' | 'saw'>,
  { events, mishaps, silent, recovered }: Around,
): ExpectationFacts {
  const { expects, kind } = judged;
  const atMs = judged.atMs ?? Number.POSITIVE_INFINITY;
  // What must hold for the target to be well stands behind the time that it has.
  const asks = (text: string): boolean =>
    kind === 'recovered' ? expects.endsWith(text) : expects === text;
  return {
    ...judged,
    recovered: kind === 'recovered' ? recovered : null,
    playing: events
      .filter(({ startedMs, endedMs, typed }) => {
        if (typed !== null || startedMs === null) return false;
        return startedMs <= atMs && atMs <= (endedMs ?? Number.POSITIVE_INFINITY);
      })
      .map(({ id }) => id),
    mishaps: mishaps.filter((one) => one.atMs <= atMs).toSorted((a, b) => a.atMs - b.atMs),
    silent: silentFor(silent, ({ of, text }) => of === 'run' && asks(text)),
  };
}
