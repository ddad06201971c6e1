/**
 * Goal: each example has a real weakness, and its timeline finds it. Method: run each program
 * without stress for as long as its timeline lasts, where it must live; then run the command on
 * its timeline, where it must die, and read from the report what it died of.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Example {
  readonly name: string;
  readonly program: string;
  /** Length of its timeline. */
  readonly lengthMs: number;
  /** The event that breaks it, and the status with which it then ends. */
  readonly event: string;
  readonly code: number;
}

const server: Example = {
  name: 'slow-server',
  program: 'server.mjs',
  lengthMs: 9000,
  event: 'busy-neighbour',
  code: 70,
};
const cache: Example = {
  name: 'greedy-cache',
  program: 'cache.mjs',
  lengthMs: 7000,
  event: 'memory-hog',
  code: 1,
};
const recorder: Example = {
  name: 'late-recorder',
  program: 'recorder.mjs',
  lengthMs: 7000,
  event: 'stalls',
  code: 74,
};

/** Starts a program of ours from the root; its output is kept and always drained. */
function start(args: readonly string[]): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return { child, output: () => text };
}

/** Lets the program run alone, then asks it to end. */
async function surviveAlone({ name, program, lengthMs }: Example) {
  const { child, output } = start([`docs/examples/${name}/${program}`]);
  const ended = once(child, 'close');
  const early = await Promise.race([ended, delay(lengthMs)]);
  child.kill('SIGTERM');
  const [code, signal] = await ended;
  return { name, early: early !== undefined, code, signal, output: output() };
}

describe('without stress', () => {
  it('all three live, side by side', async () => {
    const examples = [server, cache, recorder];
    const lives = await Promise.all(examples.map(surviveAlone));
    expect(lives.map(({ output: _, ...rest }) => rest)).toEqual(
      examples.map(({ name }) => ({ name, early: false, code: 0, signal: null })),
    );
  });
});

/** Lines without what differs from run to run and from machine to machine. */
function masked(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) =>
      line
        .replace(/[-+]?\d+(?:\.\d+)?/g, 'N')
        .replace(/N (?:ms|s|min|[KMG]iB)\b/g, 'N')
        .replace(/ !$| !(?= {2})/, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((line) => line !== '');
}

/** The lines that the README shows, minus those that say that something was cut. */
function shownInReadme(): readonly string[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, block = ''] = /```text\n([\s\S]*?)```/.exec(readme) ?? [];
  return masked(block).filter((line) => line !== '...');
}

describe('on its timeline', () => {
  let folder = '';
  let printed = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ambush-examples-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** The command with what it printed; the report lies in the folder under the example's name. */
  async function ambushed({ name }: Example, ...options: readonly string[]) {
    const timeline = `docs/examples/${name}/timeline.yaml`;
    const report = ['--output', join(folder, `${name}.json`)];
    const { child, output } = start(['dist/bin/ambush.js', 'run', timeline, ...report, ...options]);
    const [status] = await once(child, 'close');
    return { status, output: output() };
  }

  function expectDeath({ name, event, code }: Example) {
    const { ambush } = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    expect(ambush.run).toMatchObject({ status: 'completed', verdict: 'fail', cleanup: 'clean' });
    expect(ambush.crashes).toHaveLength(1);
    expect(ambush.crashes[0]).toMatchObject({ life: 1, code, active: [event] });
    expect(ambush.crashes[0].chain).not.toEqual([]);
    expect(ambush.target.lives[0].outcome).toMatchObject({ kind: 'exited', code });
    const culprit = ambush.events.find(({ id }: { readonly id: string }) => id === event);
    expect(culprit.outcome).toBe('crash');
    expect(culprit.dose.delivered).toBeGreaterThan(0);
  }

  it('the server dies of its busy neighbour, alone on the machine', async () => {
    const { status, output } = await ambushed(server);
    printed = output;
    expect(status).toBe(1);
    expectDeath(server);
  });

  // Neither takes what the other lives on: one is short of memory, the other is stopped now and then.
  it('the cache dies of the memory hog, and beside it the recorder of the stalls', async () => {
    const both = [cache, recorder];
    const ends = await Promise.all(both.map((example) => ambushed(example, '--quiet')));
    expect(ends).toEqual(both.map(() => ({ status: 1, output: '' })));
    for (const example of both) expectDeath(example);
  });

  it('prints what the README shows, timings aside', () => {
    const shown = shownInReadme();
    const lines = masked(printed);
    expect(shown).toHaveLength(12);
    expect(lines.filter((line) => shown.includes(line))).toEqual(shown);
  });
});
