/**
 * Goal: a guardian that is killed has somebody beside it who ends the run, but only when nobody else
 * is there to do it; and who is gone when the run is over in order.
 * Method: the real guardian, killed, of a head that is dead and of one that lives.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { hasProc, readProcess } from '../../../../runtime/host/process-table.ts';
import { guardianEntry } from '../../hands/stage.ts';

async function guard(headPid: number) {
  const runId = randomUUID();
  const guardian = spawn(process.execPath, [guardianEntry, runId, String(headPid)]);
  const [said] = await once(guardian.stdout, 'data');
  const { scratch } = JSON.parse(String(said)) as { readonly scratch: string };
  const env = { ...process.env, AMBUSH_RUN: runId };
  const { pid: stray = 0 } = spawn('sleep', ['308'], { env, detached: true, stdio: 'ignore' });
  await until(() => beside(runId).length > 0);
  return { runId, guardian, scratch, stray };
}

/** Of whoever has the run's id among its words, and is not the guardian itself. */
function beside(runId: string): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return words.includes(runId) && words.includes('stand-in');
      } catch {
        return false;
      }
    });
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}

it.runIf(hasProc)('ends a run whose head and guardian are dead', async () => {
  const { pid: dead } = spawnSync(process.execPath, ['-e', '']);
  const { runId, guardian, scratch, stray } = await guard(dead);
  guardian.kill('SIGKILL');
  await until(() => readProcess(stray) === null && !existsSync(scratch));
  await until(() => beside(runId).length === 0);
});

it.runIf(hasProc)('leaves a run to the head that lives', async () => {
  const { runId, guardian, scratch, stray } = await guard(process.pid);
  guardian.kill('SIGKILL');
  await sleep(1_000);
  expect([readProcess(stray) === null, existsSync(scratch)]).toEqual([false, true]);
  process.kill(stray);
  rmSync(scratch, { recursive: true });
  await until(() => beside(runId).length === 0);
});

it.runIf(hasProc)('is gone when the run was closed', async () => {
  const { runId, guardian } = await guard(process.pid);
  guardian.stdin.write(`${JSON.stringify({ do: 'close' })}\n`);
  await once(guardian, 'exit');
  await until(() => beside(runId).length === 0);
});
