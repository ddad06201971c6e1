/**
 * `bottleneck: auto` names what a program is bound by: ten runs each of a program that burns a
 * core, one that waits for the disk, and one that is short of memory. The last needs a memory
 * group of its own (cgroup version 1, as root) and is left out elsewhere.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../machines/report/report.ts';
import type { Bench, Measurement } from './bench.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const program = (name: string): string => `${root}test/fixtures/programs/${name}`;
const runs = 10;
const groupBytes = 64 * 2 ** 20;
/** A program of its group may take so long to be gone from it. */
const leaveMs = 2_000;

type Kind = 'cpu' | 'disk' | 'memory';

interface Subject {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export const bench: Bench = {
  name: 'bottleneck',
  aim: 'ten of ten programs bound by cpu, disk and memory are named so',
  async measure(): Promise<Measurement> {
    const figures: Record<string, number> = {};
    const notes: string[] = [`load average before: ${loadavg()[0]?.toFixed(1)}`];
    let met = true;
    for (const kind of ['cpu', 'disk', 'memory'] as const) {
      const named: string[] = [];
      const shares = { cpu: 0, memory: 0, disk: 0 };
      for (let run = 0; run < runs; run += 1) {
        const found = await tryOnce(kind);
        if (found === null) break;
        named.push(found.bottleneck ?? 'none');
        for (const row of found.drum) {
          for (const name of ['cpu', 'memory', 'disk'] as const) {
            shares[name] += (row[name] ?? 0) / found.drum.length / runs;
          }
        }
      }
      if (named.length === 0) {
        notes.push(`${kind}: this system has no memory group that we may make`);
        continue;
      }
      figures[`${kind}_right_of_ten`] = named.filter((name) => name === kind).length;
      for (const [name, share] of Object.entries(shares)) figures[`${kind}_bound_${name}`] = share;
      met &&= named.every((name) => name === kind);
      notes.push(`${kind}: ${named.join(' ')}`);
    }
    return { figures, met, notes };
  },
};

async function tryOnce(kind: Kind): Promise<NonNullable<Report['ambush']['constraint']> | null> {
  const directory = mkdtempSync(join(tmpdir(), 'ambush-bound-'));
  const subject = subjectOf(kind, directory);
  if (subject === null) return null;
  try {
    const timeline = join(directory, 'timeline.json');
    const { args, env } = subject;
    writeFileSync(
      timeline,
      JSON.stringify({
        program: { command: process.execPath, args, env },
        duration: '4s',
        target: { priority: 'normal', stop: { grace: 0 } },
        tracks: [{ axis: 'network', events: [{ at: 0, for: '4s', intensity: 'light' }] }],
        constraints: { bottleneck: 'auto' },
      }),
    );
    const output = join(directory, 'report.json');
    const words = ['run', timeline, '--output', output, '--exit-zero', '--quiet'];
    const child = spawn(process.execPath, [`${root}dist/cli/main.js`, ...words], {
      stdio: 'ignore',
    });
    await once(child, 'close');
    const report = JSON.parse(readFileSync(output, 'utf8')) as Report;
    return report.ambush.constraint ?? null;
  } finally {
    await subject.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function subjectOf(kind: Kind, directory: string): Subject | null {
  const file = join(directory, 'data');
  const env = { UV_THREADPOOL_SIZE: '16' };
  const close = async (): Promise<void> => {};
  if (kind === 'cpu') return { args: ['-e', 'for (;;);'], env: {}, close };
  if (kind === 'disk') return { args: [program('bound-disk.mjs'), file], env, close };
  const group = `/sys/fs/cgroup/memory/ambush-bound-${process.pid}`;
  try {
    mkdirSync(group, { recursive: true });
    writeFileSync(`${group}/memory.limit_in_bytes`, String(groupBytes));
  } catch {
    return null;
  }
  return { args: [program('bound-memory.mjs'), group, file], env, close: () => leave(group) };
}

async function leave(group: string): Promise<void> {
  const until = performance.now() + leaveMs;
  for (;;) {
    try {
      rmdirSync(group);
      return;
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
