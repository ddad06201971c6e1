/**
 * What can be said of a plan on a host before anything starts: what leads to what and what never
 * can, what it would take second by second, and which figures it asks for in vain.
 *
 * @spec timeline phase 2
 */
import type { HostReading } from '../hands/rates.ts';
import type { HostFacts } from './axis.ts';
import { type CausalGraph, causalGraph } from './condition/causal-graph.ts';
import { unreachableIn } from './condition/reach.ts';
import type { Reader } from './expression/availability.ts';
import type { Expression } from './expression/expression.ts';
import { scopeOfPlan } from './expression/file-scope.ts';
import { compileExpression } from './expression/load.ts';
import { readersIn, readersOfSignals } from './expression/readers.ts';
import { type LoadOverTime, loadOverTime, type ScratchLaw } from './load-over-time.ts';
import type { Plan } from './timeline.ts';

export interface SilentSignal {
  readonly signal: string;
  readonly readers: readonly Reader[];
}

export interface Forecast {
  readonly graph: CausalGraph;
  readonly load: LoadOverTime;
  /** Signals that are asked about, and of which this host has no figure. */
  readonly silent: readonly SilentSignal[];
}

export interface Surroundings {
  readonly facts: HostFacts;
  /** One reading of the host: what it does not tell now it never tells. */
  readonly reading: HostReading | null;
  readonly scratch: ScratchLaw;
}

/** Expressions must have been loaded where the plan has any. */
export function forecastOf(plan: Plan, { facts, reading, scratch }: Surroundings): Forecast {
  const silent = new Set(silentIn(reading));
  const expressions = expressionsOf(plan);
  const expressionOf = (text: string) => expressions.get(text);
  const { events, inputs = [], target } = plan;
  const all = [...events, ...inputs];
  const unreachable = unreachableIn({
    ...{ events: all, target, silent },
    expressionOf: (text) => expressionOf(text) ?? null,
  });
  return {
    graph: causalGraph(all, unreachable),
    load: loadOverTime(
      { ...plan, events: events.filter(({ id }) => !unreachable.has(id)) },
      ...([facts, scratch] as const),
    ),
    silent: [...readersOfSignals(readersIn(plan), expressionOf)]
      .filter(([signal]) => silent.has(signal))
      .map(([signal, readers]) => ({ signal, readers })),
  };
}

/** `memory_pressure` is no matter: there, another figure stands in. */
function silentIn(reading: HostReading | null): readonly string[] {
  if (reading === null) return ['cpu_load', 'memory_pressure', 'io_pressure', 'io_latency_ms'];
  return [
    ...(reading.ioStallMs === undefined ? ['io_pressure'] : []),
    ...(reading.ioRequests === undefined ? ['io_latency_ms'] : []),
  ];
}

function expressionsOf(plan: Plan): ReadonlyMap<string, Expression> {
  const scope = scopeOfPlan(plan);
  const texts = new Set(readersIn(plan).map(({ text }) => text));
  return new Map(
    [...texts].flatMap((text) => {
      const made = compileExpression(text, scope);
      return made.ok ? [[text, made.value] as const] : [];
    }),
  );
}
