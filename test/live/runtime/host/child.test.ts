/**
 * Goal: a life ends with its exit; all it wrote is delivered first, and nobody who keeps its
 * output delays the news.
 * Method: real children that write in their last moment, or leave an heir with their pipes.
 */
import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { adoptChild } from '../../../../runtime/host/child.ts';
import type { Child } from '../../../../runtime/host/host.ts';

function start(command: string, args: readonly string[]): Child {
  const child = spawn(command, args, { stdio: 'pipe' });
  return adoptChild(child, child.pid ?? 0, false);
}

describe('a child', () => {
  it('has said everything when its end is told', async () => {
    const child = start('sh', ['-c', 'head -c 150000 /dev/zero; echo last >&2; exit 4']);
    let out = 0;
    let err = '';
    child.onOutput((chunk, stream) => {
      if (stream === 'stdout') out += chunk.length;
      else err += String(chunk);
    });
    const status = await new Promise((resolve) => child.onExit(resolve));
    expect({ status, out, err }).toEqual({
      status: { kind: 'exited', code: 4 },
      out: 150_000,
      err: 'last\n',
    });
    expect(await new Promise((resolve) => child.onExit(resolve))).toEqual(status);
    child.release();
  });

  it('ends although an heir keeps its output, even one that never stops writing', async () => {
    const child = start('sh', ['-c', 'timeout 3 yes & timeout 3 sleep 3 & exit 0']);
    const began = performance.now();
    await new Promise((resolve) => child.onExit(resolve));
    expect(performance.now() - began).toBeLessThan(2_000);
    child.release();
  });

  it('reads what it is told until it is gone', async () => {
    const child = start('sh', ['-c', 'read line; echo "got $line"']);
    let said = '';
    child.onOutput((chunk) => {
      said += String(chunk);
    });
    expect(child.write('grüße')).toBe(true);
    await new Promise((resolve) => child.onExit(resolve));
    expect(said).toBe('got grüße\n');
    child.release();
    expect(child.write('anyone?')).toBe(false);
  });
});
