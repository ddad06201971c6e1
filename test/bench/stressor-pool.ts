/**
 * Compiled stressor processes for the benchmarks: armed by the protocol, used again and again.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Stress, StressorReport } from '../../stressors/protocol.ts';

const program = fileURLToPath(new URL('../../../dist/stressors/main.js', import.meta.url));

export type CpuOrder = Pick<Stress, 'startAtMs' | 'endAtMs' | 'priority'> & {
  readonly percent: number;
};

export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export class PooledStressor {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly scratch = mkdtempSync(join(tmpdir(), 'ambush-bench-'));
  private readonly waiting = new Map<string, (report: StressorReport) => void>();

  constructor() {
    this.child = spawn(process.execPath, [program], {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
    });
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      const report = JSON.parse(line) as StressorReport;
      this.waiting.get(report.is)?.(report);
      // A failure is the last word of an event, and answers whatever is still waited for.
      if (report.is === 'failed') for (const answer of this.waiting.values()) answer(report);
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Arms a cpu event; its real start and its delivered dose come as promises, NaN if it failed. */
  cpu({ percent, ...times }: CpuOrder): {
    readonly startedAtMs: Promise<number>;
    readonly delivered: Promise<number>;
  } {
    const stress: Stress = {
      ...times,
      clipId: 'bench',
      axis: 'cpu',
      dose: { unit: 'percent', from: percent, to: percent },
      limits: { memory: { percent: 10 }, diskBytes: 0 },
      seed: 1,
    };
    const arm = { do: 'arm', stress, scratch: this.scratch, targetPids: [] };
    this.child.stdin.write(`${JSON.stringify(arm)}\n`);
    return {
      startedAtMs: this.hear('started').then((report) =>
        report.is === 'started' ? report.atMs : Number.NaN,
      ),
      delivered: this.hear('ended').then((report) =>
        report.is === 'ended' ? report.dose.delivered : Number.NaN,
      ),
    };
  }

  stop(): void {
    this.child.stdin.write('{"do":"stop"}\n');
  }

  async close(): Promise<void> {
    const gone = new Promise<void>((resolve) => this.child.on('exit', () => resolve()));
    this.child.stdin.end();
    await gone;
    rmSync(this.scratch, { recursive: true });
  }

  private hear(is: StressorReport['is']): Promise<StressorReport> {
    return new Promise((resolve) => this.waiting.set(is, resolve));
  }
}
