/**
 * What a report remembers of the inputs of a timeline and of the pane that they go to. What the
 * kernel says carries no offset: it is placed by its wall-clock time, counted from the start of
 * the run.
 *
 * @spec timeline reporting
 */
import type { AmbushEvent } from '../kernel/events/registry.ts';
import { startText } from '../timeline/condition/judge.ts';
import type { InputEvent } from '../timeline/input/input.ts';
import type { Plan } from '../timeline/timeline.ts';
import type { InjectionReport, InjectionsPart } from './injections.ts';
import { nearestRank, thousandths } from './metrics.ts';
import type { Span } from './segments.ts';
import { reasonText } from './why-not-taken.ts';

/** Compactions and safe modes beyond these are not kept one by one. */
const spansMax = 1_000;

interface Notes {
  due: { readonly atMs: number; readonly skewMs: number; readonly eventId: string } | null;
  settled: { readonly atMs: number; readonly outcome: NonNullable<Outcome> } | null;
  reason: string | null;
  isMet: boolean;
  deferredBy: readonly string[];
  waitedMs: number | null;
  isApplied: boolean;
  readonly overrode: string[];
  mode: string | null;
  attempts: number;
  lost: number;
  verification: InjectionReport['verification'];
  evidence: string | null;
}
type Outcome = InjectionReport['outcome'];

interface Stretch {
  readonly pane: string;
  readonly startTs: number;
  endTs: number | null;
  confirmed: boolean;
  reason: string | null;
}

/** Where the run lies in time: wall-clock time of its start, and its origin from there. */
export interface RunTimes {
  readonly startedAtMs: number;
  readonly originMs: number;
}

export interface InjectionRecord {
  take(event: AmbushEvent): void;
  /** Undefined for a plan whose target has no pane. */
  part(plan: Plan, times: RunTimes, spans: readonly Span[]): InjectionsPart | undefined;
}

export function createInjectionRecord(): InjectionRecord {
  return new Record();
}

class Record implements InjectionRecord {
  readonly #byId = new Map<string, Notes>();
  readonly #byCorrelation = new Map<string, Notes>();
  readonly #compactions: Stretch[] = [];
  readonly #safe: Stretch[] = [];

  take(event: AmbushEvent): void {
    if (event.type.startsWith('input.') || event.type === 'condition.met') this.#takeInput(event);
    else if (event.type.startsWith('cli.compaction.')) this.#takeCompaction(event);
    else if (event.type.startsWith('safemode.')) this.#takeSafeMode(event);
    else {
      const notes = this.#byCorrelation.get(event.correlationId);
      if (notes) takeStep(notes, event);
    }
  }

  part(plan: Plan, times: RunTimes, spans: readonly Span[]): InjectionsPart | undefined {
    if (plan.target.pane === undefined) return undefined;
    const inputs = (plan.inputs ?? []).map((event) => {
      const track = plan.inputLanes?.[event.lane]?.name ?? `pane ${event.paneId}`;
      return reportOf(event, track, this.#byId.get(event.id), spans);
    });
    const offsetOf = (ts: number): number => thousandths(ts - times.startedAtMs - times.originMs);
    const endOf = ({ endTs }: Stretch): number | null => (endTs === null ? null : offsetOf(endTs));
    return {
      ...totalsOf(inputs),
      inputs,
      compactions: this.#compactions.map((one) => {
        const [startMs, endMs] = [offsetOf(one.startTs), endOf(one)];
        return {
          pane: one.pane,
          start_ms: startMs,
          end_ms: endMs,
          confirmed: one.confirmed,
          end_reason: one.reason,
          stress: meanwhile(spans, startMs, endMs ?? Number.POSITIVE_INFINITY),
        };
      }),
      safe_mode: this.#safe.map((one) => ({
        start_ms: offsetOf(one.startTs),
        end_ms: endOf(one),
        reason: one.reason ?? '',
      })),
    };
  }

  #takeInput(event: AmbushEvent): void {
    switch (event.type) {
      case 'condition.met':
        if (event.payload.role === 'start') this.#of(event.payload.clipId).isMet = true;
        return;
      case 'input.due': {
        const { clipId, atMs, skewMs } = event.payload;
        const notes = this.#of(clipId);
        notes.due ??= { atMs, skewMs, eventId: event.eventId };
        this.#byCorrelation.set(event.correlationId, notes);
        return;
      }
      case 'input.settled': {
        const { clipId, atMs, outcome, reason } = event.payload;
        const notes = this.#of(clipId);
        notes.settled ??= { atMs, outcome };
        notes.reason ??= reason ?? null;
        return;
      }
      case 'input.skipped':
        this.#of(event.payload.clipId).reason ??= event.payload.reason;
        return;
    }
  }

  #takeCompaction({ type, paneId, ts, payload }: AmbushEvent): void {
    const open = this.#compactions.findLast(({ pane, endTs }) => pane === paneId && endTs === null);
    if (type === 'cli.compaction.ended') {
      if (!open) return;
      open.endTs = ts;
      open.reason = 'endReason' in payload ? (payload.endReason ?? null) : null;
      return;
    }
    const confirmed = type === 'cli.compaction.started';
    if (open) open.confirmed ||= confirmed;
    else begin(this.#compactions, { pane: paneId, startTs: ts, confirmed, reason: null });
  }

  #takeSafeMode({ type, paneId, ts, payload }: AmbushEvent): void {
    const open = this.#safe.findLast(({ endTs }) => endTs === null);
    if (type === 'safemode.exited') {
      if (open) open.endTs = ts;
    } else if (!open && 'triggerReason' in payload) {
      const reason = String(payload.triggerReason);
      begin(this.#safe, { pane: paneId, startTs: ts, confirmed: true, reason });
    }
  }

  #of(id: string): Notes {
    const known = this.#byId.get(id);
    if (known) return known;
    const made: Notes = {
      ...{ due: null, settled: null, reason: null, isMet: false, deferredBy: [], waitedMs: null },
      ...{ isApplied: false, overrode: [], mode: null, attempts: 0, lost: 0 },
      ...{ verification: null, evidence: null },
    };
    this.#byId.set(id, made);
    return made;
  }
}

