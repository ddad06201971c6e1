/**
 * What the run proved. `fail`: the target crashed, hung, or could not be ended. `inconclusive`: it did not, and yet
 * some of the stress that was asked for did not happen, so that nothing is proved either.
 * `pass`: all of it happened, and the target survived. Each reason is a sentence for people.
 *
 * A target that had to be killed after its grace period has survived; that is told as advice.
 *
 * @spec timeline reporting
 */
import type { PayloadOf } from '../kernel/events/registry.ts';
import type { DoseUnit } from '../timeline/axis.ts';
import type { Plan } from '../timeline/timeline.ts';
import type { AmbushPart, EventReport, LifeReport, Verdict } from './ambush.ts';
import { howOf, meanwhile, type Placed } from './crashes.ts';
import { brokenReasons, type ExpectationReport, expectationDoubts } from './expectations.ts';
import type { Heard } from './heard.ts';
import type { InjectionReport } from './injections.ts';
import { amount, clause, list, percent, seconds, wasOf } from './wording.ts';

/** Above this load the host's cores are as good as full: samples round, and the kernel takes some. */
export const fullLoadMin = 0.95;
/** A cut within this time of the end of the run was made by it. */
const cutByRunToleranceMs = 250;

export interface Evidence {
  readonly plan: Plan;
  readonly status: AmbushPart['run']['status'];
  readonly stop: Heard['stop'];
  readonly reachedOrigin: boolean;
  readonly events: readonly EventReport[];
  readonly inputs?: readonly InjectionReport[];
  readonly lives: readonly LifeReport[];
  readonly incidents: readonly Placed[];
  readonly crashesNotKept: number;
  readonly expectations?: readonly ExpectationReport[];
  /** Changes that a constraint asked for, and that the delivered dose did not follow. */
  readonly unprovedEffects?: readonly PayloadOf<'constraint.effect.proved'>[];
  /** Mean load of the host's cores while an event was active; null if not measured. */
  readonly hostLoadDuring: (id: string) => number | null;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  /** The reasons that are weaknesses of the target. */
  readonly weaknesses: readonly string[];
}

export function judge(evidence: Evidence): Judgement {
  const weaknesses = [
    ...crashReasons(evidence),
    ...hangReasons(evidence),
    ...unkillableReasons(evidence),
    ...brokenReasons(evidence.expectations ?? []),
  ];
  const doubts = [
    ...runDoubts(evidence),
    ...targetDoubts(evidence),
    ...groupedDoubts(evidence.events, 'failed'),
    ...groupedDoubts(evidence.events, 'skipped'),
    ...cutDoubts(evidence),
    ...doseDoubts(evidence),
    ...constraintDoubts(evidence),
    ...inputDoubts(evidence),
    ...expectationDoubts(evidence.expectations ?? [], evidence.status === 'completed'),
  ];
  const verdict = weaknesses.length > 0 ? 'fail' : doubts.length > 0 ? 'inconclusive' : 'pass';
  return { verdict, reasons: [...weaknesses, ...doubts], weaknesses };
}

/** Hangs that count: one before the origin is a target that was never made ready. */
export function hangsOf({ incidents, reachedOrigin }: Evidence): readonly Placed[] {
  return reachedOrigin ? incidents.filter(({ kind, atMs }) => kind === 'hang' && atMs >= 0) : [];
}

export function crashesOf({ incidents }: Evidence): readonly Placed[] {
  return incidents.filter(({ kind }) => kind === 'crash');
}

function crashReasons(evidence: Evidence): string[] {
  const crashes = crashesOf(evidence);
  const [first] = crashes;
  if (!first) return [];
  const when = first.atMs < 0 || !evidence.reachedOrigin ? 'before the timeline began' : null;
  const at = when ?? `at ${seconds(first.atMs)}${meanwhile(first.active)}`;
  const reason = `The target crashed ${at} (${howOf(first)}).`;
  const all = crashes.length + evidence.crashesNotKept;
  return all === 1 ? [reason] : [reason, `It crashed ${all} times in all.`];
}

function hangReasons(evidence: Evidence): string[] {
  const hangs = hangsOf(evidence);
  const [first] = hangs;
  if (first) {
    return [
      `The target hung at ${seconds(first.atMs)}${meanwhile(first.active)} (${howOf(first)}).`,
    ];
  }
  const hung = evidence.reachedOrigin
    ? evidence.lives.find(({ outcome, end_ms }) => outcome.kind === 'hung' && end_ms >= 0)
    : undefined;
  return hung ? [`The target hung in life ${hung.life} (${hung.outcome.reason ?? ''}).`] : [];
}

/** Whatever it waits for, it no longer answers even to the kernel. */
function unkillableReasons({ lives }: Evidence): string[] {
  return lives.flatMap(({ life, outcome }) =>
    outcome.kind === 'unkillable'
      ? [`The target could not be ended in life ${life}: ${clause(outcome.reason ?? '')}.`]
      : [],
  );
}

function runDoubts({ status, stop, reachedOrigin, events, inputs = [] }: Evidence): string[] {
  const doubts: string[] = [];
  const at = stop && reachedOrigin ? ` at ${seconds(stop.atMs)}` : '';
  const detail = stop?.detail === undefined ? '' : `: ${clause(stop.detail)}`;
  if (status === 'interrupted') doubts.push(`The run was interrupted${at}.`);
  if (status === 'aborted') doubts.push(`The run was aborted${at}${detail}.`);
  if (status === 'errored') doubts.push(`The run broke down${at}${detail}.`);
  const all = [...events, ...inputs];
  if (all.length === 0) doubts.push('The timeline has no events, so nothing was tried.');
  else if (all.every(isBranchNotTaken)) {
    doubts.push('Nothing that an event waits for came about, so nothing was tried.');
  }
  return doubts;
}

