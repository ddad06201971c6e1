/**
 * The daemon: the process that holds the program, the stress, the terminals and the sampler. It
 * is started by a head, which holds its standard input: when that ends, the head is dead, and the
 * daemon ends; its guardian, which outlives it by a moment, ends everything else, and where the
 * guardian is dead too, the daemon does. It shares no terminal, so signals that a terminal sends are
 * not for it.
 *
 * @spec kernel 7.1
 * @spec reliability orphans
 */
import type { DaemonArguments, DaemonWord } from '../../runtime/bridge/daemon-words.ts';
import { forgetOnceDead } from '../../runtime/guardian/dead-host.ts';
import { sweepDeadRuns } from '../../runtime/guardian/dead-runs.ts';
import type { SystemGuard } from '../../runtime/host/guard.ts';
import { createSystemHost } from '../../runtime/host/system-host.ts';

const unexpectedStatus = 1;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
for (const pipe of [process.stdout, process.stderr]) pipe.on('error', () => {});
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack ?? String(error)}\n`, () => process.exit(unexpectedStatus));
});
const given = JSON.parse(process.argv[2] ?? '{}') as DaemonArguments;
let guard: SystemGuard | null = null;
let isLeaving = false;
process.stdin.on('error', () => void leave());
process.stdin.on('close', () => void leave());
process.stdin.resume();

// Its head may have died while it was read: then there is nothing to guard.
if (process.ppid === given.headPid) await main(given);
else await leave();

async function leave(): Promise<void> {
  if (isLeaving) return;
  isLeaving = true;
  // Whoever closed the run in order lives, and waits for our end.
  if (guard?.isClosing !== true) {
    // Those before us may have died with nobody left to look after what was theirs, and our own
    // guardian before it said that it is there.
    const before = guard === null ? sweepDeadRuns(process.pid, process.pid) : 0;
    await Promise.all([guard?.letGo(), before, forgetOnceDead(given.hostFiles)]);
  }
  process.exit();
}

async function main(given: DaemonArguments): Promise<void> {
  // The guardian needs as long to start as the rest of the daemon to be read.
  const [host, { openHands }] = await Promise.all([
    createSystemHost(given),
    import('./daemon-hands.ts'),
  ]);
  if (!host.ok) {
    say({ is: 'failed', problems: host.problems });
    return;
  }
  guard = host.value.guard;
  const opened = await openHands(host.value, given, fail);
  say(opened.ok ? opened.value : { is: 'failed', problems: opened.problems });
}

/** Thrown by itself: whoever is in the middle of something must not take it for a fault of their own. */
function fail(reason: string): void {
  queueMicrotask(() => {
    throw new Error(reason);
  });
}

function say(word: DaemonWord): void {
  process.stdout.write(`${JSON.stringify(word)}\n`);
}
