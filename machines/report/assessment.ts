/**
 * The assault report's own questions answered from the evidence: one result for each axis, a
 * score, the issues, and what to do about them.
 *
 * @spec timeline reporting
 */
import {
  type Axis,
  axes,
  type DoseTables,
  doseMean,
  doseOf,
  type HostFacts,
} from '../timeline/axis.ts';
import { levels } from '../timeline/level.ts';
import type { PlannedEvent } from '../timeline/timeline.ts';
import type { EventReport, LifeReport, Verdict } from './ambush.ts';
import { type AssaultLevel, assaultLevels } from './assault.ts';
import { howOf, type Placed } from './crashes.ts';
import { intensityText } from './events.ts';
import { rfc3339, rustDuration } from './instant.ts';
import type { AssaultPart } from './report.ts';
import { crashesOf, type Evidence, hangsOf, type Judgement } from './verdict.ts';
import { list } from './wording.ts';

/** What every crash or hang takes off the score, which is a percentage. */
export const weaknessPenalty = 10;

type Attack = AssaultPart['attack_results'][number];

/** Peak resident size of the target while any of these events was active; null if unseen. */
export type PeakMemory = (ids: readonly string[]) => number | null;

/**
 * The planned stress time that the target is known to have survived under enough of a dose, as
 * a percentage of all planned stress time, less a penalty for each crash and hang. Only a `pass`
 * can reach 100.
 */
export function robustnessScore(
  events: readonly EventReport[],
  weaknesses: number,
  verdict: Verdict,
): number {
  let planned = 0;
  let survived = 0;
  for (const event of events) {
    const length = event.planned.end_ms - event.planned.start_ms;
    planned += length;
    survived += length * survivedShare(event, length);
  }
  const share = planned === 0 ? 0 : Math.floor((100 * survived) / planned);
  const most = verdict === 'pass' ? 100 : 99;
  return Math.max(0, Math.min(most, share) - weaknessPenalty * weaknesses);
}

function survivedShare({ outcome, actual, whole, dose }: EventReport, length: number): number {
  if (!actual || !dose || (outcome !== 'survived' && outcome !== 'exit')) return 0;
  const time = whole ? 1 : Math.min(1, (actual.end_ms - actual.start_ms) / length);
  return dose.ok ? time : (time * dose.delivered) / Math.max(dose.asked, dose.delivered, 1e-9);
}

export function attackResults(evidence: Evidence, peakMemory: PeakMemory): Attack[] {
  const used = axes.filter((axis) => evidence.plan.events.some((event) => event.axis === axis));
  return used.map((axis) => attackOn(axis, evidence, peakMemory));
}

function attackOn(axis: Axis, evidence: Evidence, peakMemory: PeakMemory): Attack {
  const events = evidence.events.filter((event) => event.axis === axis);
  const ids = events.map(({ id }) => id);
  const started = events.filter(({ actual }) => actual !== null);
  const during = evidence.incidents.filter(({ active }) => active.some((id) => ids.includes(id)));
  const crashes = during.filter(({ kind }) => kind === 'crash');
  const skipped = started.length === 0;
  const reasons = [...new Set(events.flatMap(({ reason }) => reason ?? []))];
  return {
    program: evidence.plan.program.command,
    axis,
    success: !skipped && during.every(({ kind }) => kind === 'exit'),
    skipped,
    ...(skipped ? { skip_reason: reasons.join('; ') } : {}),
    exit_code: during.find(({ code }) => code !== undefined)?.code ?? null,
    duration: rustDuration(timeUnder(started)),
    peak_memory: peakMemory(ids) ?? 0,
    crashes: crashes.map((crash) => assaultCrash(crash, evidence.lives)),
    signatures_detected: [],
  };
}

/** Length of the union of the events' actual times. */
function timeUnder(events: readonly EventReport[]): number {
  const times = events.flatMap(({ actual }) => actual ?? []);
  let total = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const { start_ms, end_ms } of times.sort((a, b) => a.start_ms - b.start_ms)) {
    total += Math.max(0, end_ms - Math.max(start_ms, reached));
    reached = Math.max(reached, end_ms);
  }
  return total;
}

