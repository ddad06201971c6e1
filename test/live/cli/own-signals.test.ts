/**
 * Goal: figures of the user's own go the whole way: a rule acts on them, and the report has their
 * metrics, out of a log that redacts what it does not know.
 * Method: the built command on a program that prints a growing queue.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { reportSchema } from '../../../machines/report/report.ts';

const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const cwd = mkdtempSync(join(tmpdir(), 'ambush-signals-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

it('lets an axis give way by a number that the program prints', async () => {
  const script = "let n = 0; setInterval(() => console.log('queue=' + (n += 100)), 100)";
  const timeline = {
    program: { command: process.execPath, args: ['-e', script] },
    signals: {
      queue: { output: 'queue=(?<value>\\d+)', every: '100ms' },
      six: { command: ['echo', '6'] },
    },
    events: [{ id: 'spin', axis: 'cpu', at: 0, for: 2, intensity: '10%' }],
    constraints: {
      bottleneck: 'memory',
      subordinate: { cpu: { if: 'queue > 200 and six == 6', action: { intensity: '2%' } } },
    },
  };
  writeFileSync(join(cwd, 't.json'), JSON.stringify(timeline));
  const child = spawn(process.execPath, [main, 'run', 't.json', '--output', 'r.json'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  await once(child, 'close');
  expect(out).toContain('cpu gives way (intensity 2%)');
  const report = reportSchema.parse(JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8')));
  const { signals } = report.ambush.metrics;
  expect(Object.keys(signals ?? {})).toEqual(['queue', 'six']);
  expect(signals?.six).toMatchObject({ min: 6, max: 6 });
  expect(signals?.queue?.max).toBeGreaterThan(200);
});
