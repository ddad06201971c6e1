/**
 * Goal: violations are timed from their trigger, contracts are counted by what they said.
 * Method: events by hand, counted by hand.
 */
import { describe, expect, it } from 'vitest';
import { Guards } from '../../../../machines/trace/metrics/guards.ts';
import { log, type Told } from '../told.ts';

function measure(...told: readonly Told[]) {
  const guards = new Guards();
  for (const event of log(...told)) guards.hear(event);
  return Object.fromEntries(
    guards
      .metrics()
      .map(({ id, value, verdict, parts }) => [
        id,
        { value, verdict, parts: parts.map(({ label, value: count }) => `${label} ${count}`) },
      ]),
  );
}

const violation = (id: string, by: string, at: number): Told => ({
  ...{ id, type: 'contract.violation', by, at, payload: { contractId: 'a' } },
});

describe('violations', () => {
  it('are as late as the latest', () => {
    const request: Told = { id: 'r', type: 'inject.requested', at: 100 };
    const told = [request, violation('v', 'r', 101.5), violation('w', 'r', 112)];
    expect(measure(...told, violation('x', 'lost', 200))['violation-latency']).toEqual({
      value: 12,
      verdict: 'missed',
      parts: ['violations 3', 'without their trigger in the log 1', 'p95, ms 12'],
    });
    expect(measure(...told.slice(0, 2))['violation-latency']?.verdict).toBe('met');
    expect(measure(request)['violation-latency']?.verdict).toBe('no data');
  });
});

it('times the longest and the 95th of a hundred, in whatever order they come', () => {
  const request: Told = { id: 'r', type: 'inject.requested', at: 100 };
  const late = Array.from({ length: 20 }, (_, at) => violation(`v${at}`, 'r', 120 - at));
  expect(measure(request, ...late)['violation-latency']).toMatchObject({
    value: 20,
    parts: ['violations 20', 'without their trigger in the log 0', 'p95, ms 19'],
  });
});

it('forgets triggers of long ago rather than to grow', () => {
  const filler = Array.from({ length: 16_384 }, (_, at) => ({ id: `x${at}`, at: 1 }));
  const request: Told = { id: 'r', type: 'inject.requested', at: 0 };
  const parts = (...told: readonly Told[]) => measure(...told)['violation-latency']?.parts[1];
  expect(parts(request, ...filler.slice(1), violation('v', 'r', 2))).toMatch(/ 0$/);
  expect(parts(request, ...filler, violation('v', 'r', 2))).toMatch(/ 1$/);
});

it('counts what each contract said, what safe mode and the detector said', () => {
  const decisions = [
    { contractId: 'a', passed: true, mode: 'enforced' },
    { contractId: 'b', passed: false, mode: 'shadow' },
  ];
  const found = measure(
    { id: 'c', type: 'contract.checked', payload: { decisions } },
    { id: 'd', type: 'contract.checked', payload: { decisions: 'none' } },
    { id: 'n', type: 'clip.armed', payload: { decisions } },
    { id: 's', type: 'contract.shadow.violation', payload: { contractId: 'b' } },
    { id: 'o', type: 'contract.override', payload: { contractId: 'a' } },
    { id: 'm', type: 'safemode.entered', payload: { triggerReason: 'manual' } },
    { id: 'e', type: 'cli.compaction.ended', payload: { endReason: 'end_marker' } },
  );
  expect(found['contract-false-positives']?.parts).toEqual([
    'a: asked 1',
    'a: overrides 1',
    'b: asked 1',
    'b: not kept 1',
    'b: violations on trial 1',
  ]);
  expect(found['safe-mode-quality']?.parts).toEqual(['entered by manual 1']);
  expect(found['detector-precision-recall']).toEqual({
    value: null,
    verdict: 'not in a log',
    parts: ['cli.compaction.ended, end_marker 1'],
  });
});
