/**
 * `ambush down`: ends the host that runs in the background, and every program in its panes.
 *
 * @spec kernel 7
 */
import { anythingSchema, hostStatusSchema } from '../../machines/control/values.ts';
import type { Problem } from '../../machines/kernel/problem.ts';
import { createSystemClock } from '../../runtime/host/clock.ts';
import { readProcess } from '../../runtime/host/process-table.ts';
import { complain } from '../complaint.ts';
import { exitCodes } from '../exit-codes.ts';
import { connectHost, type HostLink } from '../host-link.ts';
import type { Io } from '../io.ts';
import { countText } from '../render/units.ts';

/** From its last word to its end: files are closed and directories removed. */
const endPatienceMs = 10_000;
const lookMs = 20;

export interface DownOptions {
  /** Without the grace that programs are given. */
  readonly force: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Returns the exit status: 0 when no host is there any more, 4 when it did not end. */
export async function runDown(options: DownOptions, io: Io): Promise<number> {
  const { json, quiet } = options;
  const say = (value: object, text: string): number => {
    if (json) io.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    else if (!quiet) io.stdout.write(`${text}\n`);
    return exitCodes.pass;
  };
  const host = await connectHost(io.env);
  if (!host.ok) {
    if (host.problems[0]?.code !== 'HOST_NOT_RUNNING') return complain(host.problems, json, io);
    return say({ wasRunning: false }, 'No host is up.');
  }
  const link = host.value;
  const status = await link.ask({ do: 'host.status' }, hostStatusSchema);
  const stopped = await stop(link, options.force);
  const problems = status.ok ? stopped : status.problems;
  if (!status.ok || problems.length > 0) return complain(problems, json, io);
  const { pid, panes } = status.value;
  if (!(await isGone(pid))) {
    complain([stillThere(pid)], json, io);
    return exitCodes.internalError;
  }
  const ended = panes === 0 ? '' : ` with ${countText(panes, 'pane')}`;
  return say({ wasRunning: true, pid, panes }, `The host ended${ended}.`);
}

async function stop(link: HostLink, force: boolean): Promise<readonly Problem[]> {
  const stopped = await link.ask({ do: 'host.stop', force }, anythingSchema);
  link.close();
  return stopped.ok ? [] : stopped.problems;
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
    message: `Expected the host to end within ${endPatienceMs / 1_000} s, got process ${pid}.`,
    hint: `Try kill ${pid}; its guardian cleans up behind it.`,
  };
}
