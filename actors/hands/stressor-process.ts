/**
 * One stressor process: what it says as reports, what it is told as commands, and its end.
 *
 * @spec timeline platform strategy
 */
import type { Host, WaitStatus } from '../../runtime/host/host.ts';
import type { StressorCommand, StressorReport } from '../../stressors/protocol.ts';
import { createLineCutter, lineBytesMax } from './lines.ts';
import { createOutputTail } from './output-tail.ts';
import { readReport } from './stressor-report.ts';

/** Enough of what a dying process says to know why. */
const lastWordsMax = 2_048;
/** Characters of a line that is quoted because it is no report. */
const quoteMax = 60;

export interface StressorProcess {
  readonly pid: number;
  /** In vain when it no longer listens: then its exit is about to be told. */
  tell(command: StressorCommand): void;
  kill(): void;
  onReport(listener: (report: StressorReport) => void): void;
  /** It said what is not of the protocol: what, as a sentence. */
  onNonsense(listener: (reason: string) => void): void;
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
  let onNonsense: (reason: string) => void = () => {};
  const nonsense = (got: string): void =>
    onNonsense(`Expected a report of the stressor process, got ${got}.`);
  const cut = createLineCutter(
    (line) => {
      const text = host.decode(line);
      const report = readReport(text);
      if (report === null) nonsense(JSON.stringify(text.slice(0, quoteMax)));
      else listener(report);
    },
    () => nonsense(`a line of more than ${lineBytesMax} bytes`),
  );
  child.onOutput((chunk, stream) => {
    if (stream === 'stderr') lastWords.add(chunk);
    else cut(chunk);
  });
  return {
    pid: child.pid,
    tell: (command) => void child.write(JSON.stringify(command)),
    kill: () => void host.processes.signal(child.pid, 'SIGKILL'),
    onReport(next) {
      listener = next;
    },
    onNonsense(next) {
      onNonsense = next;
    },
    onExit(told) {
      child.onExit((status) => {
        child.release();
        told(wordsOf(status, host.decode(lastWords.bytes())));
      });
    },
  };
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