function assaultCrash(crash: Placed, lives: readonly LifeReport[]): Attack['crashes'][number] {
  const life = lives.find((one) => one.life === crash.life);
  return {
    timestamp: rfc3339(crash.ts),
    signal: crash.signal ?? null,
    backtrace: null,
    stderr: life?.stderr_tail ?? '',
    stdout: life?.output_tail ?? '',
  };
}

export function overallAssessment(
  evidence: Evidence,
  judgement: Judgement,
): AssaultPart['overall_assessment'] {
  const weaknesses =
    crashesOf(evidence).length + evidence.crashesNotKept + hangsOf(evidence).length;
  return {
    robustness_score: robustnessScore(
      evidence.events,
      Math.max(weaknesses, judgement.weaknesses.length > 0 ? 1 : 0),
      judgement.verdict,
    ),
    critical_issues: [...judgement.weaknesses],
    recommendations: recommendations(evidence),
  };
}

function recommendations(evidence: Evidence): string[] {
  const { events, lives, plan } = evidence;
  const advice: string[] = [];
  const [crash] = crashesOf(evidence);
  if (crash) {
    const where =
      crash.active.length > 0 ? ` Play ${list(crash.active)} alone to narrow it down.` : '';
    advice.push(`Look for ${howOf(crash)} in the output of life ${crash.life}.${where}`);
  }
  const [hang] = hangsOf(evidence);
  if (hang)
    advice.push(`Find out what the target waits for when it does not answer: ${howOf(hang)}.`);
  const weak = events.filter(({ dose }) => dose !== null && !dose.ok).map(({ id }) => id);
  if (weak.length > 0) {
    advice.push(
      `Give ${list(weak)} a lower intensity, higher limits, or a host with more to spare.`,
    );
  }
  if (lives.some(({ outcome }) => outcome.kind === 'unkillable')) {
    advice.push('Find out what the target waits for in the kernel: not even SIGKILL ended it.');
  }
  if (lives.some(({ killed, outcome }) => killed && outcome.kind !== 'unkillable')) {
    const { signal, graceMs } = plan.target.stop;
    advice.push(
      `Make the target end within ${graceMs / 1_000} s of ${signal}: it had to be killed.`,
    );
  }
  return advice;
}

export function assaultTimeline(
  evidence: Evidence,
  world: { readonly doses: DoseTables; readonly facts: HostFacts },
  peakMemory: PeakMemory,
): AssaultPart['timeline'] {
  const { plan, events } = evidence;
  return {
    duration: rustDuration(plan.durationMs),
    events: plan.events.map((event, index) => {
      const report = events[index];
      const peak = report?.actual ? peakMemory([event.id]) : null;
      const times = report?.actual ?? report?.planned ?? { start_ms: 0, end_ms: 0 };
      return {
        id: event.id,
        axis: event.axis,
        start_offset: rustDuration(times.start_ms),
        duration: rustDuration(times.end_ms - times.start_ms),
        intensity: nearestLevel(event, world.doses, world.facts),
        args: [...event.args, ...exactIntensity(event)],
        ...(peak === null ? {} : { peak_memory: peak }),
        ran: report?.whole ?? false,
      };
    }),
  };
}

/** The level whose dose is nearest to the event's mean dose; of two, the weaker. */
export function nearestLevel(
  event: PlannedEvent,
  doses: DoseTables,
  facts: HostFacts,
): AssaultLevel {
  const mean = doseMean(event.dose);
  let nearest: AssaultLevel = 'Light';
  let least = Number.POSITIVE_INFINITY;
  for (const [index, level] of levels.entries()) {
    const distance = Math.abs(doseOf(level, doses[event.axis], facts).from - mean);
    if (distance < least) {
      least = distance;
      nearest = assaultLevels[index] ?? nearest;
    }
  }
  return nearest;
}

/** What the level alone does not say. */
function exactIntensity(event: PlannedEvent): string[] {
  const { intensity } = event;
  if (typeof intensity === 'string') return [];
  const text = intensityText(intensity);
  return [`intensity=${typeof text === 'string' ? text : `${text.from}..${text.to}`}`];
}
