/**
 * A session log in memory: its lines as a file would give them back, and how many of them were
 * flushed.
 */
import type { KernelLog } from '../../../actors/kernel/recorder.ts';
import type { SessionLine } from '../../../machines/record/session-line.ts';

export interface MemoryLog extends KernelLog {
  readonly lines: SessionLine[];
  readonly flushed: () => number;
}

export function createMemoryLog(): MemoryLog {
  const lines: SessionLine[] = [];
  let flushed = 0;
  return {
    lines,
    flushed: () => flushed,
    write: (line) => lines.push(JSON.parse(JSON.stringify(line)) as SessionLine),
    flush: () => {
      flushed = lines.length;
    },
  };
}
