/**
 * The stressor of the simulated host: it keeps the protocol and its times, takes what it is
 * asked for times a factor, and can be told to misbehave.
 *
 * @spec reliability simulation
 */
import { doseAt } from '../machines/timeline/axis.ts';
import type { SimulatedProcess, SimulatedProgram } from '../runtime/host/simulated-program.ts';
import { loads } from './loads.ts';
import type { StressorCommand, StressorReport } from './protocol.ts';

export interface SimulatedStress {
  /** Delivered over asked; 1 unless told otherwise. */
  readonly delivers?: number;
  /** Why it takes less, as a `limited` report. */
  readonly limited?: string;
  /** It dies this long after its start. */
  readonly diesAfterMs?: number;
  /** It never says that it has started. */
  readonly neverStarts?: boolean;
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
    let current: { stop(): void } | null = null;
    process.onSignal((signal) => signal === 'SIGINT');
    process.onLine((line) => {
      const command = JSON.parse(line) as StressorCommand;
      if (command.do === 'arm') current = arm(process, say, command, behaviour);
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
): { stop(): void } {
  const { clock } = process;
  const { dose, startAtMs, endAtMs } = stress;
  const plays = behaviour(stress.clipId);
  const delivers = plays.delivers ?? 1;
  let startedMs: number | null = null;
  let over = false;

  function askedNow(): number {
    return doseAt(dose, (clock.monotonicMs() - startAtMs) / (endAtMs - startAtMs));
  }

  function end(): void {
    if (over) return;
    over = true;
    process.use({ cores: 0 });
    const atMs = clock.monotonicMs();
    const asked = startedMs === null ? 0 : (doseAt(dose, 0) + askedNow()) / 2;
    const { reusable } = loads[stress.axis];
    const account = { asked, delivered: asked * delivers, detail: {} };
    say({ is: 'ended', atMs, dose: account, aftermath: reusable ? 'idle' : 'spent' });
    if (!reusable) clock.setTimeout(() => process.exit(0), plays.leavesAfterMs ?? leaveMs);
  }

  function measure(): void {
    if (over) return;
    const asked = askedNow();
    say({ is: 'measured', atMs: clock.monotonicMs(), asked, delivered: asked * delivers });
    clock.setTimeout(measure, reportMs);
  }

  say({ is: 'armed', atMs: clock.monotonicMs() });
  clock.setTimeout(() => {
    if (over || plays.neverStarts) return;
    startedMs = clock.monotonicMs();
    if (stress.axis === 'cpu') process.use({ cores: (2 * askedNow()) / 100 });
    say({ is: 'started', atMs: startedMs });
    if (plays.limited !== undefined) {
      say({ is: 'limited', atMs: startedMs, reason: plays.limited });
    }
    clock.setTimeout(measure, reportMs);
    if (plays.diesAfterMs !== undefined) {
      clock.setTimeout(() => process.crash('SIGSEGV'), plays.diesAfterMs);
    }
    if (!plays.neverStops) clock.setTimeout(end, endAtMs - startedMs);
  }, startAtMs - clock.monotonicMs());
  return {
    stop() {
      if (!plays.neverStops) end();
    },
  };
}
