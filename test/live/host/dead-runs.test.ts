/**
 * Goal: when host, daemon, guardian and its stand-in are killed together nobody is left to end their
 * programs; the next start ends them, and removes the directory and the control group, and so does
 * `ambush down`. Method: SIGKILL of all at once, and a program in a session of its own.
 *
 * @spec reliability orphans
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { hasProc, readProcess, readProcessTable } from '../../../runtime/host/process-table.ts';
import { household, until } from './stage.ts';

const home = household();
const place = join(home.folder, 't');
mkdirSync(place);
home.env.TMPDIR = place;
// The command runs in this process, and looks where its own processes would put their directories.
const usual = process.env.TMPDIR;
process.env.TMPDIR = place;
afterAll(async () => {
  await home.leave();
  if (usual === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = usual;
});

/** Unlike that of any other run of this test. */
const stays = `306.${process.pid}`;

const runs = () => readdirSync(place).filter((name) => /^ambush-\w{6}$/.test(name));
const childrenOf = (parent: number) =>
  [...readProcessTable()].flatMap(([pid, row]) => (row.parent === parent ? [pid] : []));

function strayPid(): number | null {
  for (const pid of readProcessTable().keys()) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      if (words[0] === 'sleep' && words[1] === stays) return pid;
    } catch {
      // It has ended since.
    }
  }
  return null;
}

interface Dead {
  readonly stray: number;
  readonly scratch: string;
  readonly cgroup: string;
}

/** A host whose head, daemon and guardian were killed, and whoever would stand in for them. */
async function killAll(): Promise<Dead> {
  const { pid: head } = (await home.json(['up'])) as { readonly pid: number };
  await home.ambush(['pane', 'open', '--', 'sh', '-c', `setsid sleep ${stays} & wait`]);
  const stray = await until(strayPid);
  const [daemon = 0] = childrenOf(head);
  const [scratch = ''] = runs();
  const cgroup = readFileSync(`/proc/${stray}/cgroup`, 'utf8');
  const held = childrenOf(daemon).flatMap((pid) => [...childrenOf(pid), pid]);
  for (const pid of [...held, head, daemon]) if (pid !== stray) process.kill(pid, 'SIGKILL');
  await until(() => (readProcess(daemon) === null ? true : null));
  expect([readProcess(stray) === null, existsSync(join(place, scratch))]).toEqual([false, true]);
  return { stray, scratch, cgroup };
}

it.runIf(hasProc)('ends at the next start what a dead run left', async () => {
  const { stray, scratch, cgroup } = await killAll();
  await home.ambush(['up']);
  expect([readProcess(stray), existsSync(join(place, scratch))]).toEqual([null, false]);
  expect(runs()).toHaveLength(1);
  const run = /ambush-[0-9a-f-]{36}/.exec(cgroup)?.[0];
  const own = readFileSync('/proc/self/cgroup', 'utf8');
  const path = /^0::(.*)$/m.exec(own)?.[1] ?? '';
  if (run) expect(existsSync(join('/sys/fs/cgroup', path, run))).toBe(false);
  await home.ambush(['down']);
});

it.runIf(hasProc)(
  'ends it, and starts nothing, when a host is to be ended that is dead',
  async () => {
    const { stray } = await killAll();
    const { status, out } = await home.ambush(['down']);
    expect([status, out]).toEqual([0, 'No host is up. What 1 dead run had left was ended.\n']);
    expect([readProcess(stray), runs()]).toEqual([null, []]);
    expect(readdirSync(join(home.folder, 'ambush'))).toEqual([]);
  },
);
