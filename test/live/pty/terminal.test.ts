/**
 * Goal: a program in a terminal is fed in order, heard in whole, ended for real and told truly, and
 * belongs to its run like any other.
 * Method: real shells and Node in real terminals of the system host.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endTree } from '../../../actors/hands/tree-end.ts';
import type { Host, Terminal, TerminalSpec, WaitStatus } from '../../../runtime/host/host.ts';
import { createSystemHost } from '../../../runtime/host/system-host.ts';
import { guardianEntry, sleep, stressorEntry } from '../hands/stage.ts';

let host: Host;

beforeAll(async () => {
  const opened = await createSystemHost({ seed: 1, stressorEntry, guardianEntry });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  host = opened.value;
});

afterAll(async () => {
  expect(await host.guard.close()).toEqual([]);
});

interface Opened {
  readonly terminal: Terminal;
  readonly ended: Promise<WaitStatus>;
  printed(): string;
  /** Waits until it has printed this. */
  until(text: string): Promise<void>;
}

async function open(
  command: string,
  args: readonly string[],
  spec: Partial<TerminalSpec> = {},
): Promise<Opened> {
  const usual = { env: {}, nice: 0, role: 'pane', cols: 80, rows: 24 } as const;
  const terminal = await host.processes.terminal({ command, args, ...usual, ...spec });
  if ('error' in terminal) throw new Error(terminal.error);
  let bytes = '';
  terminal.onOutput((chunk) => {
    bytes += Buffer.from(chunk).toString('latin1');
  });
  const printed = (): string => Buffer.from(bytes, 'latin1').toString();
  return {
    terminal,
    printed,
    ended: new Promise((resolve) => terminal.onExit(resolve)),
    async until(text) {
      while (!printed().includes(text)) await sleep(5);
    },
  };
}

const bash = (script: string, spec: Partial<TerminalSpec> = {}) =>
  open('bash', ['-c', script], spec);
const outcome = (terminal: Terminal, text: string): Promise<string> =>
  new Promise((resolve) => terminal.write(host.encode(text), resolve));

