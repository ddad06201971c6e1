/**
 * Goal: what the report says of inputs follows from the log alone, also from one that breaks off.
 * Method: logs written by hand, in and out of order, with ends, without, and foreign ones between.
 */
import { expect, it } from 'vitest';
import type { AmbushEvent } from '../../../machines/kernel/events/registry.ts';
import { createInjectionRecord } from '../../../machines/report/injection-record.ts';
import { injectionsPartSchema } from '../../../machines/report/injections.ts';
import { planTimeline } from '../../../machines/timeline/plan.ts';
import { simulatedFacts } from '../../../runtime/host/simulated-host.ts';
import { doseTables } from '../../../stressors/doses.ts';
import { timelineOf } from '../timeline/documents.ts';

const plan = planTimeline(
  timelineOf(
    `program: p\ntarget: { pane: {} }\ntracks:\n  - { pane: "1", events: [{ id: ask, at: 1s, inject: x }, { id: two, at: 2s, inject: y }] }\n`,
  ),
  doseTables,
  simulatedFacts,
  'h',
);
const times = { startedAtMs: 1_000_000, originMs: 500 };
const spans = [{ id: 'spike', startMs: 0, endMs: 5_000 }];

const said = (type: string, payload: object, more: object = {}) =>
  ({
    ...{ eventId: `e-${type}`, correlationId: 'c', causationId: null, type, source: 's' },
    ...{ paneId: '1', ts: 1_001_500, seq: 1, payload, ...more },
  }) as unknown as AmbushEvent;

function partOf(...events: readonly AmbushEvent[]) {
  const record = createInjectionRecord();
  for (const event of events) record.take(event);
  const part = record.part(plan, times, spans);
  return injectionsPartSchema.parse(part);
}

const due = said('input.due', { atMs: 1_000, clipId: 'ask', pane: '1', skewMs: 0.5 });

it('has nothing to say of a log without inputs', () => {
  const part = partOf();
  expect(part).toMatchObject({ asked: 0, verified: 0, failed: 0, skipped: 2, queue_wait_ms: null });
  expect(part.inputs[0]).toMatchObject({ state: 'skipped', outcome: null, stress: [] });
});

it('says what it does not know of a log that breaks off', () => {
  const part = partOf(due, said('inject.applied', {}));
  expect(part.inputs[0]).toMatchObject({
    ...{ state: 'done', outcome: 'outcome_unknown', reason: 'nothing was heard of its end' },
    ...{ ended_ms: null, stress: ['spike'], start_skew_ms: 0.5 },
  });
  expect(part).toMatchObject({ asked: 1, verified: 0, failed: 1 });
});

it('takes only what belongs to the input', () => {
  const foreign = { correlationId: 'other' };
  const reasons = [{ contractId: 'focus-lock-guard', detail: 'x' }];
  const part = partOf(
    due,
    said('inject.deferred', { reason: 'x', contractId: 'y', reasons, remainingMs: 1 }, foreign),
    said('inject.mode.selected', { mode: 'paste', paneId: '1' }),
    said('inject.submit.sent', { key: 'k', attempt: 2 }),
    said('inject.submit.sent', { key: 'k', attempt: 9 }, foreign),
    said('verify.pass', { evidence: 'turn_started' }),
    said('inject.verified', { key: 'k', evidence: 'turn_started', attempts: 2 }),
    said('input.settled', { atMs: 1_700, clipId: 'ask', outcome: 'verified' }),
  );
  expect(part.inputs[0]).toMatchObject({
    ...{ deferred_by: [], mode: 'paste', attempts: 2, verification: 'pass' },
    ...{ evidence: 'turn_started', ended_ms: 1_700, queue_wait_ms: 0 },
  });
  expect(part.queue_wait_ms).toEqual({ mean: 0, p95: 0, max: 0 });
});

it('places compactions and safe mode by the time of the wall', () => {
  const at = (ts: number) => ({ ts });
  const part = partOf(
    said('cli.compaction.suspected', { confidence: 1 }, at(1_002_500)),
    said('cli.compaction.started', { confidence: 1 }, at(1_003_500)),
    said('safemode.entered', { triggerReason: 'manual', violations: 0 }, at(1_004_500)),
    said('cli.compaction.ended', { durationMs: 1, endReason: 'end_marker' }, at(1_007_500)),
    said('cli.compaction.suspected', { confidence: 1 }, at(1_009_500)),
  );
  expect(part.compactions).toEqual([
    {
      ...{ pane: '1', start_ms: 2_000, end_ms: 7_000, confirmed: true },
      ...{ end_reason: 'end_marker', stress: ['spike'] },
    },
    { pane: '1', start_ms: 9_000, end_ms: null, confirmed: false, end_reason: null, stress: [] },
  ]);
  expect(part.safe_mode).toEqual([{ start_ms: 4_000, end_ms: null, reason: 'manual' }]);
});
