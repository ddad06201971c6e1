/**
 * Goal: the guardian is there before anything else, cannot be shaken off, and is not missed when
 * it dies: the head notices, and cleans up by itself.
 * Method: a real guardian, signalled, killed, and closed twice.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type SystemGuard, startGuard } from '../../../../runtime/host/guard.ts';
import { readProcess } from '../../../../runtime/host/process-table.ts';
import { guardianEntry } from '../../hands/stage.ts';

async function start(): Promise<SystemGuard> {
  const started = await startGuard(guardianEntry, randomUUID());
  if (!started.ok) throw new Error(JSON.stringify(started.problems));
  return started.value;
}

function strangerOf(guard: SystemGuard): number {
  const pid = spawn('sleep', ['65'], { detached: true, stdio: 'ignore' }).pid ?? 0;
  guard.know(new Map([[pid, readProcess(pid)?.start ?? '']]), 'target');
  return pid;
}

it('has a private directory and a session of its own, and ignores the terminal', async () => {
  const guard = await start();
  expect(statSync(guard.scratch).mode & 0o777).toBe(0o700);
  expect(['cgroup.kill', 'environment sweep', 'process group']).toContain(guard.method);
  expect(readProcess(guard.pid)).toMatchObject({ parent: process.pid, session: guard.pid });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(guard.pid, signal);
  writeFileSync(join(guard.scratch, 'file'), 'data');
  const known = strangerOf(guard);
  let lost = 0;
  guard.onLost(() => lost++);
  expect(await guard.close()).toEqual([]);
  expect(existsSync(guard.scratch)).toBe(false);
  expect(readProcess(known)).toBeNull();
  expect(await guard.close()).toEqual([]);
  expect(lost).toBe(0);
});

it('is missed when it dies, and the head does its work', async () => {
  const guard = await start();
  const known = strangerOf(guard);
  const lost = new Promise((resolve) => guard.onLost(resolve));
  process.kill(guard.pid, 'SIGKILL');
  expect(await lost).toBe('The guardian of the run died.');
  expect(await guard.close()).toEqual([]);
  expect(existsSync(guard.scratch)).toBe(false);
  expect(guard.cgroup === null || !existsSync(guard.cgroup.run)).toBe(true);
  expect(readProcess(known)).toBeNull();
});

it('is let go when nobody is left to close it, and does its work', async () => {
  const guard = await start();
  const known = strangerOf(guard);
  await guard.letGo();
  while (existsSync(guard.scratch)) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(readProcess(known)).toBeNull();
});

it('has its work done here when it was killed at the same moment', async () => {
  const guard = await start();
  const known = strangerOf(guard);
  process.kill(guard.pid, 'SIGKILL');
  await guard.letGo();
  expect([existsSync(guard.scratch), readProcess(known)]).toEqual([false, null]);
});
