/**
 * One stressor process: what it says as reports, what it is told as commands, and its end.
 *
 * @spec timeline platform strategy
 */
import type { Host, WaitStatus } from '../../runtime/host/host.ts';
import type { StressorCommand, StressorReport } from '../../stressors/protocol.ts';
import { createLineCutter } from './lines.ts';
import { createOutputTail } from './output-tail.ts';

/** Enough of what a dying process says to know why. */
const lastWordsMax = 2_048;

export interface StressorProcess {
  readonly pid: number;
  /** False when it no longer listens. */
  tell(command: StressorCommand): boolean;
  kill(): void;
  onReport(listener: (report: StressorReport) => void): void;
  onExit(listener: (reason: string) => void): void;
}

/** The process, or the system's error code. */
export async function startStressor(
  host: Host,
): Promise<StressorProcess | { readonly error: string }> {
  const child = await host.processes.spawn({
    ...host.stressor,
    env: {},
    // It waits at the timekeeper's priority and lowers its own when the stress begins.
    nice: 0,
    role: 'helper',
  });
  if ('error' in child) return child;
  const lastWords = createOutputTail(lastWordsMax);
  let listener: (report: StressorReport) => void = () => {};
  const cut = createLineCutter((line) => {
    const report = parseReport(host.decode(line));
    if (report !== null) listener(report);
  });
  child.onOutput((chunk, stream) => {
    if (stream === 'stderr') lastWords.add(chunk);
    else cut(chunk);
  });
  return {
    pid: child.pid,
    tell: (command) => child.write(JSON.stringify(command)),
    kill: () => void host.processes.signal(child.pid, 'SIGKILL'),
    onReport(next) {
      listener = next;
    },
    onExit(told) {
      child.onExit((status) => {
        child.release();
        told(wordsOf(status, host.decode(lastWords.bytes())));
      });
    },
  };
}

function parseReport(line: string): StressorReport | null {
  try {
    const value: unknown = JSON.parse(line);
    const isReport = typeof value === 'object' && value !== null && 'is' in value;
    return isReport ? (value as StressorReport) : null;
  } catch {
    return null;
  }
}

function wordsOf(status: WaitStatus, lastWords: string): string {
  const how =
    status.kind === 'exited'
      ? `exited with status ${status.code}`
      : `was ended by ${status.signal}`;
  const said = lastWords.trim().split('\n').filter(Boolean);
  const error = said.find((line) => /^\w*Error\b/.test(line)) ?? said.at(-1);
  return `The stressor process ${how}${error === undefined ? '.' : `: ${error}`}`;
}
