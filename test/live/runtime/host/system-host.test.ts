/**
 * Goal: the system host is whole, and refuses to exist without its guardian.
 * Method: the real host, and one whose guardian cannot start.
 */
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createSystemHost } from '../../../../runtime/host/system-host.ts';
import { guardianEntry, stressorEntry } from '../../hands/stage.ts';

it('opens, and closes without a trace', async () => {
  const opened = await createSystemHost({ seed: 3, stressorEntry, guardianEntry });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  const host = opened.value;
  expect(host.stressor).toEqual({ command: process.execPath, args: [stressorEntry] });
  expect(host.decode(new Uint8Array([0xc3, 0xbc, 0xff]))).toBe('ü\ufffd');
  expect(existsSync(host.guard.scratch)).toBe(true);
  expect(await host.guard.close()).toEqual([]);
  expect(existsSync(host.guard.scratch)).toBe(false);
});

it('says so when the guardian cannot start', async () => {
  const refused = await createSystemHost({ seed: 3, stressorEntry, guardianEntry: '/nowhere.js' });
  expect(refused).toMatchObject({ ok: false, problems: [{ code: 'GUARDIAN_FAILED' }] });
});
