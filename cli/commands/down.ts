/**
 * `ambush down`: ends the host that runs in the background, and every program in its panes. Where
 * none is up any more it ends what those left that were killed together with their hands.
 *
 * @spec kernel 7
 * @spec reliability orphans
 */
import {
  anythingSchema,
  type HostStatus,
  hostStatusSchema,
} from '../../machines/control/values.ts';
import type { Problem } from '../../machines/kernel/problem.ts';
import { type Holder, isAlive, lockOf, readLock } from '../../runtime/bridge/socket-lock.ts';
import { forgetDeadHost, forgetOnceDead } from '../../runtime/guardian/dead-host.ts';
import { sweepDeadRuns } from '../../runtime/guardian/dead-runs.ts';
import { createSystemClock } from '../../runtime/host/clock.ts';
import { readProcess } from '../../runtime/host/process-table.ts';
import { complain } from '../complaint.ts';
import { exitCodes } from '../exit-codes.ts';
import { connectHost, type HostLink, hostSocket } from '../host-link.ts';
import type { Io } from '../io.ts';
import { countText } from '../render/units.ts';
import { filesOf } from '../start-host.ts';

/** Programs have their grace, and hands theirs; beyond that a host does nothing any more. */
const stopPatienceMs = 20_000;
/** Whoever is forced gives no grace. */
const forcedPatienceMs = 5_000;
/** From its last word to its end: files are closed and directories removed. */
const endPatienceMs = 10_000;
const lookMs = 20;

export interface DownOptions {
  /** Without the grace that programs are given; a host that does not answer is killed. */
  readonly force: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Returns the exit status: 0 when no host is there any more, 4 when it did not end. */
export async function runDown(options: DownOptions, io: Io): Promise<number> {
  const host = await connectHost(io.env);
  if (host.ok) return end(host.value, options, io);
  const code = host.problems[0]?.code;
  if (code === 'HOST_NOT_RUNNING') return sweep(options, io);
  const holder = readLock(lockOf(hostSocket(io.env)));
  const isHung = code === 'HOST_SILENT' && holder !== null && isAlive(holder);
  if (isHung && options.force) return kill(holder, options, io);
  return complain(host.problems, options.json, io);
}

async function end(link: HostLink, options: DownOptions, io: Io): Promise<number> {
  const { json, force } = options;
  const status = await link.ask({ do: 'host.status' }, hostStatusSchema);
  const problems = await stop(link, force);
  if (!status.ok) return complain(status.problems, json, io);
  const { pid, panes } = status.value;
  if (problems !== 'late' && problems.length > 0) return complain(problems, json, io);
  if (problems !== 'late' && (await isGone(pid))) {
    return say(options, io, { wasRunning: true, pid, panes }, `The host ended${withPanes(panes)}.`);
  }
  if (force) return kill({ pid, start: readProcess(pid)?.start ?? '' }, options, io);
  complain([stillThere(pid)], json, io);
  return exitCodes.internalError;
}

async function stop(link: HostLink, force: boolean): Promise<readonly Problem[] | 'late'> {
  const clock = createSystemClock();
  let timer: unknown;
  const late = new Promise<'late'>((resolve) => {
    timer = clock.setTimeout(() => resolve('late'), force ? forcedPatienceMs : stopPatienceMs);
  });
  const asked = link.ask({ do: 'host.stop', force }, anythingSchema);
  const stopped = await Promise.race([asked, late]).finally(() => clock.clearTimeout(timer));
  link.close();
  if (stopped === 'late') return 'late';
  return stopped.ok ? [] : stopped.problems;
}

/** What it held ends behind it: its hands see its end. */
async function kill(host: Holder, options: DownOptions, io: Io): Promise<number> {
  const { pid } = host;
  if (isAlive(host)) process.kill(pid, 'SIGKILL');
  if (!(await isGone(pid))) {
    complain([stillThere(pid)], options.json, io);
    return exitCodes.internalError;
  }
  await forgetOnceDead(filesOf(host, io.env, createSystemClock()));
  const text = 'The host did not answer, and was killed; its programs end within a second.';
  return say(options, io, { wasRunning: true, pid, killed: true }, text);
}

async function sweep(options: DownOptions, io: Io): Promise<number> {
  const socket = hostSocket(io.env);
  const holder = readLock(lockOf(socket));
  const files = holder === null ? null : filesOf(holder, io.env, createSystemClock());
  if (files !== null) forgetDeadHost(files);
  const swept = await sweepDeadRuns(process.pid);
  const left = swept === 0 ? '' : ` What ${countText(swept, 'dead run')} had left was ended.`;
  return say(options, io, { wasRunning: false, swept }, `No host is up.${left}`);
}

function say({ json, quiet }: DownOptions, io: Io, value: object, text: string): number {
  if (json) io.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  else if (!quiet) io.stdout.write(`${text}\n`);
  return exitCodes.pass;
}

function withPanes(panes: HostStatus['panes']): string {
  return panes === 0 ? '' : ` with ${countText(panes, 'pane')}`;
}

async function isGone(pid: number): Promise<boolean> {
  const clock = createSystemClock();
  for (let waitedMs = 0; waitedMs < endPatienceMs; waitedMs += lookMs) {
    if (readProcess(pid) === null) return true;
    await new Promise<void>((resolve) => clock.setTimeout(resolve, lookMs));
  }
  return false;
}

function stillThere(pid: number): Problem {
  return {
    code: 'HOST_STILL_THERE',
    message: `Expected the host to end, got process ${pid}, which goes on.`,
    hint: 'Try `ambush down --force`, which kills it; its guardian cleans up behind it.',
  };
}
