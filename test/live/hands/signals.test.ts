/**
 * Goal: the user's signals give the figures of real servers, programs and output, beside a sampler
 * whose cadence no source can hold up; what does not answer is unavailable, never an old figure.
 * Method: servers on 127.0.0.1, a target that prints, commands that hang, patterns that never end.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { HandsCommand } from '../../../machines/hands/messages.ts';
import type { SignalSource } from '../../../machines/timeline/signal/user-signal.ts';
import { type Answer, openStage, type Stage } from './stage.ts';

let stage: Stage | null = null;
let server: Server | null = null;

afterEach(async () => {
  expect((await stage?.close())?.leftovers ?? []).toEqual([]);
  server?.closeAllConnections();
  server?.close();
  stage = null;
  server = null;
});

type Figures = NonNullable<Answer<'sampled'>['signals']>;

function watch(sources: Readonly<Record<string, SignalSource>>, cadenceMs = 250): void {
  const signals = Object.entries(sources).map(([name, source]) => {
    return { name, everyMs: 100, source };
  });
  const originMs = stage?.now() ?? 0;
  const start = { do: 'sampling.start', originMs, cadenceMs, signals };
  const meta = { correlationId: 'c', causationId: 'c' };
  stage?.hands.send({ meta, ...start } as unknown as HandsCommand);
}

/** A tick from now on whose figures fit. */
async function figures(fits: (figures: Figures) => boolean): Promise<Figures> {
  const sinceMs = stage?.now() ?? 0;
  const sampled = await stage?.until(
    'sampled',
    ({ atMs, signals }) => atMs > sinceMs && signals !== undefined && fits(signals),
  );
  return sampled?.signals ?? {};
}

async function serve(waiting: () => number): Promise<number> {
  server = createServer((request, response) => {
    if (request.url === '/slow') setTimeout(() => response.end(), 300);
    else if (request.url === '/silent') return;
    else if (request.url === '/endless') {
      const more = setInterval(() => response.write('x'.repeat(65_536)), 1);
      response.once('close', () => clearInterval(more));
    } else
      response.end(`# TYPE jobs gauge\njobs{queue="mail"} ${waiting()}\njobs{queue="fax"} 0\n`);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

it('asks servers: how long they take, and what they tell', async () => {
  let waiting = 7;
  const port = await serve(() => waiting);
  const base = `http://127.0.0.1:${port}`;
  const metric = { kind: 'prometheus', metric: 'jobs' } as const;
  stage = await openStage(0);
  watch({
    fast: { kind: 'http', url: `${base}/` },
    slow: { kind: 'http', url: `${base}/slow` },
    silent: { kind: 'http', url: `${base}/silent` },
    connect: { kind: 'tcp', port },
    jobs: { ...metric, url: `${base}/metrics`, labels: { queue: 'mail' } },
    several: { ...metric, url: `${base}/metrics`, labels: {} },
    endless: { ...metric, url: `${base}/endless`, labels: {} },
  });
  const seen = await figures(
    ({ slow, jobs, fast }) => slow !== null && jobs === 7 && fast !== null,
  );
  expect(seen.slow).toBeGreaterThanOrEqual(290);
  expect(seen.fast).toBeLessThan(seen.slow ?? 0);
  expect(seen.connect).toBeGreaterThan(0);
  expect([seen.silent, seen.several, seen.endless]).toEqual([null, null, null]);
  waiting = 8;
  await figures(({ jobs }) => jobs === 8);
  server?.closeAllConnections();
  server?.close();
  await figures(({ fast, connect, jobs }) => fast === null && connect === null && jobs === null);
});

it('reads what the target prints, whole lines of this life only', async () => {
  const prints = `console.log('queue=1'); console.error('err=5'); process.stdout.write('queue=9');
    setTimeout(() => console.log('\\nqueue=2\\nother'), 600); setInterval(() => {}, 1000);`;
  stage = await openStage(0);
  stage.start({ args: ['-e', prints] });
  await stage.until('target.ready');
  watch({
    queue: { kind: 'output', pattern: '^queue=(?<value>\\d+)$' },
    err: { kind: 'output', pattern: 'err=(?<value>\\d+)' },
    words: { kind: 'output', pattern: 'queue(?<value>=)' },
    // It would take until the end of the universe.
    evil: { kind: 'output', pattern: '(?<value>(.|.)*)*x$' },
  });
  await figures(({ queue, err }) => queue === 1 && err === 5);
  const later = await figures(({ queue }) => queue === 2);
  expect([later.words, later.evil]).toEqual([null, null]);
  const missed = stage.answers.map((one) => (one.is === 'sampled' ? one.missed : 0));
  expect(missed.reduce((sum, one) => sum + one, 0)).toBe(0);
  stage.stop(0);
  await stage.until('target.ended');
  stage.start({ args: ['-e', 'setInterval(() => {}, 1000)'] }, {}, 2);
  await figures(({ queue, err }) => queue === null && err === null);
});

it('runs commands without a shell, and leaves none behind that hangs', async () => {
  const node = (code: string): SignalSource => {
    return { kind: 'command', command: process.execPath, args: ['-e', code] };
  };
  stage = await openStage(0);
  watch({
    six: node('console.log(6.5)'),
    injected: { kind: 'command', command: 'echo', args: ['1; echo 2'] },
    failed: node('console.log(1); process.exit(3)'),
    words: node('console.log("six")'),
    flood: node('console.log(" ".repeat(9000) + 1)'),
    missing: { kind: 'command', command: 'no-such-program', args: [] },
    hangs: node('console.log(1); setInterval(() => {}, 1000)'),
  });
  const { six, ...others } = await figures((seen) => seen.six !== null);
  expect(six).toBe(6.5);
  const late = await figures(() => true);
  for (const name of Object.keys(others)) expect(late[name], name).toBeNull();
});
