/**
 * Goal: another user of this machine cannot connect to our socket, not even one that lies in a
 * directory which somebody opened by mistake. Method: as root, a real process of user `nobody`
 * tries, after the same process succeeded where everybody may, so that the trial can fail.
 *
 * @spec reliability attacks
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listenLocal } from '../../../runtime/bridge/listen-local.ts';
import { createSystemClock } from '../../../runtime/host/clock.ts';

const nobody = 65_534;
const canBecomeAnother = process.getuid?.() === 0;
const knock = `require('net').createConnection(process.argv[1])
  .on('connect', () => { console.log('connected'); process.exit(); })
  .on('error', (error) => { console.log(error.code); process.exit(); })`;

function knockAs(uid: number, path: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['-e', knock, path], { uid, gid: uid, cwd: '/' });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += String(chunk);
    });
    child.on('close', () => resolve(said.trim()));
  });
}

const why = canBecomeAnother ? '' : ' (skipped: only root may become another user)';

describe.runIf(canBecomeAnother)(`another user${why}`, () => {
  it('cannot connect', async () => {
    const directory = mkdtempSync('/tmp/ambush-test-');
    const path = join(directory, 'a.sock');
    const server = await listenLocal({
      path,
      speaks: 'test',
      clock: createSystemClock(),
      onPeer() {},
    });
    if (!server.ok) throw new Error(JSON.stringify(server.problems));
    try {
      expect(await knockAs(nobody, path)).toBe('EACCES');
      chmodSync(directory, 0o777);
      expect(await knockAs(nobody, path)).toBe('EACCES');
      chmodSync(path, 0o777);
      expect(await knockAs(nobody, path)).toBe('connected');
    } finally {
      server.value.close();
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
