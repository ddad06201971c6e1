/**
 * A drawn timeline as an author would write it; JSON is YAML as well.
 *
 * @spec reliability simulation
 */
import { textOf as testText } from './expression-oracle.ts';
import type {
  Condition,
  Ending,
  ModelChain,
  ModelExpectation,
  ModelRule,
  ModelTimeline,
} from './model.ts';

export function textOf(model: ModelTimeline): string {
  const { restart, isAsked, events, rules, bottleneck, abort, expect } = model;
  return JSON.stringify(
    {
      program: './played',
      duration: model.durationMs / 1_000,
      seed: model.seed,
      target: {
        restart,
        ...(isAsked ? { ready: { tcp: 8080, within: '2s' } } : {}),
      },
      signals: { queue: { output: 'queue=(?<value>\\d+)' } },
      ...(rules.length === 0 ? {} : { constraints: { bottleneck, subordinate: ruled(rules) } }),
      ...(abort === null ? {} : { abort_when: conditionOf(abort) }),
      ...(expect.length === 0 ? {} : { expect: expect.map(expectationOf) }),
      events: events.map(({ id, axis, atMs, forMs, intensity, start, byMs, stop }) => ({
        ...{ id, axis, for: forMs / 1_000, intensity },
        ...(atMs === null ? {} : { at: atMs / 1_000 }),
        ...(start === null ? {} : { start_when: { all: [conditionOf(start)], ...byOf(byMs) } }),
        ...(stop === null ? {} : { stop_when: conditionOf(stop) }),
      })),
      ...(model.chains.length === 0 && !model.isCircular ? {} : { chains: chained(model) }),
    },
    null,
    2,
  );
}

function ruled(rules: readonly ModelRule[]) {
  return Object.fromEntries(
    rules.map(({ axis, when, holdMs, until, action }) => {
      const parts = when.is === 'and' ? when.of.map(testText) : [testText(when)];
      const keys = Object.fromEntries(parts.map((part) => [part, null]));
      const hold = holdMs === 0 ? {} : { hold: holdMs / 1_000 };
      const condition = when.is === 'and' ? { ...keys, ...hold } : { if: testText(when), ...hold };
      const then = until === null ? {} : { until: testText(until) };
      return [axis, { if: condition, ...then, action }];
    }),
  );
}

const byOf = (byMs: number | null) => (byMs === null ? {} : { by: byMs / 1_000 });

function conditionOf(condition: Condition): unknown {
  const hold = condition.holdMs === 0 ? {} : { hold: condition.holdMs / 1_000 };
  switch (condition.is) {
    case 'holds': {
      const text = testText(condition.test);
      return condition.holdMs === 0 ? text : { if: text, ...hold };
    }
    case 'ended':
      return { event: condition.event, outcome: condition.outcome, ...hold };
    case 'all':
    case 'any':
      return { [condition.is]: condition.of.map(conditionOf), ...hold };
  }
}

function expectationOf({ is, test }: ModelExpectation): unknown {
  return is === 'usual' ? testText(test) : { [is]: testText(test) };
}

type Link = ModelChain['from'][number];

interface Step {
  readonly from: readonly Link[];
  readonly to: readonly string[];
}

/** What is led to from the same fans out; what leads on stands in one line. */
function chained({ chains, events, isCircular }: ModelTimeline): readonly string[] {
  const left: Step[] = [];
  for (const { from, to } of chains) {
    const same = left.findIndex((step) => leftText(step.from) === leftText(from));
    const before = left[same];
    if (before === undefined) left.push({ from, to: [to] });
    else left[same] = { from, to: [...before.to, to] };
  }
  const texts: string[] = [];
  for (let step = left.shift(); step !== undefined; step = left.shift()) {
    let text = leftText(step.from);
    let end = step.to;
    for (let next = nextOf(left, end); next !== undefined; next = nextOf(left, end)) {
      text += ` -> ${leftText(next.from)}`;
      end = next.to;
    }
    text += ` -> ${listText(end)}`;
    texts.push(text);
  }
  const [first, last] = [events[0]?.id, events.at(-1)?.id];
  return isCircular ? [...texts, `${first} -> ${last}`, `${last} -> ${first}`] : texts;
}

/** What the only one of them leads on to, taken out of what is left. */
function nextOf(left: Step[], [only, ...others]: readonly string[]): Step | undefined {
  const at = left.findIndex(({ from }) => from.length === 1 && from[0]?.event === only);
  return at < 0 || others.length > 0 ? undefined : left.splice(at, 1)[0];
}

const leftText = (from: readonly Link[]): string => listText(from.map(linkText));

function listText(parts: readonly string[]): string {
  return parts.length === 1 ? String(parts[0]) : `[${parts.join(', ')}]`;
}

function linkText({ event, outcome }: { event: string; outcome: Ending }): string {
  return outcome === 'any' ? event : `${event}[${outcome}]`;
}
