/**
 * Which contracts decided about an intent, in order, each time that it was looked at: at once, and
 * again when its turn came. All of them are known from Lane B; those that were broken, and on which
 * values, from Lane A alone.
 *
 * @spec kernel 5 5.1
 */
import type { LoggedEvent } from '../record/session-line.ts';
import { objectsOf } from './value.ts';

/** How one contract decided. */
export interface Look {
  readonly contractId: string;
  /** `overridden`: broken, but a recovery intent passes it. `shadow`: on trial, changes nothing. */
  readonly answer: 'kept' | 'broken' | 'overridden' | 'shadow';
  /** Why it was broken, as the contract says it; null when it was kept. */
  readonly detail: unknown;
  /** What it wants done, where the log tells. */
  readonly action: string | null;
  /** The values that it decided on; null when they are not in the log. */
  readonly saw: Readonly<Record<string, unknown>> | null;
}

export interface Round {
  readonly atMs: number;
  /** The event of Lane A at whose instant it was decided. */
  readonly eventId: string;
  /** What let it be looked at again; null the first time. */
  readonly trigger: string | null;
  readonly looks: readonly Look[];
  /** Whether the contracts that were kept are known as well. */
  readonly isComplete: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

const marks: Readonly<Record<string, Look['answer']>> = {
  'contract.violation': 'broken',
  'contract.override': 'overridden',
  'contract.shadow.violation': 'shadow',
};

/** What gives the reasons of a refusal, and what the contracts wanted done then. */
const reasonGivers: ReadonlyMap<string, string | null> = new Map([
  ['inject.deferred', 'defer'],
  ['inject.dropped', null],
  ['fit.skipped', 'skip'],
]);

/** `children` are the events that the intent caused directly, in the order of the log. */
export function roundsOf(intent: LoggedEvent, children: readonly LoggedEvent[]): readonly Round[] {
  const checks = children.filter(({ type }) => type === 'contract.checked');
  const phases = phasesOf(intent, children);
  return phases
    .map(({ start, trigger, told }, index): Round => {
      const broken = brokenIn(told);
      const check = checks[index];
      const looks = check ? allLooks(check, broken) : [...broken.values()];
      const { atMs, eventId } = start;
      return { atMs, eventId, trigger, looks, isComplete: check !== undefined };
    })
    .filter(({ looks, isComplete }) => looks.length > 0 || isComplete);
}

interface Phase {
  readonly start: LoggedEvent;
  readonly trigger: string | null;
  readonly told: LoggedEvent[];
}

/** A new look begins with what is told before `inject.resumed`, and ends with it. */
function phasesOf(intent: LoggedEvent, children: readonly LoggedEvent[]): readonly Phase[] {
  let phase: Phase = { start: intent, trigger: null, told: [] };
  const phases = [phase];
  let waits = false;
  for (const event of children) {
    const { type, payload } = event;
    const decides = type === 'inject.resumed' || (type === 'inject.dropped' && isRefusal(payload));
    if (waits && (type in marks || decides)) {
      const trigger = typeof payload.trigger === 'string' ? payload.trigger : null;
      if (phase === phases[0]) {
        phase = { start: event, trigger: trigger ?? 'its turn', told: [] };
        phases.push(phase);
      } else if (trigger) {
        phase = { ...phase, start: event, trigger };
        phases[phases.length - 1] = phase;
      }
    }
    phase.told.push(event);
    if (type === 'inject.deferred') waits = true;
  }
  return phases;
}

function isRefusal({ reason }: Fields): boolean {
  return reason === 'blocked' || reason === 'dropped' || reason === 'skipped';
}

function brokenIn(told: readonly LoggedEvent[]): ReadonlyMap<string, Look> {
  const broken = new Map<string, Look>();
  for (const { type, payload } of told) {
    const mark = marks[type];
    if (mark) note(broken, payload, mark, { action: payload.action });
    const action = reasonGivers.get(type);
    if (action === undefined) continue;
    for (const reason of objectsOf(payload.reasons)) note(broken, reason, 'broken', { action });
  }
  return broken;
}

/** The first word counts: a violation says more than the drop that follows from it. */
function note(
  broken: Map<string, Look>,
  fields: Fields,
  answer: Look['answer'],
  { action }: { readonly action: unknown },
): void {
  const { contractId, detail = null, saw } = fields;
  if (typeof contractId !== 'string' || broken.has(contractId)) return;
  const wants = typeof action === 'string' ? action : null;
  broken.set(contractId, { contractId, answer, detail, action: wants, saw: fieldsOf(saw) });
}

function allLooks({ payload }: LoggedEvent, broken: ReadonlyMap<string, Look>): readonly Look[] {
  return objectsOf(payload.decisions).map(({ contractId, passed, mode, saw }): Look => {
    const id = String(contractId);
    const known = broken.get(id);
    const answer = passed === true ? 'kept' : mode === 'shadow' ? 'shadow' : 'broken';
    return {
      contractId: id,
      answer: passed === true ? 'kept' : (known?.answer ?? answer),
      detail: passed === true ? null : (known?.detail ?? null),
      action: passed === true ? null : (known?.action ?? null),
      saw: fieldsOf(saw) ?? known?.saw ?? null,
    };
  });
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : null;
}
