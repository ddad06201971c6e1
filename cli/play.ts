/**
 * Plays a plan on a host: whoever listens does so before anything is said, and the report is
 * folded from what was said.
 *
 * @spec timeline phase 1
 */
import type { RunOutcome } from '../actors/run.ts';
import type { RunKernel, RunKernelInput } from '../actors/run-kernel.ts';
import { startRun } from '../actors/system.ts';
import type { Hands } from '../machines/hands/messages.ts';
import type { PaneHands } from '../machines/hands/pane-messages.ts';
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

/** What the head needs of the machine that it is on; the rest is for the hands. */
export interface HeadHost extends Pick<Host, 'clock' | 'random'> {
  readonly sensors: Pick<Host['sensors'], 'facts'>;
}

/** The hands that hold it, and the kernel before them. */
export interface Terminal {
  readonly panes: PaneHands;
  readonly openKernel: (input: RunKernelInput) => RunKernel;
}

/** A kernel is read only where the plan has a pane. */
export async function terminalOf(plan: Plan, panes: PaneHands): Promise<Terminal | null> {
  if (plan.target.pane === undefined) return null;
  const { createRunKernel } = await import('../actors/run-kernel.ts');
  return { panes, openKernel: createRunKernel };
}

export interface Play {
  readonly plan: Plan;
  readonly host: HeadHost;
  readonly hands: Hands;
  /** The terminal of the target, where the plan has one. */
  readonly terminal?: Terminal | null;
  readonly screen: Screen;
  readonly log: SessionLog | null;
  readonly interrupts: Pick<Interrupts, 'attach'>;
  /** What `--source` named. */
  readonly source?: string;
  /** Nothing of it is real, which the report says. */
  readonly isRehearsal?: boolean;
}

export interface Played {
  readonly report: Report;
  /** Why the session log is not whole, if it is not. */
  readonly logFailure: string | null;
}

export async function play(input: Play): Promise<Played> {
  const { plan, host, hands, terminal, screen, log, interrupts, source } = input;
  const { isRehearsal = false } = input;
  const bus = createBus(host.clock);
  const fold = createReportFold({
    plan,
    facts: host.sensors.facts(),
    backends: isRehearsal ? playedBackends : backends,
    doses: doseTables,
    ...(source === undefined ? {} : { source }),
  });
  if (log) bus.on('*', (event) => log.append(event));
  bus.on('*', (event) => fold.take(event));
  bus.on('*', (event) => screen.hear(event));
  const { clock, random } = host;
  const kernel = terminal?.openKernel({ panes: terminal.panes, clock, random, bus }) ?? null;
  const run = startRun({ plan, hands, kernel, clock, random, bus });
  interrupts.attach(run.interrupt);
  const { lives } = await run.done;
  screen.close();
  const logFailure = log?.close() ?? null;
  return { report: reportOf(fold, lives, { logFailure, isRehearsal }), logFailure };
}

interface Provisos {
  readonly logFailure: string | null;
  readonly isRehearsal: boolean;
}

function reportOf(fold: ReportFold, lives: RunOutcome['lives'], provisos: Provisos): Report {
  const report = fold.finish(lives);
  const { logFailure, isRehearsal } = provisos;
  const run = {
    ...report.ambush.run,
    ...(logFailure === null ? {} : { log_incomplete: logFailure }),
    ...(isRehearsal ? { rehearsal: true as const } : {}),
  };
  return { ...report, ambush: { ...report.ambush, run } };
}

/** Every axis is served by the portable stressors, wherever Node runs. */
const backends: readonly BackendChoice[] = axes.map((axis) => ({
  axis,
  backend: 'portable',
  why: 'the baseline, which needs nothing of the host; no other backend is built in',
}));

const playedBackends: readonly BackendChoice[] = axes.map((axis) => ({
  axis,
  backend: 'simulated',
  why: 'a rehearsal starts nothing; every dose is delivered as asked',
}));
