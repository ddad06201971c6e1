/**
 * `ambush plan FILE`: what would happen, drawn over time, and what it would take of this host.
 * Nothing is started, and the program need not be there yet.
 *
 * @spec timeline phase 1
 */
import { intensityText } from '../../machines/report/events.ts';
import { doseMean, doseUnits } from '../../machines/timeline/axis.ts';
import type { CausalGraph } from '../../machines/timeline/condition/causal-graph.ts';
import { wishText } from '../../machines/timeline/condition/wish.ts';
import {
  actionText,
  type Constraints,
  type PlannedRule,
} from '../../machines/timeline/constraint/constraint.ts';
import {
  type Expectation,
  expectationText,
} from '../../machines/timeline/expectation/expectation.ts';
import { type Forecast, forecastOf } from '../../machines/timeline/forecast.ts';
import { planTimeline } from '../../machines/timeline/plan.ts';
import type { Plan, PlannedEvent } from '../../machines/timeline/timeline.ts';
import { readTimeline } from '../../runtime/formats/read-timeline.ts';
import { readSource } from '../../runtime/formats/source-file.ts';
import { parentDirectory } from '../../runtime/guardian/run-directory.ts';
import { hostFacts, readHost } from '../../runtime/host/sensors.ts';
import { diskFloorShare, ringMaxBytes } from '../../stressors/disk.ts';
import { doseTables } from '../../stressors/doses.ts';
import { listProblems } from '../complaint.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Io, wantsColor } from '../io.ts';
import { coloured, plain } from '../render/palette.ts';
import { planText } from '../render/plan.ts';
import { problemsText } from '../render/problems.ts';

export interface PlanOptions {
  readonly file: string;
  readonly json: boolean;
  readonly seed?: number;
}

/** Returns the exit status: 0, or 2 with the problems. */
export async function runPlan({ file, json, seed }: PlanOptions, io: Io): Promise<number> {
  const source = await readSource(file, io);
  const overrides = seed === undefined ? {} : { seed };
  const around = { cwd: io.cwd, env: io.env, program: 'may-be-missing' as const };
  const reading = source.ok ? readTimeline(source.value, overrides, around) : source;
  if (!reading.ok) return listProblems(reading.problems, json, io);
  const { timeline, timelineHash, notes } = reading.value;
  const facts = hostFacts(parentDirectory());
  const plan = planTimeline(timeline, doseTables, facts, timelineHash);
  const forecast = forecastOf(plan, {
    ...{ facts, reading: readHost(), scratch: { ringMaxBytes, diskFloorShare } },
  });
  if (json) {
    io.stdout.write(`${JSON.stringify(planJson(plan, forecast), null, 2)}\n`);
  } else {
    const palette = wantsColor(io, io.stdout) ? coloured : plain;
    io.stdout.write(planText({ plan, facts, forecast, columns: io.stdout.columns, palette }));
  }
  if (notes.length > 0) io.stderr.write(`${problemsText(notes, plain)}\n`);
  return exitCodes.pass;
}

function planJson(plan: Plan, { graph, load, silent }: Forecast) {
  return {
    program: plan.program.command,
    duration_ms: plan.durationMs,
    seed: plan.seed,
    ...(plan.constraints === undefined ? {} : { constraints: constraintsJson(plan.constraints) }),
    ...(plan.expect === undefined ? {} : { expect: plan.expect.map(expectationJson) }),
    ...(plan.abort === undefined ? {} : { abort_when: wishText(plan.abort) }),
    events: plan.events.map((event) => ({
      id: event.id,
      axis: event.axis,
      start_ms: event.startMs,
      duration_ms: event.durationMs,
      intensity: intensityText(event.intensity),
      dose: doseJson(event),
    })),
    ...(plan.inputs === undefined
      ? {}
      : {
          inputs: plan.inputs.map(({ id, paneId, startMs, text, critical, cli }) => ({
            ...{ id, pane: paneId, start_ms: startMs, inject: text, critical, cli },
          })),
        }),
    graph: graphJson(graph),
    load: {
      step_ms: load.stepMs,
      rows: load.rows.map(({ resource, unit, values, hostMax, peak, peakAtMs, over }) => ({
        ...{ resource, unit, host_max: hostMax, peak, peak_at_ms: peakAtMs },
        over: over && { from_ms: over.fromMs, until_ms: over.untilMs },
        values: values.map((value) => Math.round(value * 1_000) / 1_000),
      })),
    },
    silent_signals: silent,
  };
}

function graphJson({ nodes, edges }: CausalGraph) {
  return {
    nodes: nodes.map(({ id, earliestMs, byMs, waits, stopsWhen, unreachable }) => ({
      ...{ id, waits, earliest_ms: earliestMs, by_ms: byMs },
      ...{ stops_when: stopsWhen, unreachable },
    })),
    edges,
  };
}

function constraintsJson({ bottleneck, rules }: Constraints<PlannedRule>) {
  return {
    bottleneck,
    rules: rules.map(({ axis, when, until, holdMs, action, cap }) => ({
      axis,
      if: when,
      hold_ms: holdMs,
      ...(until === undefined ? {} : { until }),
      action: actionText(action),
      cap: { unit: doseUnits[axis], value: cap },
    })),
  };
}

function expectationJson(expectation: Expectation) {
  const within = expectation.is === 'recovered' ? { within_ms: expectation.withinMs } : {};
  return { kind: expectation.is, expects: expectationText(expectation), ...within };
}

/** `asked` is the mean over the event, as in the report; a curve also tells where it leads. */
function doseJson({ dose }: PlannedEvent) {
  const { unit, from, to } = dose;
  return from === to ? { unit, asked: from } : { unit, asked: doseMean(dose), from, to };
}
