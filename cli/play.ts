/**
 * Plays a plan on a host: whoever listens does so before anything is said, and the report is
 * folded from what was said.
 *
 * @spec timeline phase 1
 */
import { createLocalHands } from '../actors/hands/local-hands.ts';
import type { RunOutcome } from '../actors/run.ts';
import { startRun } from '../actors/system.ts';
import { createReportFold, type ReportFold } from '../machines/report/fold.ts';
import type { BackendChoice, Report } from '../machines/report/report.ts';
import { axes } from '../machines/timeline/axis.ts';
import type { Plan } from '../machines/timeline/timeline.ts';
import { createBus } from '../runtime/bus/bus.ts';
import type { Host } from '../runtime/host/host.ts';
import type { SessionLog } from '../runtime/record/session-log.ts';
import { doseTables } from '../stressors/doses.ts';
import type { Interrupts } from './interrupts.ts';
import type { Screen } from './render/screen.ts';

/** Stressor processes that are started before they are needed; more would only take memory. */
const stressorsAheadMax = 4;

export interface Play {
  readonly plan: Plan;
  readonly host: Host;
  readonly screen: Screen;
  readonly log: SessionLog | null;
  readonly interrupts: Pick<Interrupts, 'attach'>;
  /** What `--source` named. */
  readonly source?: string;
}

export interface Played {
  readonly report: Report;
  /** Why the session log is not whole, if it is not. */
  readonly logFailure: string | null;
}

export async function play({ plan, host, screen, log, interrupts, source }: Play): Promise<Played> {
  const bus = createBus(host.clock);
  const fold = createReportFold({
    plan,
    facts: host.sensors.facts(),
    backends,
    doses: doseTables,
    ...(source === undefined ? {} : { source }),
  });
  if (log) bus.on('*', (event) => log.append(event));
  bus.on('*', (event) => fold.take(event));
  bus.on('*', (event) => screen.hear(event));
  const { clock, random } = host;
  const stressorsAhead = Math.min(stressorsAheadMax, plan.events.length);
  const hands = createLocalHands(host, { stressorsAhead });
  const run = startRun({ plan, hands, clock, random, bus });
  interrupts.attach(run.interrupt);
  const { lives } = await run.done;
  screen.close();
  const logFailure = log?.close() ?? null;
  return { report: reportOf(fold, lives, logFailure), logFailure };
}

function reportOf(fold: ReportFold, lives: RunOutcome['lives'], logFailure: string | null): Report {
  const report = fold.finish(lives);
  if (logFailure === null) return report;
  const run = { ...report.ambush.run, log_incomplete: logFailure };
  return { ...report, ambush: { ...report.ambush, run } };
}

/** Every axis is served by the portable stressors, wherever Node runs. */
const backends: readonly BackendChoice[] = axes.map((axis) => ({
  axis,
  backend: 'portable',
  why: 'the baseline, which needs nothing of the host; no other backend is built in',
}));
