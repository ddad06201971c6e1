/**
 * Goal: when an expression must hold follows from what it asks, and every kind reads as people write it.
 * Method: expressions of each kind, compiled in the scope of expectations.
 */
import { describe, expect, it } from 'vitest';
import {
  type Expectation,
  expectationScope,
  expectationText,
  isTotal,
  textOf,
  usualKind,
} from '../../../../machines/timeline/expectation/expectation.ts';
import {
  compileExpression,
  loadExpressions,
} from '../../../../machines/timeline/expression/load.ts';
import { declaredSignals } from '../../../../machines/timeline/signal/user-signal.ts';

await loadExpressions();

const own = [{ name: 'latency_ms', everyMs: 500, source: { kind: 'tcp', port: 80 } }] as const;
const scope = expectationScope({
  ...{ signals: declaredSignals(own, true), eventIds: ['a'], inputIds: [], usualWindow: 10_000 },
});

describe('the usual kind', () => {
  it.each([
    ['cpu_load < 0.9', 'always'],
    ['latency_ms < 200', 'always'],
    ['crashes == 0 and latency_ms < 200', 'always'],
    ['target.rss_mb < 2 * avg(target.rss_mb)', 'always'],
    ['elapsed_s > 9 ? cpu_load < 1 : exits < 2', 'always'],
    ['crashes == 0', 'finally'],
    ['restarts >= 1 and elapsed_s < 60', 'finally'],
    ['pane("1").queue_depth < 5', 'always'],
    ['pane("1").injections_failed == 0', 'finally'],
    ['p95(latency_ms) < 200', 'finally'],
    ['max(target.rss_mb, 10s) < 200 and exits == 0', 'finally'],
    ['event("a").outcome == "survived"', 'finally'],
  ])('of %s is %s', (text, kind) => {
    const compiled = compileExpression(text, scope);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
    expect(usualKind(compiled.value)).toBe(kind);
  });

  it('knows totals', () => {
    expect(scope.signals.map(({ name }) => name).filter(isTotal)).toEqual([
      ...['crashes', 'exits', 'restarts', 'elapsed_s'],
      ...['pane("1").injections_failed', 'injections_failed'],
    ]);
    expect(isTotal('my_injections_failed')).toBe(false);
  });

  it('looks through windows over the whole run', () => {
    const compiled = compileExpression('avg(cpu_load) < 1 and max(cpu_load, 5s) < 1', scope);
    expect(compiled.ok && compiled.value.windows.map(({ key }) => key)).toEqual([
      'avg(cpu_load)',
      'max(cpu_load, 5s)',
    ]);
  });
});

it.each<[Expectation, string, string | null]>([
  [{ is: 'always', text: 'a > 1' }, 'a > 1', 'a > 1'],
  [{ is: 'recovered', withinMs: 2_500, when: null }, 'recovered within 2.5s', null],
  [{ is: 'recovered', withinMs: 10_000, when: 'a > 1' }, 'recovered within 10s: a > 1', 'a > 1'],
])('%j', (expectation, text, expression) => {
  expect([expectationText(expectation), textOf(expectation)]).toEqual([text, expression]);
});
