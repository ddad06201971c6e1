/**
 * Who asks about a signal in a plan: conditions of events, curves, rules of the constraint, what
 * aborts the run, and expectations.
 *
 * @spec timeline phase 2
 */
import { textsOf } from '../condition/wish.ts';
import { textOf } from '../expectation/expectation.ts';
import type { Plan } from '../timeline.ts';
import type { Reader } from './availability.ts';
import type { Expression } from './expression.ts';

/** Every expression of the plan with the one that it belongs to. */
export function readersIn({
  events,
  inputs = [],
  constraints,
  abort,
  expect = [],
}: Pick<Plan, 'events' | 'inputs' | 'constraints' | 'abort' | 'expect'>): readonly Reader[] {
  return [
    ...(abort === undefined ? [] : textsOf(abort)).map((text) => ({
      ...{ of: 'run', role: 'abort' as const, text },
    })),
    ...(constraints?.rules ?? []).flatMap(({ axis: of, when, until }) =>
      [when, until ?? when].map((text): Reader => ({ of, role: 'rule', text })),
    ),
    ...events.flatMap(({ id: of, start, stop, sideChain }): readonly Reader[] => [
      ...(start?.when ? textsOf(start.when) : []).map((text) => ({
        ...{ of, text, role: 'start' as const },
      })),
      ...(stop ? textsOf(stop) : []).map((text) => ({ of, text, role: 'stop' as const })),
      ...(sideChain ? [{ of, text: sideChain.by, role: 'curve' as const }] : []),
    ]),
    ...expect.flatMap((one) => {
      const text = textOf(one);
      return text === null ? [] : [{ of: 'run', role: 'expect' as const, text }];
    }),
    ...inputs.flatMap(({ id: of, start }) =>
      (start?.when ? textsOf(start.when) : []).map((text) => ({
        ...{ of, text, role: 'start' as const },
      })),
    ),
  ];
}

/** The readers of each signal; one that asks twice is told once. */
export function readersOfSignals(
  readers: readonly Reader[],
  expressionOf: (text: string) => Pick<Expression, 'signals' | 'windows'> | undefined,
): ReadonlyMap<string, readonly Reader[]> {
  const found = new Map<string, Reader[]>();
  for (const reader of readers) {
    const expression = expressionOf(reader.text);
    if (expression === undefined) continue;
    const windowed = expression.windows.map(({ signal }) => signal);
    for (const signal of new Set([...expression.signals, ...windowed])) {
      const known = found.get(signal) ?? [];
      if (!known.some((one) => isSame(one, reader))) known.push(reader);
      found.set(signal, known);
    }
  }
  return found;
}

function isSame(one: Reader, other: Reader): boolean {
  return one.of === other.of && one.role === other.role && one.text === other.text;
}

/** `hot starts when io_pressure > 0.5`. */
export function readerText({ of, role, text }: Reader): string {
  switch (role) {
    case 'start':
      return `${of} starts when ${text}`;
    case 'stop':
      return `${of} stops when ${text}`;
    case 'curve':
      return `${of} is modulated by ${text}`;
    case 'expect':
      return `expected: ${text}`;
    case 'abort':
      return `the run is aborted when ${text}`;
    case 'rule':
      return `${of} gives way when ${text}`;
  }
}