function begin(list: Stretch[], stretch: Omit<Stretch, 'endTs'>): void {
  if (list.length < spansMax) list.push({ ...stretch, endTs: null });
}

function takeStep(notes: Notes, event: AmbushEvent): void {
  switch (event.type) {
    case 'inject.deferred':
      notes.deferredBy = event.payload.reasons.map(({ contractId }) => contractId);
      return;
    case 'inject.resumed':
      notes.waitedMs = event.payload.waitedMs;
      return;
    case 'contract.override':
      notes.overrode.push(event.payload.contractId);
      return;
    case 'inject.mode.selected':
      notes.mode = event.payload.mode ?? null;
      return;
    case 'inject.transform.lossy':
      notes.lost = event.payload.lost ?? 0;
      return;
    case 'inject.applied':
      notes.isApplied = true;
      return;
    case 'inject.submit.sent':
      notes.attempts = event.payload.attempt ?? notes.attempts + 1;
      return;
    case 'verify.pass':
      notes.verification = 'pass';
      return;
    case 'verify.false_positive':
      notes.verification = 'false_positive';
      return;
    case 'inject.verified':
      notes.evidence = event.payload.evidence ?? null;
      return;
  }
}

function reportOf(
  event: InputEvent,
  track: string,
  notes: Notes | undefined,
  spans: readonly Span[],
): InjectionReport {
  const { due = null, settled = null } = notes ?? {};
  const isOpen = due !== null && settled === null;
  const outcome = isOpen ? 'outcome_unknown' : (settled?.outcome ?? null);
  const reason = reasonText(outcome, notes?.reason ?? null, isOpen);
  const endMs = settled?.atMs ?? null;
  return {
    id: event.id,
    pane: event.paneId,
    track,
    state: due === null ? 'skipped' : 'done',
    outcome,
    ...(reason === null ? {} : { reason }),
    ...(event.start === undefined
      ? {}
      : { waits_for: startText(event.start), condition_met: notes?.isMet ?? false }),
    critical: event.critical,
    chars: event.text.length,
    planned_ms: event.startMs,
    asked_ms: due === null ? null : thousandths(due.atMs),
    start_skew_ms: due === null ? null : thousandths(due.skewMs),
    ended_ms: endMs === null ? null : thousandths(endMs),
    queue_wait_ms: waitOf(notes),
    deferred_by: [...(notes?.deferredBy ?? [])],
    overrode: [...new Set(notes?.overrode)],
    mode: notes?.mode ?? null,
    attempts: notes?.attempts ?? 0,
    lost_chars: notes?.lost ?? 0,
    verification: notes?.verification ?? null,
    evidence: notes?.evidence ?? null,
    stress: due === null ? [] : meanwhile(spans, due.atMs, endMs ?? Number.POSITIVE_INFINITY),
    cause: due?.eventId ?? null,
  };
}

/** One that was never let through waited until its end. */
function waitOf(notes: Notes | undefined): number | null {
  if (!notes?.due) return null;
  if (notes.waitedMs !== null) return thousandths(notes.waitedMs);
  if (notes.deferredBy.length === 0) return 0;
  return notes.settled === null ? null : thousandths(notes.settled.atMs - notes.due.atMs);
}

function meanwhile(spans: readonly Span[], fromMs: number, toMs: number): string[] {
  return spans.filter(({ startMs, endMs }) => startMs < toMs && endMs > fromMs).map(({ id }) => id);
}

function totalsOf(inputs: readonly InjectionReport[]) {
  const asked = inputs.filter(({ state }) => state === 'done');
  const verified = asked.filter(({ outcome }) => outcome === 'verified').length;
  const waits = asked
    .filter(({ mode }) => mode !== null)
    .flatMap(({ queue_wait_ms: wait }) => wait ?? [])
    .sort((one, other) => one - other);
  const sum = waits.reduce((all, wait) => all + wait, 0);
  return {
    asked: asked.length,
    verified,
    failed: asked.length - verified,
    skipped: inputs.length - asked.length,
    deferred: asked.filter(({ deferred_by: by }) => by.length > 0).length,
    false_positives: asked.filter(({ verification }) => verification === 'false_positive').length,
    queue_wait_ms:
      waits.length === 0
        ? null
        : {
            mean: thousandths(sum / waits.length),
            p95: nearestRank(waits, 95) ?? 0,
            max: waits.at(-1) ?? 0,
          },
  };
}