describe('a program in a terminal', () => {
  it('has a session, the size and the variables that it was given', async () => {
    const { ended, printed } = await bash(
      'tty; stty size; echo $TERM $GIFT; ps -o sid= -p $$; echo $$',
      {
        ...{ cols: 91, rows: 17, env: { GIFT: 'yes' }, nice: 7 },
      },
    );
    expect(await ended).toEqual({ kind: 'exited', code: 0 });
    const [tty, size, words, session, pid] = printed().split('\r\n');
    expect(tty).toMatch(/^\/dev\//);
    expect([size, words]).toEqual(['17 91', 'xterm-256color yes']);
    expect(session?.trim()).toBe(pid);
  });

  it('ends as the system says', async () => {
    const seven = await bash('exit 7');
    expect(await seven.ended).toEqual({ kind: 'exited', code: 7 });
    const killed = await bash('kill -KILL $$');
    expect(await killed.ended).toMatchObject({ kind: 'signalled', signal: 'SIGKILL' });
  });

  it.each([
    ['/nowhere/at-all', undefined, 'ENOENT'],
    ['no-such-program-here', undefined, 'ENOENT'],
    ['/etc/passwd', undefined, 'EACCES'],
    ['bash', '/nowhere', 'ENOENT'],
    ['bash', '/etc/passwd', 'ENOTDIR'],
  ])('that cannot be: %s in %s', async (command, cwd, error) => {
    const spec = { args: [], env: {}, nice: 0, role: 'pane', cols: 80, rows: 24 } as const;
    const where = cwd === undefined ? {} : { cwd };
    expect(await host.processes.terminal({ command, ...spec, ...where })).toEqual({ error });
  });

  it('is heard to its last byte, however busy we are when it ends', async () => {
    const loud = await bash('for i in $(seq 5000); do echo line $i; done; echo the very end');
    await loud.until('line 100\r\n');
    // Longer than the terminal layer waits after an exit.
    for (const began = Date.now(); Date.now() - began < 400; );
    await loud.ended;
    const wanted = Array.from({ length: 5_000 }, (_, at) => `line ${at + 1}\r\n`).join('');
    expect(loud.printed()).toBe(`${wanted}the very end\r\n`);
  });

  it('does not hold up the news of its end with a heir that keeps the terminal', async () => {
    const { ended, terminal } = await bash('sleep 30 & disown; exit 3');
    expect(await ended).toEqual({ kind: 'exited', code: 3 });
    await endTree(host, { pid: terminal.pid, isOver: () => true }, 'SIGKILL', () => 0);
    expect(host.processes.tree(terminal.pid)).toEqual([]);
  });

  it('hears its size change', async () => {
    const { terminal, until } = await bash(
      'trap "stty size" WINCH; echo ready; while :; do sleep 0.05; done',
    );
    await until('ready');
    expect(terminal.resize(101, 33)).toBe(true);
    await until('33 101');
    await endTree(host, { pid: terminal.pid, isOver: () => true }, 'SIGKILL', () => 0);
  });
});

describe('what is written', () => {
  const slow = `process.stdin.setRawMode(true);
    let sum = 0; let text = '';
    process.stdin.on('data', (chunk) => {
      text += chunk; sum += chunk.length;
      process.stdin.pause();
      setTimeout(() => process.stdin.resume(), 1);
      if (text.endsWith('!')) {
        const hash = require('node:crypto').createHash('sha1').update(text).digest('hex');
        console.log('got ' + hash); process.exit(0);
      }
    });
    console.log('ready');`;

  it('arrives whole and in order at a program that reads slowly', async () => {
    const { terminal, until, ended } = await open(process.execPath, ['-e', slow]);
    await until('ready');
    const parts = Array.from({ length: 40 }, (_, at) => `${at}:${'abc'.repeat(2_000)};`);
    const outcomes = await Promise.all([...parts, '!'].map((part) => outcome(terminal, part)));
    expect(new Set(outcomes)).toEqual(new Set(['taken']));
    const { createHash } = await import('node:crypto');
    await until(
      `got ${createHash('sha1')
        .update(`${parts.join('')}!`)
        .digest('hex')}`,
    );
    await ended;
    expect(await outcome(terminal, 'x')).toBe('gone');
    expect(terminal.resize(80, 25)).toBe(false);
  });

  it('is told to be stuck when the program never reads, and holds up nobody', async () => {
    const { terminal, until } = await bash('stty raw -echo; echo ready; sleep 60');
    await until('ready');
    const began = performance.now();
    const told = outcome(terminal, 'x'.repeat(200_000));
    const behind = outcome(terminal, 'y');
    await sleep(50);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(await told).toBe('stuck');
    expect(await behind).toBe('stuck');
    await endTree(host, { pid: terminal.pid, isOver: () => true }, 'SIGKILL', () => 0);
  });
});

describe('processes of a pane', () => {
  it('are its own: neither another pane nor the target is touched when it ends', async () => {
    const hidden = 'setsid sleep 61 & env -i setsid sleep 62 & sleep 63 & echo ready; wait';
    const one = await bash(hidden);
    const other = await bash(hidden);
    await Promise.all([one.until('ready'), other.until('ready')]);
    await sleep(100);
    const before = host.processes.tree(other.terminal.pid);
    expect(before.length).toBe(4);
    expect(before[0]).toBe(other.terminal.pid);
    const target = await host.processes.spawn({
      ...{ command: 'sleep', args: ['64'], env: {}, nice: 0, role: 'target' },
    });
    if ('error' in target) throw new Error(target.error);
    expect(host.processes.tree(target.pid)).toEqual([target.pid]);
    await endTree(host, { pid: one.terminal.pid, isOver: () => true }, 'SIGKILL', () => 0);
    await one.ended;
    expect(host.processes.tree(one.terminal.pid)).toEqual([]);
    expect([...host.processes.tree(other.terminal.pid)].sort()).toEqual([...before].sort());
    expect(host.processes.tree(target.pid)).toEqual([target.pid]);
    expect(readFileSync(`/proc/${other.terminal.pid}/environ`, 'latin1')).toContain('/pane-');
    // The rest is left to the guardian.
  });
});
