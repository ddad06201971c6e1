/**
 * Goal: processes are started as asked, found as one tree, and signalled only when they are ours.
 * Method: real processes, ours and strangers.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { getPriority } from 'node:os';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type SystemGuard, startGuard } from '../../../../runtime/host/guard.ts';
import type { Child, SpawnSpec } from '../../../../runtime/host/host.ts';
import { readProcess } from '../../../../runtime/host/process-table.ts';
import { createProcesses, type SystemProcesses } from '../../../../runtime/host/processes.ts';
import { guardianEntry } from '../../hands/stage.ts';

let guard: SystemGuard;
let processes: SystemProcesses;

beforeEach(async () => {
  const runId = randomUUID();
  const started = await startGuard(guardianEntry, runId);
  if (!started.ok) throw new Error(JSON.stringify(started.problems));
  guard = started.value;
  processes = createProcesses(runId, guard);
});

afterEach(async () => {
  expect(await guard.close()).toEqual([]);
});

const usual: SpawnSpec = {
  command: 'sleep',
  args: ['66'],
  env: {},
  nice: 0,
  role: 'target',
};

async function born(spec: Partial<SpawnSpec>): Promise<Child> {
  const child = await processes.spawn({ ...usual, ...spec });
  if ('error' in child) throw new Error(child.error);
  return child;
}

it('signals its own processes only', async () => {
  const stranger = spawn('sleep', ['66']);
  expect(processes.signal(stranger.pid ?? 0, 'SIGKILL')).toBe(false);
  expect(processes.signal(process.pid, 'SIGKILL')).toBe(false);
  stranger.kill('SIGKILL');
  const child = await born({});
  expect(processes.signal(child.pid, 'NOT_A_SIGNAL')).toBe(false);
  expect(processes.signal(child.pid, 'SIGUSR1')).toBe(true);
  const status = await new Promise((resolve) => child.onExit(resolve));
  expect(status).toEqual({ kind: 'signalled', signal: 'SIGUSR1', core: false });
  expect(processes.signal(child.pid, 'SIGKILL')).toBe(false);
});

it('keeps helpers and their children out of the tree of the target', async () => {
  const target = await born({ nice: 7 });
  const script = "require('node:child_process').spawn('sleep', ['66']); setInterval(() => {}, 1e3)";
  const args = ['-e', script];
  const helper = { command: process.execPath, args, role: 'helper' } as const;
  const { pid } = await born(helper);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(processes.tree(target.pid)).toEqual([target.pid]);
  expect(processes.members(target.pid)).toEqual([target.pid]);
  expect(readProcess(pid)?.session).toBe(pid);
  expect(readProcess(target.pid)?.session).toBe(target.pid);
  expect(getPriority(target.pid)).toBe(7);
});

it('finds the children of the tree, root first', async () => {
  const { pid } = await born({ command: 'sh', args: ['-c', 'sleep 66 & setsid sleep 66 & wait'] });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const tree = processes.tree(pid);
  expect(tree[0]).toBe(pid);
  expect(tree).toHaveLength(3);
  expect([...processes.members(pid)].sort()).toEqual([...tree].sort());
  for (const member of tree) expect(processes.signal(member, 'SIGKILL')).toBe(true);
});

it.each([
  ['a name with NUL', { command: 'a\0b' }, 'ERR_INVALID_ARG_VALUE'],
  ['arguments without end', { args: ['x'.repeat(4_000_000)] }, 'E2BIG'],
  ['no such file', { command: './nowhere' }, 'ENOENT'],
])('tells why it cannot start: %s', async (_, spec, error) => {
  expect(await processes.spawn({ ...usual, ...spec })).toEqual({ error });
});
