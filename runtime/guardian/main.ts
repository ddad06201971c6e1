/**
 * The guardian: a process in a session of its own that outlives the head by a moment. It makes
 * the run's directory and control group, reads a pipe from the head, and when that pipe ends,
 * by whatever death, ends everything of the run within a second and then itself. Before that it ends
 * what is left of runs that nobody is there for.
 *
 * Started as `node main.js RUN_ID HEAD_PID [HOST_FILES]`, and by its stand-in as `node main.js RUN_ID
 * stand-in DIRECTORY HOST_FILES`.
 *
 * @spec reliability orphans
 */
import { createInterface } from 'node:readline';
import { hasProc, readProcessTable } from '../host/process-table.ts';
import { forgetDead } from '../host/process-tree.ts';
import { createRunCgroup, joinCgroup } from '../host/run-cgroup.ts';
import { forgetOnceDead, type HostFiles } from './dead-host.ts';
import { recordRun, sweepDeadRuns } from './dead-runs.ts';
import type { GuardianCommand, GuardianReport, OrphanGuard } from './protocol.ts';
import { createRunDirectory } from './run-directory.ts';
import { standIn, standInWord, startStandIn } from './stand-in.ts';
import { quietMs, type RunTraces, sweepRun } from './sweep.ts';

async function main(runId: string, headPid: number, host: HostFiles | null): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  // The head may be dead while we speak; then its pipe ends too, and that is what counts.
  process.stdout.on('error', () => {});
  await sweepDeadRuns(headPid).catch(() => {
    // Another guardian removes the same at this moment; what is left waits for the next one.
  });
  const traces = prepare(runId, headPid);
  if (traces === null) return;
  const beside = startStandIn(String(process.argv[1]), runId, traces.scratch, host);
  let isEnding = false;
  const end = async (quiet: number, of: HostFiles | null): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    const [leftovers] = await Promise.all([sweepRun(traces, quiet), forgetOnceDead(of)]);
    beside.dismiss();
    process.stdout.write(`${JSON.stringify(closed(leftovers))}\n`, () => process.exit(0));
  };
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const command = JSON.parse(line) as GuardianCommand;
    if (command.do === 'close') void end(quietMs.atClose, null);
    else remember(traces, command);
  });
  lines.on('close', () => void end(quietMs.afterDeath, host));
  process.stdin.on('error', () => void end(quietMs.afterDeath, host));
}

function prepare(runId: string, headPid: number): (RunTraces & { scratch: string }) | null {
  let scratch: string;
  try {
    scratch = createRunDirectory();
  } catch (error) {
    say({ is: 'failed', reason: error instanceof Error ? error.message : String(error) });
    return null;
  }
  const cgroup = hasProc ? createRunCgroup(runId) : null;
  const fallback: OrphanGuard = hasProc ? 'environment sweep' : 'process group';
  const method = cgroup === null ? fallback : 'cgroup.kill';
  recordRun(scratch, { runId, headPid, cgroup });
  say({ is: 'ready', pid: process.pid, method, scratch, cgroup });
  const spared = new Set([process.pid, headPid]);
  return { runId, scratch, cgroup, known: new Map(), spared, headPid };
}

/** Searching the whole table to forget the dead is worth it only once in so many. */
const forgetEvery = 1_024;

function remember(traces: RunTraces, command: Extract<GuardianCommand, { do: 'know' }>): void {
  const before = traces.known.size;
  for (const { pid, start } of command.processes) {
    traces.known.set(pid, start);
    if (!command.helper || traces.cgroup === null) continue;
    try {
      joinCgroup(traces.cgroup.helpers, pid);
    } catch {
      // It has ended already, or may not be moved; the sweep knows it either way.
    }
  }
  if (Math.floor(before / forgetEvery) !== Math.floor(traces.known.size / forgetEvery)) {
    forgetDead(traces.known, readProcessTable());
  }
}

function closed(leftovers: Extract<GuardianReport, { is: 'closed' }>['leftovers']): GuardianReport {
  return { is: 'closed', leftovers };
}

function say(report: GuardianReport): void {
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

const [, , id, role, ...rest] = process.argv;
const files = rest.at(-1) ?? 'null';
if (role === standInWord) await standIn(String(rest[0]), JSON.parse(files));
else await main(String(id), Number(role), JSON.parse(files));
