/**
 * A stressor process on the bench: the compiled one, driven by the protocol and looked at from
 * outside, through the system's own files.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Axis, doseUnits } from '../../../machines/timeline/axis.ts';
import type { Stress, StressorCommand, StressorReport } from '../../../stressors/protocol.ts';

export const program = fileURLToPath(new URL('../../../dist/stressors/main.js', import.meta.url));
export const mib = 1024 * 1024;
const leadMs = 250;

export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export type Said<Is extends StressorReport['is']> = Extract<StressorReport, { readonly is: Is }>;

export interface Order {
  readonly axis: Axis;
  readonly dose: number | readonly [from: number, to: number];
  readonly lengthMs: number;
  readonly pids?: readonly number[];
  readonly limits?: Stress['limits'];
  readonly startsInMs?: number;
  /** Its own directory unless told otherwise. */
  readonly scratch?: string;
  readonly floats?: boolean;
}

export class Stressor {
  readonly scratch = mkdtempSync(join(tmpdir(), 'ambush-test-'));
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly reports: StressorReport[] = [];
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  private waiting: (() => void)[] = [];
  private text = '';

  constructor() {
    this.child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child.stdin.on('error', () => undefined);
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => this.read(text));
    this.exited = new Promise((resolve) =>
      this.child.on('exit', (code, signal) => resolve({ code, signal })),
    );
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  send(command: StressorCommand): void {
    this.child.stdin.write(`${JSON.stringify(command)}\n`);
  }

  arm(order: Order): Stress {
    const { axis, dose, lengthMs, pids = [], startsInMs = leadMs, scratch = this.scratch } = order;
    const [from, to] = typeof dose === 'number' ? [dose, dose] : dose;
    const startAtMs = nowMs() + startsInMs;
    const stress: Stress = {
      clipId: axis,
      axis,
      startAtMs,
      endAtMs: startAtMs + lengthMs,
      ...(order.floats ? { floats: true } : {}),
      dose: { unit: doseUnits[axis], from, to },
      priority: 'normal',
      limits: order.limits ?? { memory: { percent: 50 }, diskBytes: 64 * mib },
      seed: 7,
    };
    this.send({ do: 'arm', stress, scratch, targetPids: pids });
    return stress;
  }

  /** The next report of a kind that was not asked for before; a `failed` in its place throws. */
  async hear<Is extends StressorReport['is']>(is: Is, withinMs = 10_000): Promise<Said<Is>> {
    const until = nowMs() + withinMs;
    for (;;) {
      const at = this.reports.findIndex((report) => report.is === is || report.is === 'failed');
      const [found] = at < 0 ? [] : this.reports.splice(0, at + 1).slice(-1);
      if (found?.is === is) return found as Said<Is>;
      if (found !== undefined) throw new Error(JSON.stringify(found));
      if (nowMs() > until) throw new Error(`It never said ${is}.`);
      await Promise.race([wait(50), new Promise<void>((resolve) => this.waiting.push(resolve))]);
    }
  }

  /** Ends the process and looks at what it left; an empty list is right. */
  async close(): Promise<readonly string[]> {
    this.child.stdin.end();
    await this.exited;
    const left = readdirSync(this.scratch);
    rmSync(this.scratch, { recursive: true });
    return left;
  }

  private read(text: string): void {
    const lines = (this.text + text).split('\n');
    this.text = lines.pop() ?? '';
    for (const line of lines) this.reports.push(JSON.parse(line) as StressorReport);
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

/** What the tests look at from outside exists on Linux only. */
export const canLook = existsSync('/proc/self/io');

/** CPU milliseconds that a process has used, by its stat file. */
export function cpuMs(pid: number): number {
  return (Number(statOf(pid)[11]) + Number(statOf(pid)[12])) * 10;
}

export function stateOf(pid: number): string {
  return statOf(pid)[0] ?? '';
}

export function rssBytes(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1]) * 1024;
}

export function writtenBytes(pid: number): number {
  const found = /^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'));
  return Number(found?.[1]);
}

export function isGone(pid: number): boolean {
  try {
    return ['Z', 'X'].includes(stateOf(pid));
  } catch {
    return true;
  }
}

/** Threads that are running or waiting for a core right now, the main thread left out. */
export function runnableThreads(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).filter((tid) => {
    if (Number(tid) === pid) return false;
    const stat = statOfThread(pid, tid);
    return stat.charAt(stat.lastIndexOf(')') + 2) === 'R';
  }).length;
}

function statOf(pid: number): readonly string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** A thread that ends between being listed and being read is not runnable: an empty text. */
function statOfThread(pid: number, tid: string): string {
  try {
    return readFileSync(`/proc/${pid}/task/${tid}/stat`, 'latin1');
  } catch {
    return '';
  }
}
