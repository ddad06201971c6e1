/**
 * Goal: for real, too, a run waits for its target to be well again and says what its expectations came
 * to, and is aborted when what its timeline names holds.
 * Method: the built command on small servers: one that is paused and answers again, one that falls
 * silent, one that is let be. The runs mostly wait, so they do it side by side.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, it } from 'vitest';
import { reportSchema } from '../../../machines/report/report.ts';

const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const cwd = mkdtempSync(join(tmpdir(), 'ambush-expect-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A server of Node, and a light pause of its processes. */
async function run(name: string, rest: (port: number) => object, more = '') {
  const port = await freePort();
  const server = `const s = require('http').createServer((q, r) => r.end('ok')).listen(${port}, '127.0.0.1');`;
  const timeline = {
    program: { command: process.execPath, args: ['-e', `${server} ${more}`] },
    target: { ready: { tcp: port }, stop: { grace: '1s' } },
    events: [{ id: 'pause', axis: 'time', at: 0, for: 1, intensity: '20%' }],
    ...rest(port),
  };
  writeFileSync(join(cwd, `${name}.json`), JSON.stringify(timeline));
  const words = ['run', `${name}.json`, '--output', `${name}-report.json`, '--quiet'];
  const child = spawn(process.execPath, [main, ...words], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [status] = await once(child, 'close');
  if (err !== '') throw new Error(err);
  const written = JSON.parse(readFileSync(join(cwd, `${name}-report.json`), 'utf8'));
  return { status, part: reportSchema.parse(written).ambush };
}

const health = (port: number) => ({
  signals: { latency_ms: { http: `http://127.0.0.1:${port}/`, every: '100ms' } },
});

describe.concurrent('the command', () => {
  it('waits until a server that was paused answers again', async ({ expect }) => {
    const { status, part } = await run('well', (port) => ({
      ...health(port),
      expect: [
        'crashes == 0',
        { sometimes: 'latency_ms > 0' },
        'max(latency_ms) < 60000',
        { recovered: 'latency_ms < 1000', within: '20s' },
      ],
    }));
    expect(part.run.reasons).toEqual([]);
    expect(part.expectations?.map(({ judgement }) => judgement)).toEqual([
      ...['kept', 'kept', 'kept', 'kept'],
    ]);
    expect(part.recovery?.saw).toMatchObject({ up: true, answers: true });
    expect(part.recovery?.saw.latency_ms).toBeGreaterThan(0);
    expect(part.recovery?.after_ms).toBeGreaterThan(250);
    expect(status).toBe(0);
  });

  it('gives a server that falls silent its time, and no more', async ({ expect }) => {
    const silent = 'setTimeout(() => { s.close(); s.closeAllConnections(); }, 1500);';
    const { status, part } = await run(
      'silent',
      (port) => ({ ...health(port), expect: ['recovered within 2s'] }),
      `${silent} setInterval(() => {}, 1000);`,
    );
    const [judged] = part.expectations ?? [];
    expect(judged).toMatchObject({ judgement: 'broken', saw: { up: true } });
    // Neither the probe nor the signal finds anyone there.
    expect(judged?.saw.answers === true && judged.saw.latency_ms !== null).toBe(false);
    expect([part.run.status, part.run.verdict, status]).toEqual(['completed', 'fail', 1]);
  });

  it('aborts when what the timeline names has held for so long', async ({ expect }) => {
    const { status, part } = await run('abort', () => ({
      events: [{ id: 'pause', axis: 'time', at: 0, for: 30, intensity: '10%' }],
      abort_when: { if: 'target.rss_mb > 1', hold: '500ms' },
      expect: [{ sometimes: 'crashes > 0' }],
    }));
    expect([part.run.status, part.run.cleanup, status]).toEqual(['aborted', 'clean', 5]);
    expect(part.run.abort?.because).toBe('target.rss_mb > 1 for 0.5s');
    expect(part.run.abort?.saw['target.rss_mb']).toBeGreaterThan(1);
    expect(part.run.abort?.at_ms).toBeGreaterThanOrEqual(500);
    expect(part.run.abort?.at_ms).toBeLessThan(20_000);
    expect(part.expectations).toMatchObject([{ judgement: 'unjudged' }]);
  });
});
