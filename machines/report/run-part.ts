/**
 * The run as a whole in the report: its three answers, why, and how it began and ended.
 *
 * @spec timeline reporting
 */
import type { Plan } from '../timeline/timeline.ts';
import type { AmbushPart } from './ambush.ts';
import type { Heard } from './heard.ts';
import { rfc3339 } from './instant.ts';
import { thousandths } from './metrics.ts';
import type { Judgement } from './verdict.ts';

/** A log that ends before its run does, say because the head was killed, proves no clean-up. */
const unended = {
  leftovers: [{ kind: 'process', name: 'unknown', reason: 'the log ends before the clean-up' }],
  orphanGuard: 'unknown',
} as const;

export function runPart(
  plan: Plan,
  heard: Heard,
  status: AmbushPart['run']['status'],
  judgement: Judgement,
): AmbushPart['run'] {
  const sinceStart = heard.originSinceStartMs;
  const { leftovers, orphanGuard } = heard.ended ?? unended;
  return {
    id: heard.runId ?? '',
    status,
    verdict: judgement.verdict,
    cleanup: leftovers.length === 0 ? 'clean' : 'leftovers',
    reasons: [...judgement.reasons],
    seed: plan.seed,
    started_at: rfc3339(heard.startedAtMs ?? 0),
    duration_ms: thousandths((heard.ended?.atMs ?? heard.lastAtMs) + (sinceStart ?? 0)),
    origin_ms: sinceStart,
    timeline_hash: plan.timelineHash,
    ...(heard.abort === null ? {} : { abort: abortOf(heard.abort) }),
    leftovers: leftovers.map(({ kind, name, reason }) => ({ kind, name, reason })),
    orphan_guard: orphanGuard,
    dropped_telemetry: heard.droppedTelemetry,
  };
}

function abortOf({ atMs, because, saw }: NonNullable<Heard['abort']>) {
  return { at_ms: thousandths(atMs), because, saw };
}
