/**
 * What is known of one life of the target while it lasts: its output, its peak of memory, and how
 * it ended. Told as one TargetLife at the end.
 *
 * @spec timeline execution semantics
 */
import type { TargetLife, TargetOutcome } from '../../machines/hands/messages.ts';
import type { TreeReading } from '../../machines/hands/rates.ts';
import type { Child, Host, WaitStatus } from '../../runtime/host/host.ts';
import { createOutputTail } from './output-tail.ts';

/** Output is told to the head as counts, at most this often. */
const tellOutputEveryMs = 250;

export interface LifeRecord {
  readonly life: number;
  readonly pid: number;
  readonly startMs: number;
  noticed(reading: TreeReading): void;
  /** Tells the output that was not told yet, and says no more. */
  flush(): void;
  report(endMs: number, outcome: TargetOutcome, killed: boolean): TargetLife;
}

export function recordLife(
  host: Host,
  life: number,
  child: Child,
  tellOutput: (bytes: number) => void,
): LifeRecord {
  const stdout = createOutputTail();
  const stderr = createOutputTail();
  const startMs = host.clock.monotonicMs();
  let peakRssBytes = 0;
  let untold = 0;
  let timer: unknown;
  const flush = (): void => {
    if (timer !== undefined) host.clock.clearTimeout(timer);
    timer = undefined;
    if (untold > 0) tellOutput(untold);
    untold = 0;
  };
  child.onOutput((chunk, stream) => {
    (stream === 'stdout' ? stdout : stderr).add(chunk);
    untold += chunk.length;
    timer ??= host.clock.setTimeout(flush, tellOutputEveryMs);
  });
  return {
    life,
    pid: child.pid,
    startMs,
    flush,
    noticed(reading) {
      peakRssBytes = Math.max(peakRssBytes, reading.rssBytes, reading.rootPeakRssBytes ?? 0);
    },
    report: (endMs, outcome, killed) => ({
      life,
      pid: child.pid,
      startMs,
      endMs,
      outcome,
      outputTail: host.decode(stdout.bytes()),
      stderrTail: host.decode(stderr.bytes()),
      outputBytes: stdout.total() + stderr.total(),
      peakRssBytes,
      killed,
    }),
  };
}

/** A life that never began. */
export function stillbornLife(life: number, atMs: number, reason: string): TargetLife {
  return {
    life,
    pid: null,
    startMs: atMs,
    endMs: atMs,
    outcome: { kind: 'spawn-failed', reason },
    outputTail: '',
    stderrTail: '',
    outputBytes: 0,
    peakRssBytes: 0,
    killed: false,
  };
}

/** The system's word becomes the outcome, unless it was us who ended a living target. */
export function outcomeOf(
  status: WaitStatus,
  endedByUs: boolean,
  hungReason: string | null,
): TargetOutcome {
  if (!endedByUs) return status;
  return hungReason === null ? { kind: 'deadline' } : { kind: 'hung', reason: hungReason };
}
