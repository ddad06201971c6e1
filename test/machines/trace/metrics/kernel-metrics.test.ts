/**
 * Goal: every metric of section 10 is there, once, in its order, with a figure or the reason why
 * there is none; the figures are those that a naive count gives.
 * Method: the ids by hand; a real session counted anew from its events, wholly otherwise.
 */
import { expect, it } from 'vitest';
import type { LoggedEvent } from '../../../../machines/record/session-line.ts';
import { metricIds, metricsOf } from '../../../../machines/trace/metrics/kernel-metrics.ts';
import { session, traced } from '../traced-session.ts';

const events = traced(session);

it('are these, in the order of the specification, each with words', () => {
  const { metrics } = metricsOf([]);
  expect(metrics.map(({ id }) => id)).toEqual(metricIds);
  expect(new Set(metricIds).size).toBe(18);
  expect(metrics.every(({ value, verdict }) => value === null && verdict !== 'met')).toBe(true);
  expect(metrics.every(({ measured }) => /\.$/.test(measured))).toBe(true);
});

it('have the targets of the specification', () => {
  const { metrics, spanMs } = metricsOf([]);
  expect(spanMs).toBe(0);
  const told = metrics.map(
    ({ section, id, unit, target }) =>
      `${section} ${id}, ${unit}: ${target ? `${target.is} ${target.value}` : 'no target'}`,
  );
  expect(told).toMatchInlineSnapshot(`
    [
      "10.1 root-cause-p95, ms: less than 120000",
      "10.1 lifecycle-complete, share: at least 0.95",
      "10.1 false-positive-submits, share: less than 0.02",
      "10.1 emission-p95, ms: less than 1",
      "10.1 emission-storm-p95, ms: less than 2",
      "10.1 violation-latency, ms: less than 10",
      "10.2 loss-lane-a, share: at most 0",
      "10.2 loss-lane-b, share: at most 0.001",
      "10.2 order-lane-a, share: at most 0",
      "10.2 order-lane-b, share: less than 0.01",
      "10.2 emission-p99-lane-a, ms: less than 2",
      "10.2 emission-p99-lane-b, ms: less than 5",
      "10.3 detector-precision-recall, share: no target",
      "10.3 contract-false-positives, share: less than 0.01",
      "10.3 deferred-to-dropped, share: no target",
      "10.3 queue-wait-p95, ms: less than 5000",
      "10.3 safe-mode-quality, share: more than 0.8",
      "10.3 replay-fidelity, share: at least 0.9",
    ]
  `);
});

it('give the figures of a naive count', () => {
  const { metrics, events: count, spanMs } = metricsOf(events);
  const value = (id: string) => metrics.find((one) => one.id === id)?.value;
  const of = (type: string) => events.filter((event) => event.type === type);
  const rest = (event: LoggedEvent, type: string) =>
    of(type).find(({ correlationId }) => correlationId === event.correlationId);
  expect(count).toBe(events.length);
  expect(spanMs).toBe((events.at(-1)?.atMs ?? 0) - (events[0]?.atMs ?? 0));
  expect(value('false-positive-submits')).toBe(
    of('verify.false_positive').length / of('inject.verified').length,
  );
  const waits = of('inject.queued').flatMap((queued) => {
    const applied = rest(queued, 'inject.applied');
    return applied ? [applied.atMs - queued.atMs] : [];
  });
  expect(waits.length).toBeGreaterThan(2);
  expect(value('queue-wait-p95')).toBe(Math.max(...waits));
  const deferred = of('inject.deferred');
  const dropped = deferred.filter((one) => rest(one, 'inject.dropped'));
  expect(value('deferred-to-dropped')).toBe(dropped.length / deferred.length);
  expect(value('lifecycle-complete')).toBe(1);
  expect(value('violation-latency')).toBe(0);
  expect(['a', 'b'].map((lane) => value(`loss-lane-${lane}`))).toEqual([0, 0]);
  expect(['a', 'b'].map((lane) => value(`order-lane-${lane}`))).toEqual([0, 0]);
});

it('show a lost line', () => {
  const torn = events.filter(({ type }) => type !== 'inject.applied');
  const { metrics } = metricsOf(torn);
  const verdicts = Object.fromEntries(metrics.map(({ id, verdict }) => [id, verdict]));
  expect(verdicts).toMatchObject({ 'loss-lane-a': 'missed', 'lifecycle-complete': 'missed' });
});
