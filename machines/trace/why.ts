/**
 * Why an event is as it is: which contracts decided, on which values, what came of it, and the
 * causes that lead to it.
 *
 * @spec kernel 5 8
 */
import { governs } from '../kernel/contract.ts';
import { standingContracts } from '../kernel/standing-contracts.ts';
import type { LoggedEvent } from '../record/session-line.ts';
import { causesOf, operationOf } from './chain.ts';
import { type Decided, decidedOf, outcomesOf } from './outcome.ts';
import { type Round, roundsOf } from './rounds.ts';
import { type Since, type Snapshot, standingAt } from './standing.ts';
import { wordsOf } from './words.ts';

export interface Told {
  readonly event: LoggedEvent;
  /** A sentence. */
  readonly says: string;
}

/** A contract's decision, and where each value that it saw came from. */
export interface Decision extends Omit<Round, 'looks'> {
  readonly looks: readonly (Round['looks'][number] & {
    readonly since: Readonly<Record<string, Since>>;
  })[];
}

export interface Why extends Told {
  /** The intent that was decided on, when this event is the intent or a word about it. */
  readonly about: Told | null;
  /** What became of the intent; null for what is a fact and was not decided on. */
  readonly decided: Decided | null;
  readonly rounds: readonly Decision[];
  /** What came of it afterwards, in order. */
  readonly outcomes: readonly Told[];
  /** From the root down to the event itself. */
  readonly causes: readonly Told[];
  /** What happened elsewhere before and bears on it, such as that the target had ended. */
  readonly besides: readonly Told[];
  /** Sentences: what this log cannot tell. */
  readonly unknown: readonly string[];
}

/** Words about an intent that they follow from directly. */
const words =
  /^(?:contract\.(?:checked|violation|override|shadow\.violation)|inject\.(?:deferred|queued|resumed|dropped)|fit\.skipped|focus\.(?:steal\.blocked|arbitration\.(?:resolved|conflict)))$/;
/** What somebody asks for, so that contracts decide. */
const intents: ReadonlySet<string> = new Set([
  ...['inject.requested', 'inject.submit.requested', 'inject.transform.lossy'],
  ...['resize.requested', 'resize.started', 'pty.resize.requested', 'focus.arbitration.requested'],
]);

/** `read` gives the events of the log anew each time. Null when the event is not among them. */
export function whyOf(read: () => Iterable<LoggedEvent>, correlationId: string, eventId: string) {
  const operation = operationOf(read, correlationId);
  const known = new Map(operation.map((event) => [event.eventId, event]));
  const event = known.get(eventId);
  if (!event) return null;
  const about = aboutOf(event, known);
  const children = operation.filter(({ causationId }) => causationId === about?.eventId);
  const bare = about ? roundsOf(about, children) : [];
  const at = about ?? event;
  const ids = new Set([at.eventId, ...bare.map((round) => round.eventId)]);
  const standing = standingAt(read(), ids);
  const { causes, missing } = causesOf(eventId, known);
  const why: Why = {
    ...told(event),
    about: about && about !== event ? told(about) : null,
    decided: about ? decidedOf(about, children, bare) : null,
    rounds: bare.map((round) => withSince(round, standing.get(round.eventId))),
    outcomes: about ? outcomesOf(about, operation).map(told) : [],
    causes: causes.map(told),
    besides: besidesOf(causes, read()).map(told),
    unknown: unknownOf({ about, bare, missing, standing: standing.get(at.eventId) }),
  };
  return why;
}

/** Nothing of a clip's own operation says why it was stopped, or never started. */
const stopped = /^(?:clip\.(?:stop\.requested|skipped|failed)|target\.stop\.requested)$/;
const stoppers = /^(?:run\.stop\.requested|target\.(?:crashed|exited|hung|spawn\.failed))$/;

function besidesOf(
  causes: readonly LoggedEvent[],
  events: Iterable<LoggedEvent>,
): readonly LoggedEvent[] {
  const end = causes.find(({ type }) => stopped.test(type));
  if (!end) return [];
  const last = new Map<string, LoggedEvent>();
  for (const event of events) {
    if (event.eventId === end.eventId) break;
    if (stoppers.test(event.type) && !causes.includes(event)) last.set(event.type, event);
  }
  return [...last.values()].sort((one, other) => one.atMs - other.atMs);
}

function aboutOf(event: LoggedEvent, known: ReadonlyMap<string, LoggedEvent>): LoggedEvent | null {
  if (intents.has(event.type)) return event;
  if (!words.test(event.type) || event.causationId === null) return null;
  const parent = known.get(event.causationId);
  return parent && intents.has(parent.type) ? parent : null;
}

function told(event: LoggedEvent): Told {
  return { event, says: wordsOf(event) };
}

/** A value of another instant explains nothing: only one that is the same is told. */
function withSince(round: Round, standing: Snapshot | undefined): Decision {
  const looks = round.looks.map((look) => {
    const since: Record<string, Since> = {};
    for (const [name, value] of Object.entries(look.saw ?? {})) {
      const known = standing?.get(name);
      if (known && known.value === value) since[name] = known;
    }
    return { ...look, since };
  });
  return { ...round, looks };
}

interface Limits {
  readonly about: LoggedEvent | null;
  readonly bare: readonly Round[];
  readonly missing: string | null;
  readonly standing: Snapshot | undefined;
}

function unknownOf({ about, bare, missing, standing }: Limits): readonly string[] {
  const sentences: string[] = [];
  if (missing !== null) {
    sentences.push(`The cause ${missing} is not in this log, nor what came before it.`);
  }
  if (!about) return sentences;
  const incomplete = bare.length === 0 || bare.some(({ isComplete }) => !isComplete);
  const governed = standingContracts.some((contract) => governs(contract, about.type));
  const lane = standing?.get('telemetry');
  if (incomplete && governed) {
    const off = lane?.value === false && lane.atMs !== null;
    const why = off
      ? `Lane B was off (telemetry.disabled ${(lane.by[0]?.eventId ?? '').slice(0, 8)})`
      : 'No contract.checked of this decision is in the log';
    sentences.push(`${why}: which contracts were kept, and on which values, is not known.`);
  }
  const mute = bare.flatMap(({ looks }) => looks).filter(({ saw }) => saw === null);
  for (const id of new Set(mute.map(({ contractId }) => contractId))) {
    sentences.push(`${id} does not say what it reads, so its values are not in the log.`);
  }
  return sentences;
}
