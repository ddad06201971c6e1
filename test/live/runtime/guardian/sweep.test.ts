/**
 * Goal: a sweep ends the known and the tagged with all their kin, and spares everybody else.
 * Method: real processes that hide in sessions and empty environments, and one that forks as
 * fast as it can.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { quietMs, type RunTraces, sweepRun } from '../../../../runtime/guardian/sweep.ts';
import { readProcess, readProcessTable } from '../../../../runtime/host/process-table.ts';
import { carriesTag } from '../../../../runtime/host/run-tag.ts';

const programs = fileURLToPath(new URL('../../../fixtures/programs/', import.meta.url));
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function traces(runId: string, known = new Map<number, string>()): RunTraces {
  const spared = new Set([process.pid]);
  return { runId, scratch: null, cgroup: null, known, spared, headPid: process.pid };
}

function start(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const [command = '', ...rest] = args;
  const child = spawn(command, rest, {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: 'ignore',
    detached: true,
  });
  started.push(child);
  return child;
}

const named = (word: string): readonly number[] =>
  [...readProcessTable().keys()].filter((pid) => carriesTag(pid, word));

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.runIf(process.platform === 'linux')('a sweep', () => {
  it('finds the tagged and their kin without a tag, and spares a stranger', async () => {
    const [mine, other] = [randomUUID(), randomUUID()];
    const target = start([process.execPath, `${programs}kin.mjs`, '67.5'], { AMBUSH_RUN: mine });
    const stranger = start(['sleep', '67.5'], { AMBUSH_RUN: other });
    await sleep(500);
    const kin = [...readProcessTable().values()].filter(({ parent }) => parent === target.pid);
    expect(kin).toHaveLength(2);
    expect(await sweepRun(traces(mine), quietMs.atClose)).toEqual([]);
    expect(kin.map(({ pid }) => readProcess(pid))).toEqual([null, null]);
    expect(readProcess(stranger.pid ?? 0)).not.toBeNull();
  });

  it('finds the session of a known process that is dead', async () => {
    const leader = start(['sh', '-c', 'env -i sleep 67.6 & exec env -i sleep 67.6'], {});
    await sleep(300);
    const pid = leader.pid ?? 0;
    const orphan = [...readProcessTable().values()].find(({ parent }) => parent === pid);
    const known = new Map([[pid, readProcess(pid)?.start ?? '']]);
    leader.kill('SIGKILL');
    await sleep(250);
    expect(readProcess(orphan?.pid ?? 0)).not.toBeNull();
    expect(await sweepRun(traces(randomUUID(), known), quietMs.atClose)).toEqual([]);
    expect(readProcess(orphan?.pid ?? 0)).toBeNull();
  });

  it('outruns a program that forks away from it', async () => {
    const tag = randomUUID();
    // Every generation starts the next in a session of its own, and ends.
    const hop = 'sleep 0.02; setsid sh -c "$HOP" & exit';
    start(['sh', '-c', hop], { AMBUSH_RUN: tag, HOP: hop });
    await sleep(400);
    const seen = new Set<number>();
    while (seen.size < 3) for (const pid of named(tag)) seen.add(pid);
    expect(await sweepRun(traces(tag), quietMs.afterDeath)).toEqual([]);
    for (let look = 0; look < 20; look++) {
      expect(named(tag)).toEqual([]);
      await sleep(15);
    }
  });
});
