/**
 * Goal: an injection's chain is whole when it leads without a gap from its request to one end; waits
 * and false positives are counted as the specification defines them.
 * Method: chains by hand, counted by hand, with one thing wrong at a time.
 */
import { describe, expect, it } from 'vitest';
import { Lifecycles } from '../../../../machines/trace/metrics/lifecycles.ts';
import { log, type Told } from '../told.ts';

function figures(...told: readonly Told[]): Readonly<Record<string, number | null>> {
  const lives = new Lifecycles();
  for (const event of log(...told)) lives.hear(event);
  return Object.fromEntries(lives.metrics().map(({ id, value }) => [id, value]));
}

const whole: readonly Told[] = [
  { id: 'r', type: 'inject.requested', at: 0 },
  { id: 'q', type: 'inject.queued', by: 'r', at: 10 },
  { id: 'a', type: 'inject.applied', by: 'r', at: 2_010 },
  { id: 's', type: 'inject.submit.requested', by: 'a', at: 2_020 },
  { id: 't', type: 'inject.submit.sent', by: 's', at: 2_030 },
  { id: 'p', type: 'verify.pass', by: 't', at: 2_040 },
  { id: 'v', type: 'inject.verified', by: 'p', at: 2_040 },
];
const without = (id: string) => whole.filter((one) => one.id !== id);

describe('a lifecycle', () => {
  it('is complete from request to end', () => {
    expect(figures(...whole)).toEqual({
      'lifecycle-complete': 1,
      'false-positive-submits': 0,
      'deferred-to-dropped': null,
      'queue-wait-p95': 2_000,
    });
  });

  it.each([
    [
      'a step is missing, though its effects lead on',
      without('s').map((one) => (one.id === 't' ? { ...one, by: 'a' } : one)),
    ],
    ['a step and with it a cause is missing', without('s')],
    ['the cause of the end is missing', without('p')],
    ['the log ends before it does', without('v')],
    [
      'the steps come in another order',
      whole.map((one) =>
        one.id === 's'
          ? { ...one, type: 'inject.submit.sent' }
          : one.id === 't'
            ? { ...one, type: 'inject.submit.requested' }
            : one,
      ),
    ],
  ] as const)('is not when %s', (_why, told) => {
    expect(figures(...told)['lifecycle-complete']).toBe(0);
  });

  it('is complete when it was dropped unwritten, and not when it was written before', () => {
    const dropped: Told = { id: 'd', type: 'inject.dropped', by: 'r', payload: { reason: 'x' } };
    expect(figures(...whole.slice(0, 2), dropped)['lifecycle-complete']).toBe(1);
    expect(figures(...whole.slice(0, 3), dropped)['lifecycle-complete']).toBe(0);
    const failed: Told = { id: 'f', type: 'inject.failed', by: 'a' };
    expect(figures(...whole.slice(0, 3), failed)['lifecycle-complete']).toBe(1);
  });

  it('has no figures where nothing was requested', () => {
    expect(figures({ id: 'x', type: 'focus.locked' })).toEqual({
      'lifecycle-complete': null,
      'false-positive-submits': null,
      'deferred-to-dropped': null,
      'queue-wait-p95': null,
    });
  });
});

describe('a step whose cause is not in the log', () => {
  const parts = (...told: readonly Told[]) => {
    const lives = new Lifecycles();
    for (const event of log(...told)) lives.hear(event);
    const [complete] = lives.metrics();
    return complete?.parts.map(({ label, value }) => `${label} ${value}`);
  };
  const lost = (type: string, of = 'op'): Told => ({ id: 'x', type, by: 'lost', of });

  it('breaks the chain of its operation, which ends all the same', () => {
    const torn = whole.map((one) => (one.id === 'p' ? { ...one, by: 'lost' } : one));
    expect(parts(...torn)).toEqual([
      ...['requested 1', 'complete 0', 'inject.verified 1', 'inject.dropped 0'],
      ...['inject.failed 0', 'open at the end of the log 0'],
    ]);
  });

  it('breaks no other, and nothing breaks that is no step', () => {
    const [first, ...rest] = whole;
    if (!first) return;
    for (const strange of [lost('queue.depth.changed', 'other'), lost('clip.armed')]) {
      expect(parts(first, strange, ...rest)).toContain('complete 1');
    }
    expect(parts(first, lost('queue.depth.changed'), ...rest)).toContain('complete 0');
  });
});

it('names the one contract that deferred where no reasons are told', () => {
  const lives = new Lifecycles();
  const payload = { contractId: 'a' };
  const told = log(
    { id: '1', type: 'inject.requested' },
    { id: '2', type: 'inject.deferred', by: '1', payload },
  );
  for (const event of told) lives.hear(event);
  const ratio = lives.metrics().find(({ id }) => id === 'deferred-to-dropped');
  expect(ratio?.parts[0]).toEqual({ label: 'a: deferred', value: 1 });
});

it('counts drops after deferrals by the contracts that deferred, in order', () => {
  const hold = (id: string, by: string, ...contracts: readonly string[]): Told => ({
    ...{ id, type: 'inject.deferred', by },
    payload: { reasons: contracts.map((contractId) => ({ contractId, detail: 'x' })) },
  });
  const lives = new Lifecycles();
  const told = log(
    { id: '1', type: 'inject.requested' },
    hold('2', '1', 'a', 'b'),
    { id: '3', type: 'inject.requested' },
    hold('4', '3', 'a'),
    { id: '5', type: 'inject.dropped', by: '1', payload: { reason: 'ttl_expired' } },
    { id: '6', type: 'inject.requested' },
    { id: '7', type: 'inject.dropped', by: '6', payload: { reason: 'blocked' } },
  );
  for (const event of told) lives.hear(event);
  const ratio = lives.metrics().find(({ id }) => id === 'deferred-to-dropped');
  expect([ratio?.value, ratio?.verdict]).toEqual([0.5, 'tracked']);
  expect(ratio?.parts.map(({ label, value }) => `${label} ${value}`)).toEqual([
    'a: deferred 1',
    'a: then dropped 0',
    'a + b: deferred 1',
    'a + b: then dropped 1',
    'all that were dropped: blocked 1',
    'all that were dropped: ttl_expired 1',
  ]);
});
