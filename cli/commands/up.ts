/**
 * `ambush up`: a host in the background, which keeps panes until `ambush down`.
 *
 * @spec kernel 7
 */
import { resolve } from 'node:path';
import type { HeadOrders } from '../../machines/control/head-orders.ts';
import { type HostStatus, hostStatusSchema } from '../../machines/control/values.ts';
import type { Problem, Result } from '../../machines/kernel/problem.ts';
import { complain } from '../complaint.ts';
import { destinationProblems, standardStream } from '../destinations.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { printable } from '../render/printable.ts';
import { countText } from '../render/units.ts';
import { hostOf } from '../start-host.ts';

export interface UpOptions {
  /** Where the session is recorded; nowhere without it. */
  readonly log?: string;
  /** Modules with contracts that begin on trial. */
  readonly contracts: readonly string[];
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Returns the exit status: 0 when a host is there, 2 with the problems. */
export async function runUp(options: UpOptions, io: Io): Promise<number> {
  const { json, log } = options;
  const misplaced = log === undefined ? [] : destinationProblems({ log }, standardStream, io.cwd);
  if (misplaced.length > 0) return complain(misplaced, json, io);
  const up = await start(options, io);
  if (!up.ok) return complain(up.problems, json, io);
  const { status, wasRunning } = up.value;
  const late = wasRunning ? lateProblems(options, status) : [];
  if (late.length > 0) return complain(late, json, io);
  if (json) io.stdout.write(`${JSON.stringify({ ...status, wasRunning }, null, 2)}\n`);
  else if (!options.quiet) io.stdout.write(upText(status, wasRunning));
  return exitCodes.pass;
}

interface Up {
  readonly status: HostStatus;
  readonly wasRunning: boolean;
}

async function start(options: UpOptions, io: Io): Promise<Result<Up>> {
  const host = await hostOf(io, ordersOf(options, io));
  if (!host.ok) return host;
  const { link, wasRunning } = host.value;
  try {
    const status = await link.ask({ do: 'host.status' }, hostStatusSchema);
    return status.ok ? { ok: true, value: { status: status.value, wasRunning } } : status;
  } finally {
    link.close();
  }
}

function ordersOf({ log, contracts }: UpOptions, io: Io): HeadOrders {
  return {
    log: log === undefined ? null : resolve(io.cwd, log),
    logName: log ?? null,
    contracts: contracts.map((name) => ({ name, path: resolve(io.cwd, name) })),
  };
}

/** What only a host that is started can be told: one that runs must not seem to have heard it. */
function lateProblems({ log, contracts }: UpOptions, host: HostStatus): readonly Problem[] {
  const is = host.log === null ? 'that records nothing' : `that records in ${host.log}`;
  const late = (path: string, law: string): Problem => ({
    code: 'HOST_IS_UP',
    message: `Expected no host yet, ${law}, got process ${host.pid} ${is}.`,
    where: { path },
    hint: 'Try `ambush down` first; that ends its panes.',
  });
  return [
    ...(log === undefined || log === host.log
      ? []
      : [late('--log', 'since a session is recorded from its start')]),
    ...(contracts.length === 0
      ? []
      : [late('--contract', 'since it takes contracts at its start')]),
  ];
}

function upText({ pid, panes, log }: HostStatus, wasRunning: boolean): string {
  const where = log === null ? 'nothing is recorded' : `recorded in ${printable(log)}`;
  const is = wasRunning ? 'is up already' : 'is up';
  return `The host ${is}: process ${pid}, ${countText(panes, 'pane')}, ${where}.\n`;
}
