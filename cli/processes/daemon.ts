/**
 * The daemon: the process that holds the program, the stress, the terminals and the sampler. It
 * is started by a head, which holds its standard input: when that ends, the head is dead, and the
 * daemon ends at once; its guardian, which outlives it by a moment, ends everything else. It
 * shares no terminal, so signals that a terminal sends are not for it.
 *
 * @spec kernel 7.1
 * @spec reliability orphans
 */
import type { DaemonArguments, DaemonWord } from '../../runtime/bridge/daemon-words.ts';
import { createSystemHost } from '../../runtime/host/system-host.ts';

const unexpectedStatus = 1;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
for (const pipe of [process.stdout, process.stderr]) pipe.on('error', () => {});
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack ?? String(error)}\n`, () => process.exit(unexpectedStatus));
});
process.stdin.on('error', () => process.exit());
process.stdin.on('close', () => process.exit());
process.stdin.resume();

const given = JSON.parse(process.argv[2] ?? '{}') as DaemonArguments;
// Its head may have died while it was read: then there is nothing to guard.
if (process.ppid === given.headPid) await main(given);
else process.exit();

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
  const opened = await openHands(host.value, given, (reason) => {
    throw new Error(reason);
  });
  say(opened.ok ? opened.value : { is: 'failed', problems: opened.problems });
}

function say(word: DaemonWord): void {
  process.stdout.write(`${JSON.stringify(word)}\n`);
}