function targetDoubts(evidence: Evidence): string[] {
  const { lives, incidents, events, reachedOrigin } = evidence;
  const doubts = lives.flatMap(({ life, outcome }) =>
    outcome.kind === 'spawn-failed'
      ? [`Life ${life} of the target could not be started: ${outcome.reason ?? 'no reason told'}.`]
      : [],
  );
  const unready = incidents.find(
    ({ kind, atMs }) => kind === 'hang' && !(reachedOrigin && atMs >= 0),
  );
  if (unready) doubts.push(`The target never became ready: ${howOf(unready)}.`);
  const exit = incidents.findLast(({ kind }) => kind === 'exit');
  const waiting = events
    .filter((event) => event.state === 'skipped' && !isBranchNotTaken(event))
    .map(({ id }) => id);
  if (exit && waiting.length > 0) {
    const when = reachedOrigin ? ` at ${seconds(exit.atMs)}` : '';
    doubts.push(
      `The target ended by itself${when} with status 0, before ${list(waiting)} had started.`,
    );
  }
  return doubts;
}

/** What an event waited for never held: a timeline that branches does not take every branch. */
function isBranchNotTaken({
  state,
  condition_met,
}: Pick<EventReport, 'state' | 'condition_met'>): boolean {
  return state === 'skipped' && condition_met === false;
}

/** What was to be typed and was not seen to be taken is no evidence of anything. */
function inputDoubts({ inputs = [] }: Evidence): string[] {
  const groups = new Map<string, string[]>();
  for (const input of inputs) {
    if (input.outcome === 'verified' || isBranchNotTaken(input)) continue;
    const fate = inputFates[input.outcome ?? 'skipped'];
    const why = `${fate}: ${clause(input.reason ?? 'no reason told')}`;
    groups.set(why, [...(groups.get(why) ?? []), input.id]);
  }
  return [...groups].map(([why, ids]) => `${list(ids)} ${wasOf(ids)} ${why}.`);
}

const inputFates = {
  verified: 'taken',
  failed: 'not seen to be taken',
  dropped: 'dropped',
  outcome_unknown: 'cut off',
  skipped: 'skipped',
} as const;

/** One sentence for all events that share a fate and its reason. */
function groupedDoubts(events: readonly EventReport[], state: 'failed' | 'skipped'): string[] {
  const groups = new Map<string, string[]>();
  for (const event of events) {
    // What a rule kept from starting gave way, as the timeline wants it.
    const gaveWay = state === 'skipped' && event.stopped_by === 'constraint';
    if (event.state !== state || isBranchNotTaken(event) || gaveWay) continue;
    const reason = event.reason ?? 'no reason told';
    groups.set(reason, [...(groups.get(reason) ?? []), event.id]);
  }
  return [...groups].map(([reason, ids]) =>
    state === 'failed'
      ? `${list(ids)} failed: ${clause(reason)}.`
      : `${list(ids)} ${wasOf(ids)} skipped: ${clause(reason)}.`,
  );
}

/** Events that ended early although the run went on. */
function cutDoubts({ events, stop }: Evidence): string[] {
  const runEndedMs = stop && stop.reason !== 'duration' ? stop.atMs : Number.POSITIVE_INFINITY;
  return events.flatMap(({ id, state, whole, actual, reason }) => {
    if (state !== 'done' || whole || !actual) return [];
    if (actual.end_ms >= runEndedMs - cutByRunToleranceMs) return [];
    return [`${id} was ${clause(reason ?? 'cut short')}.`];
  });
}

function doseDoubts({ events, hostLoadDuring }: Evidence): string[] {
  return events.flatMap(({ id, state, outcome, dose }) => {
    // What was stopped at once has no outcome, and is told as such.
    if (state !== 'done' || outcome === null || !dose || dose.ok) return [];
    const unit = dose.unit as DoseUnit;
    const got = amount(dose.delivered, unit);
    const share = percent(dose.asked > 0 ? dose.delivered / dose.asked : 0);
    const load = hostLoadDuring(id);
    return [
      `${id} got ${got} of the ${amount(dose.asked, unit)} asked (${share}): ` +
        `${whyTooLittle(dose.limited, load)}.`,
    ];
  });
}

/** Stress that was to give way and did not is not the stress that the timeline asked for. */
function constraintDoubts({ unprovedEffects }: Evidence): string[] {
  return (unprovedEffects ?? []).map(({ axis, change, unit, after, asked, atMs }) => {
    const deed = change === 'applied' ? 'did not give way' : 'did not come back';
    const due = change === 'applied' ? 'was left to it' : 'was planned';
    const [got, limit] = [amount(after, unit as DoseUnit), amount(asked, unit as DoseUnit)];
    const doses = `${got} where ${limit} ${due}`;
    return `${axis} ${deed} within two ticks at ${seconds(atMs)}: it delivered ${doses}.`;
  });
}

function whyTooLittle(limited: readonly string[], load: number | null): string {
  if (limited.length > 0) return `limit reached, ${limited.map(clause).join('; ')}`;
  if (load !== null && load >= fullLoadMin) {
    return `fair share exhausted, the host's cores were ${percent(load)} busy`;
  }
  const busy = load === null ? 'not measured' : `${percent(load)} busy on average`;
  return `no limit was told, and the host's cores were ${busy}`;
}
