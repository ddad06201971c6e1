/**
 * The stressor of the simulated host: it keeps the protocol and its times, takes what it is
 * asked for times a factor, and can be told to misbehave.
 *
 * @spec reliability simulation
 */
import { type Dose, doseAt, doseMean } from '../machines/timeline/axis.ts';
import type { SimulatedProcess, SimulatedProgram } from '../runtime/host/simulated-program.ts';
import { loads } from './loads.ts';
import type { Stress, StressorCommand, StressorReport } from './protocol.ts';

export interface SimulatedStress {
  /** Delivered over asked; 1 unless told otherwise. */
  readonly delivers?: number;
  /** Why it takes less, as a `limited` report. */
  readonly limited?: string;
  /** It dies this long after its start. */
  readonly diesAfterMs?: number;
  /** It never says that it has started. */
  readonly neverStarts?: boolean;
  /** It goes on as before when it is told another dose. */
  readonly ignoresAdjust?: boolean;
  /** It goes on when told to stop, and past its end. */
  readonly neverStops?: boolean;
  /** How long a process that is spent takes to be gone; 20 ms unless told otherwise. */
  readonly leavesAfterMs?: number;
}

/** The cadence of `measured` reports. */
const reportMs = 500;
/** A process that is spent takes this long to be gone. */
const leaveMs = 20;

export function simulatedStressorProgram(
  behaviour: (clipId: string) => SimulatedStress = () => ({}),
): SimulatedProgram {
  return (process) => {
    const say = (report: StressorReport): void => process.print(`${JSON.stringify(report)}\n`);
    let current: { stop(): void; adjust(dose: Dose): void } | null = null;
    process.onSignal((signal) => signal === 'SIGINT');
    process.onLine((line) => {
      const command = JSON.parse(line) as StressorCommand;
      if (command.do === 'arm') current = arm(process, say, command, behaviour);
      else if (command.do === 'adjust') current?.adjust(command.dose);
      else if (command.do === 'stop') current?.stop();
    });
    say({ is: 'ready', pid: process.pid });
  };
}

function arm(
  process: SimulatedProcess,
  say: (report: StressorReport) => void,
  { stress }: Extract<StressorCommand, { do: 'arm' }>,
  behaviour: (clipId: string) => SimulatedStress,
): { stop(): void; adjust(dose: Dose): void } {
  const { clock } = process;
  const { startAtMs, endAtMs } = stress;
  const plays = behaviour(stress.clipId);
  const delivers = plays.delivers ?? 1;
  const asked = createAsked(stress, () => clock.monotonicMs());
  let startedMs: number | null = null;
  let over = false;

  function load(): void {
    if (stress.axis === 'cpu') process.use({ cores: (2 * asked.now()) / 100 });
  }

  function end(): void {
    if (over) return;
    over = true;
    process.use({ cores: 0 });
    const atMs = clock.monotonicMs();
    const mean = startedMs === null ? 0 : asked.mean();
    const { reusable } = loads[stress.axis];
    const gave = atMs === startedMs ? 0 : delivers;
    const account = { asked: mean, delivered: mean * gave, detail: {} };
    say({ is: 'ended', atMs, dose: account, aftermath: reusable ? 'idle' : 'spent' });
    if (!reusable) clock.setTimeout(() => process.exit(0), plays.leavesAfterMs ?? leaveMs);
  }

  function measure(): void {
    if (over) return;
    load();
    const now = asked.now();
    say({ is: 'measured', atMs: clock.monotonicMs(), asked: now, delivered: now * delivers });
    clock.setTimeout(measure, reportMs);
  }

  say({ is: 'armed', atMs: clock.monotonicMs() });
  clock.setTimeout(() => {
    if (over || plays.neverStarts) return;
    startedMs = clock.monotonicMs();
    asked.begin();
    load();
    say({ is: 'started', atMs: startedMs });
    if (plays.limited !== undefined) {
      say({ is: 'limited', atMs: startedMs, reason: plays.limited });
    }
    clock.setTimeout(measure, reportMs);
    if (plays.diesAfterMs !== undefined) {
      clock.setTimeout(() => process.crash('SIGSEGV'), plays.diesAfterMs);
    }
    if (!plays.neverStops) clock.setTimeout(end, endAtMs - (stress.floats ? startAtMs : startedMs));
  }, startAtMs - clock.monotonicMs());
  return {
    adjust(next) {
      if (plays.ignoresAdjust) return;
      asked.change(next);
      if (!over) say({ is: 'adjusted', atMs: clock.monotonicMs(), asked: asked.now() });
      if (startedMs !== null && !over) load();
    },
    stop() {
      if (!plays.neverStops) end();
    },
  };
}

/** What is asked now, and its mean since the start, whatever it was changed to meanwhile. */
function createAsked(stress: Stress, now: () => number) {
  const { startAtMs, endAtMs } = stress;
  let { dose } = stress;
  let sinceMs = startAtMs;
  let accountedMs = startAtMs;
  let integral = 0;
  let beganMs = startAtMs;
  const progressAt = (ms: number): number => (ms - beganMs) / (endAtMs - startAtMs);
  const account = (): void => {
    const atMs = Math.max(accountedMs, now());
    const mean = doseMean(dose, progressAt(accountedMs), progressAt(atMs));
    integral += mean * (atMs - accountedMs);
    accountedMs = atMs;
  };
  return {
    now: () => doseAt(dose, progressAt(now())),
    begin() {
      sinceMs = now();
      if (stress.floats) beganMs = sinceMs;
      accountedMs = sinceMs;
    },
    change(next: Dose) {
      account();
      dose = next;
    },
    mean() {
      account();
      const elapsed = accountedMs - sinceMs;
      return elapsed > 0 ? integral / elapsed : doseAt(dose, progressAt(accountedMs));
    },
  };
}
