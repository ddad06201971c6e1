/**
 * Goal: the guardian makes the run's directory, and the end of its input, however early, removes
 * every trace; it says so when it cannot begin.
 * Method: the real guardian process, spoken to over its pipes.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { guardianEntry } from '../../hands/stage.ts';

function start(env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [guardianEntry, randomUUID(), String(process.pid)], {
    env,
  });
  let said = '';
  const first = new Promise<Record<string, unknown>>((resolve) => {
    child.stdout.on('data', (chunk) => {
      said += String(chunk);
      const end = said.indexOf('\n');
      if (end >= 0) resolve(JSON.parse(said.slice(0, end)));
    });
  });
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, first, exit, said: () => said };
}

describe('the guardian', () => {
  it('cleans up when its input ends', async () => {
    const { child, first, exit } = start();
    const { is, scratch } = await first;
    expect(is).toBe('ready');
    expect(existsSync(String(scratch))).toBe(true);
    child.stdin.end();
    expect(await exit).toBe(0);
    expect(existsSync(String(scratch))).toBe(false);
  });

  it('cleans up when its input has ended before it began', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'guardian-test-'));
    const { child, exit } = start({ TMPDIR: parent });
    child.stdin.end();
    child.stdout.destroy();
    expect(await exit).toBe(0);
    expect(readdirSync(parent)).toEqual([]);
    rmSync(parent, { recursive: true });
  });

  it('tells when it is asked to close', async () => {
    const { child, first, exit, said } = start();
    await first;
    child.stdin.write(`${JSON.stringify({ do: 'close' })}\n`);
    expect(await exit).toBe(0);
    expect(JSON.parse(said().split('\n')[1] ?? '')).toEqual({ is: 'closed', leftovers: [] });
  });

  it('says why it cannot begin', async () => {
    const { first, exit } = start({ TMPDIR: '/nowhere/at/all' });
    expect(await first).toMatchObject({ is: 'failed', reason: expect.stringContaining('ENOENT') });
    expect(await exit).toBe(0);
  });
});
