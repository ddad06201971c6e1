/**
 * Goal: a head that is short of descriptors refuses to start a daemon and goes on. Method: a real
 * process whose limit is used up before it starts one.
 *
 * @spec reliability orphans
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const dist = new URL('../../../dist/', import.meta.url);
const program = `
import { openSync } from 'node:fs';
import { startDaemonProcess } from '${new URL('runtime/bridge/daemon-process.js', dist)}';
import { createSystemClock } from '${new URL('runtime/host/clock.js', dist)}';
try { for (;;) openSync('/dev/null'); } catch {}
const started = await startDaemonProcess({
  entry: '${fileURLToPath(new URL('cli/processes/daemon.js', dist))}',
  stressorEntry: '', guardianEntry: '', clock: createSystemClock(),
  runId: 'none', epoch: 1, seed: 0, stressorsAhead: 0,
});
process.stdout.write(JSON.stringify(started));
process.exit();
`;

it.runIf(process.platform !== 'win32')('refuses a daemon without descriptors', () => {
  const ran = spawnSync(
    'sh',
    ['-c', 'ulimit -n 60; exec "$0" --input-type=module -e "$1"', process.execPath, program],
    { encoding: 'utf8', timeout: 60_000 },
  );
  expect([ran.status, ran.stderr]).toEqual([0, '']);
  const { ok, problems } = JSON.parse(ran.stdout);
  expect([ok, problems[0].code]).toEqual([false, 'DAEMON_FAILED']);
  expect(problems[0].message).toContain('EMFILE');
});
