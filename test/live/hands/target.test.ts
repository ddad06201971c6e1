/**
 * Goal: the target's end is told as the system told it, and the whole tree ends with it.
 * Method: real programs that end in every way, under real hands.
 */
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { TargetLife } from '../../../machines/hands/messages.ts';
import { readProcess } from '../../../runtime/host/process-table.ts';
import { command, fixture, openStage, type Stage, sleep } from './stage.ts';

let stage: Stage;

afterEach(async () => {
  expect((await stage.close()).leftovers).toEqual([]);
});

async function lifeOf(program: Parameters<Stage['start']>[0]): Promise<TargetLife> {
  stage = await openStage();
  stage.start(program);
  return (await stage.until('target.ended')).report;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('a target that ends by itself', () => {
  it.each([
    ['exit', '0', { kind: 'exited', code: 0 }],
    ['exit', '7', { kind: 'exited', code: 7 }],
    ['exit', '137', { kind: 'exited', code: 137 }],
    ['signal', 'SIGKILL', { kind: 'signalled', signal: 'SIGKILL', core: false }],
    ['signal', 'SIGTERM', { kind: 'signalled', signal: 'SIGTERM', core: false }],
    ['signal', 'SIGSEGV', { kind: 'signalled', signal: 'SIGSEGV' }],
  ])('%s %s is told as such', async (how, what, outcome) => {
    const life = await lifeOf(fixture('ends', how, what));
    expect(life).toMatchObject({
      life: 1,
      outcome,
      outputTail: 'out: grüße\n',
      stderrTail: 'err: last words\n',
      outputBytes: 29,
      killed: false,
    });
    expect(life.peakRssBytes).toBeGreaterThan(1_000_000);
    expect(stage.answers.map((answer) => answer.is)).toEqual([
      'target.started',
      'target.ready',
      'target.output',
      'target.ended',
    ]);
  });

  it('never blocks on its output, whose tail is exact', async () => {
    const life = await lifeOf(fixture('flood', '10'));
    expect(life.outcome).toEqual({ kind: 'exited', code: 0 });
    expect(life.outputBytes).toBe(10_000_000);
    const line = (n: number) => `${String(n).padStart(99, '.')}\n`;
    const whole = Array.from({ length: 656 }, (_, at) => line(100_000 - 656 + at)).join('');
    expect(life.outputTail).toBe(whole.slice(-65_536));
    const told = stage.answers.flatMap((one) => (one.is === 'target.output' ? [one.bytes] : []));
    expect(told.reduce((sum, bytes) => sum + bytes, 0)).toBe(10_000_000);
  });

  it('is not held up by kin that keep its output, and takes them along', async () => {
    const life = await lifeOf(fixture('family', 'leave'));
    expect(life.outcome).toEqual({ kind: 'exited', code: 3 });
    const kin = kinOf(life.outputTail);
    expect(kin).toHaveLength(3);
    expect(kin.map(readProcess)).toEqual([null, null, null]);
    const ended = stage.answers.findIndex((answer) => answer.is === 'target.ended');
    expect(ended).toBe(stage.answers.length - 1);
  });

  it('gets its arguments literally, no shell, no input, and its own environment', async () => {
    process.env.AMBUSH_TEST_OUTER = 'outer';
    const args = ['$(id)', '; exit 3', '*'];
    const program = { args: [...fixture('environment').args, ...args], cwd: '/tmp' };
    const life = await lifeOf({ ...program, env: { CANARY: 'c4n4ry' } });
    expect(JSON.parse(life.outputTail)).toEqual({
      canary: 'c4n4ry',
      home: true,
      args,
      cwd: '/tmp',
      nice: 10,
      input: 0,
    });
    const others = stage.answers.filter((answer) => answer.is !== 'target.ended');
    expect(JSON.stringify(others)).not.toContain('c4n4ry');
  });

  it.each([
    ['/nowhere/to/be/found', {}, 'ENOENT'],
    ['x; rm -rf ~', {}, 'ENOENT'],
    ['/etc/passwd', {}, 'EACCES'],
    ['true', { cwd: '/nowhere' }, 'ENOENT'],
    ['true', { cwd: '/etc/passwd' }, 'ENOTDIR'],
  ])('%s %o cannot be started: %s', async (command, more, reason) => {
    const life = await lifeOf({ command, args: [], ...more });
    expect(life).toMatchObject({ pid: null, outcome: { kind: 'spawn-failed', reason } });
  });
});

describe('a target that is stopped', () => {
  it('was alive, so it survived: politely', async () => {
    stage = await openStage();
    stage.start(fixture('stays', 'polite'), { ready: { output: 'up', withinMs: 5_000 } });
    await stage.until('target.ready');
    stage.stop(3_000);
    const { report } = await stage.until('target.ended');
    expect(report).toMatchObject({ outcome: { kind: 'deadline' }, killed: false });
    expect(report.outputTail).toBe('up\nbye\n');
  });

  it('is killed after the grace when it ignores the signal', async () => {
    stage = await openStage();
    stage.start(fixture('stays', 'stubborn'), { ready: { output: 'up', withinMs: 5_000 } });
    await stage.until('target.ready');
    stage.stop(600);
    const { report } = await stage.until('target.ended');
    expect(report).toMatchObject({ outcome: { kind: 'deadline' }, killed: true });
    expect(report.outputTail).toBe('up\nno\n');
  });

  it('is hurried by a second stop without grace', async () => {
    stage = await openStage();
    stage.start(fixture('stays', 'stubborn'), { ready: { output: 'up', withinMs: 5_000 } });
    await stage.until('target.ready');
    stage.stop(30_000);
    await stage.until('target.output', () => true);
    stage.stop(0);
    const { report } = await stage.until('target.ended');
    expect(report).toMatchObject({ outcome: { kind: 'deadline' }, killed: true });
  });

  it('takes its whole tree along, also when it is paused', async () => {
    stage = await openStage();
    stage.start(fixture('family'), { ready: { output: 'kin', withinMs: 5_000 } });
    const { pid } = await stage.until('target.started');
    await stage.until('target.ready');
    const tree = stage.host.processes.tree(pid);
    expect(tree[0]).toBe(pid);
    expect(tree).toHaveLength(4);
    for (const member of tree) stage.host.processes.signal(member, 'SIGSTOP');
    stage.stop(3_000);
    const { report } = await stage.until('target.ended');
    expect(report).toMatchObject({ outcome: { kind: 'deadline' }, killed: false });
    expect(tree.map(readProcess)).toEqual([null, null, null, null]);
  });

  it('ends while it is being born', async () => {
    stage = await openStage();
    stage.start(fixture('stays'));
    stage.stop(1_000);
    const { report } = await stage.until('target.ended');
    expect(report.outcome).toEqual({ kind: 'deadline' });
  });

  it('lives again, as another process', async () => {
    stage = await openStage();
    stage.start(fixture('ends', 'exit', '1'));
    const first = await stage.until('target.ended');
    stage.start(fixture('stays'), {}, 2);
    const second = await stage.until('target.started', ({ life }) => life === 2);
    expect(second.pid).not.toBe(first.report.pid);
    stage.stop(1_000);
    const { report } = await stage.until('target.ended', ({ report: { life } }) => life === 2);
    expect(report).toMatchObject({ life: 2, pid: second.pid, outcome: { kind: 'deadline' } });
  });
});

describe('a target with a probe', () => {
  it.each(['tcp', 'http'] as const)('is ready when it answers: %s', async (kind) => {
    stage = await openStage();
    const port = await freePort();
    const probe = kind === 'tcp' ? { tcp: port } : { http: `http://127.0.0.1:${port}/` };
    stage.start(fixture('server', String(port), '300'), { ready: { ...probe, withinMs: 5_000 } });
    const started = await stage.until('target.started');
    const ready = await stage.until('target.ready');
    expect(ready.atMs - started.atMs).toBeGreaterThan(300);
    stage.stop(1_000);
    expect((await stage.until('target.ended')).report.outcome).toEqual({ kind: 'deadline' });
  });

  it('is unready, and hung at the end, when it never says the word', async () => {
    stage = await openStage();
    stage.start(fixture('stays'), { ready: { output: 'something else', withinMs: 300 } });
    const unready = await stage.until('target.unready');
    expect(unready.reason).toContain('300 ms');
    stage.stop(1_000);
    expect((await stage.until('target.ended')).report.outcome.kind).toBe('hung');
  });

  it('is unready when it answers with an error', async () => {
    stage = await openStage();
    const port = await freePort();
    const http = `http://127.0.0.1:${port}/missing`;
    stage.start(fixture('server', String(port), '0'), { ready: { http, withinMs: 600 } });
    expect((await stage.until('target.unready')).reason).toContain('got 404');
  });

  it('is hung when it lives but is deaf as it is stopped', async () => {
    stage = await openStage();
    const port = await freePort();
    const http = `http://127.0.0.1:${port}/`;
    stage.start(fixture('server', String(port), '0'), { ready: { http, withinMs: 5_000 } });
    await stage.until('target.ready');
    await fetch(`${http}block?ms=20000`);
    await sleep(250);
    stage.stop(500);
    const { report } = await stage.until('target.ended');
    expect(report.outcome.kind).toBe('hung');
  });

  it('answers when it is asked, unless it is deaf or not there', async () => {
    stage = await openStage();
    const ask = () => stage.hands.send(command({ do: 'target.ask' }));
    ask();
    const nobody = await stage.until('target.answered');
    expect(nobody).toMatchObject({ life: 0, silence: 'it does not run' });
    const port = await freePort();
    const http = `http://127.0.0.1:${port}/`;
    stage.start(fixture('server', String(port), '0'), { ready: { http, withinMs: 5_000 } });
    await stage.until('target.ready');
    ask();
    await stage.until('target.answered', ({ life, silence }) => life === 1 && silence === null);
    await fetch(`${http}block?ms=20000`);
    await sleep(250);
    ask();
    const deaf = await stage.until(
      'target.answered',
      ({ life, silence }) => life === 1 && !!silence,
    );
    expect(deaf.silence).toContain('no longer answers');
    stage.stop(0);
  });

  it('is told as unready while it is deaf, and ready when it is back', async () => {
    stage = await openStage();
    const port = await freePort();
    const http = `http://127.0.0.1:${port}/`;
    stage.start(fixture('server', String(port), '0'), { ready: { http, withinMs: 5_000 } });
    const { atMs } = await stage.until('target.ready');
    await fetch(`${http}block?ms=5500`);
    const unready = await stage.until('target.unready');
    expect(unready.reason).toContain('no longer answers');
    await stage.until('target.ready', (answer) => answer.atMs > atMs);
  });
});

function kinOf(output: string): readonly number[] {
  return (/^kin (.*)$/m.exec(output)?.[1] ?? '').split(' ').filter(Boolean).map(Number);
}
