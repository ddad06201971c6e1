/**
 * Goal: the command as its users start it: exit statuses, files, signals, closed pipes.
 * Method: the built command on real programs with short, light stress, in a directory of its own.
 * Runs mostly wait, so they do it side by side, but for the one that looks at the whole directory.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { reportSchema } from '../../../machines/report/report.ts';
import { openLog } from '../../../runtime/record/log-reader.ts';

const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const cwd = mkdtempSync(join(tmpdir(), 'ambush-run-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const idle = "console.log('up'); setInterval(() => {}, 1000)";
const stubborn = `process.on('SIGTERM', () => {}); ${idle}`;

/** A timeline of one light event; the program is a script of Node. */
function timeline(name: string, script: string, seconds: number): string {
  const program = { command: process.execPath, args: ['-e', script] };
  const target = { ready: { output: 'up' }, stop: { signal: 'SIGTERM', grace: '60s' } };
  const events = [{ id: 'spike', axis: 'cpu', at: 0, for: seconds, intensity: 'light' }];
  writeFileSync(join(cwd, name), JSON.stringify({ program, target, seed: 7, events }));
  return name;
}

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function start(words: readonly string[]): { readonly child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [main, ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const ended = once(child, 'close').then(([status]) => ({ status, out, err }));
  return { child, ended };
}

const run = (...words: readonly string[]) => start(words).ended;

/** Resolves when the command has printed that; fails when it ends before. */
function printed(child: ChildProcess, text: string): Promise<void> {
  let seen = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      seen += chunk;
      if (seen.includes(text)) resolve();
    });
    child.once('close', () => reject(new Error(`Expected ${text}, got the end of: ${seen}`)));
  });
}

describe('a finished run', () => {
  it('writes what was asked for and nothing else', async () => {
    timeline('pass.json', idle, 1);
    const before = readdirSync(cwd);
    const { status, out, err } = await run(
      'run',
      'pass.json',
      '--output',
      'r.json',
      '--log',
      'l.ndjson',
    );
    const report = reportSchema.parse(JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8')));
    const reading = openLog(join(cwd, 'l.ndjson'));
    const log = reading.ok ? [...reading.value.events()] : [];
    expect(readdirSync(cwd).sort()).toEqual([...before, 'l.ndjson', 'r.json'].sort());
    expect(log.at(-1)?.type).toBe('run.ended');
    // Whether the machine was quiet enough for the whole dose is not what is tried here.
    const { verdict } = report.ambush.run;
    expect([verdict, status]).toEqual(verdict === 'pass' ? ['pass', 0] : ['inconclusive', 3]);
    expect(out).toContain('spike   cpu light started');
    expect([out.includes('\u001b'), err]).toEqual([false, '']);
  });

  it.concurrent('finds a weakness: status 1, or 0 when only the report is wanted', async () => {
    const file = timeline('crash.json', `${idle}; setTimeout(() => process.abort(), 1200)`, 3);
    const [{ status, out }, quiet] = await Promise.all([
      run('run', file),
      run('--quiet', 'run', file, '--exit-zero'),
    ]);
    expect(status).toBe(1);
    expect(out).toMatch(/^WEAKNESS {2}The target crashed/m);
    expect(out).toContain('SIGABRT');
    expect([quiet.status, quiet.out, quiet.err]).toEqual([0, '', '']);
  });

  it.concurrent('takes the form of the seed, with arguments and a report on standard output', async () => {
    timeline('seed.json', idle, 1);
    const words = ['--timeline', 'seed.json', '--source', '.', '--output', '-', '--exit-zero'];
    const script = 'console.log("up", process.argv[1]); setTimeout(() => {}, 60000)';
    const { status, out } = await run(process.execPath, ...words, '--', '-e', script, 'given');
    const { ambush } = reportSchema.parse(JSON.parse(out));
    expect([status, ambush.source, ambush.run.seed]).toEqual([0, '.', 7]);
    expect(ambush.target.lives[0]?.output_tail).toBe('up given\n');
  });

  it.runIf(existsSync('/dev/full'))(
    'says that its log is incomplete: in the report, in words, and as status 4',
    { concurrent: true },
    async () => {
      const file = timeline('full.json', idle, 1);
      const words = ['--log', '/dev/full', '--output', 'full.report', '--exit-zero'];
      const { status, err } = await run('run', file, ...words);
      const { ambush } = JSON.parse(readFileSync(join(cwd, 'full.report'), 'utf8'));
      expect([status, ambush.run.log_incomplete]).toEqual([4, 'ENOSPC']);
      expect(err).toContain('LOG_INCOMPLETE');
    },
  );

  it.concurrent('goes on when nobody reads any more', async () => {
    const file = timeline('pipe.json', idle, 1);
    const { child, ended } = start(['run', file, '--output', 'pipe.report', '--exit-zero']);
    await printed(child, 'started');
    child.stdout?.destroy();
    const { status, err } = await ended;
    expect([status, err, existsSync(join(cwd, 'pipe.report'))]).toEqual([0, '', true]);
  });
});

describe.concurrent('a signal', () => {
  it('SIGTERM stops in order, with a report; status 143', async () => {
    const file = timeline('term.json', idle, 30);
    const { child, ended } = start(['run', file, '--output', 'term.report']);
    await printed(child, 'spike');
    child.kill('SIGTERM');
    const { status, out } = await ended;
    const { ambush } = JSON.parse(readFileSync(join(cwd, 'term.report'), 'utf8'));
    expect([status, ambush.run.status, ambush.run.cleanup]).toEqual([143, 'interrupted', 'clean']);
    expect(out).toMatch(/^INTERRUPTED/m);
  });

  it('Ctrl-C twice skips the grace period; status 130', async () => {
    const file = timeline('twice.json', stubborn, 30);
    const { child, ended } = start(['run', file]);
    await printed(child, 'spike');
    child.kill('SIGINT');
    await printed(child, 'stopping: interrupted');
    child.kill('SIGINT');
    const { status, out } = await ended;
    expect(status).toBe(130);
    expect(out).toContain('it had to be killed');
  });
});
