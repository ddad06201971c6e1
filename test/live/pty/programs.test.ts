/**
 * Goal: real programs are driven through kernel and hands: what is injected is entered once, seen to
 * be taken, and verified by what the screen shows.
 * Method: a shell, REPLs and editors where they are installed; their own answers are the proof.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPaneStage, type PaneStage } from './pane-stage.ts';

let stage: PaneStage;
const folder = mkdtempSync(join(tmpdir(), 'programs-'));

beforeAll(async () => {
  stage = await openPaneStage();
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true });
});

/** Why a program is not driven here; empty where it is. */
function missing(command: string): string {
  const found = (process.env.PATH ?? '').split(':').some((one) => existsSync(join(one, command)));
  return found ? '' : ` (skipped: ${command} is not installed)`;
}

const bashArgs = ['--norc', '--noprofile', '-i'];
const quiet = { PS1: '$ ', HISTFILE: '/dev/null', BASH_SILENCE_DEPRECATION_WARNING: '1' };

const drives = [
  ['bash', bashArgs, quiet, '$', 'echo $((6*7))-b', '42-b'],
  ['node', ['-i'], { NODE_REPL_HISTORY: '' }, '>', '[6*7, "n"].join("-")', "'42-n'"],
  [
    'python3',
    ['-i', '-q'],
    { PYTHON_HISTORY: '/dev/null' },
    '>>>',
    'print(6*7, "p", sep="-")',
    '42-p',
  ],
  ['sqlite3', [], {}, 'sqlite>', "select (6*7) || '-s';", '42-s'],
] as const;

describe('a program that reads lines', () => {
  for (const [command, args, env, prompt, body, answer] of drives) {
    const why = missing(command);
    it.skipIf(why !== '')(`${command} does what it is told, once${why}`, async () => {
      await stage.open(command, { command, args, env });
      await stage.sees(command, prompt);
      const { ended, correlationId } = stage.inject(command, body);
      const { type } = await ended;
      const chain = stage.chain(correlationId);
      expect(type, chain.join(' ')).toBe('inject.verified');
      expect(chain).toEqual([
        ...['inject.requested', 'inject.mode.selected', 'daemon.write.requested'],
        ...['daemon.write.ack', 'inject.applied', 'inject.submit.requested'],
        ...['inject.submit.sent', 'verify.pass', 'inject.verified'],
      ]);
      await stage.sees(command, answer);
      const { rows } = await stage.screen(command);
      expect(rows.filter((row) => row.trim() === answer)).toHaveLength(1);
    });
  }
});

describe('bash', () => {
  it('is written to one after the other, in the order of the requests', async () => {
    const bodies = [1, 2, 3, 4].map((each) => `echo $((${each}*11))`);
    const injected = bodies.map((body) => stage.inject('bash', body));
    for (const { ended } of injected) expect((await ended).type).toBe('inject.verified');
    await stage.sees('bash', '44');
    const { rows } = await stage.screen('bash');
    expect(rows.filter((row) => /^(11|22|33|44)$/.test(row))).toEqual(['11', '22', '33', '44']);
  });

  it('takes several lines as one paste where it switched pasting on', async () => {
    await stage.until(() => stage.said.find((one) => one.is === 'pane.mode' && one.bracketedPaste));
    const { ended, correlationId } = stage.inject('bash', 'echo one-$((1+1))\necho two-$((1+1))');
    await ended;
    const mode = stage.events.find(
      (one) => one.correlationId === correlationId && one.type === 'inject.mode.selected',
    );
    expect(mode?.payload).toMatchObject({ mode: 'paste' });
    await stage.sees('bash', 'two-2');
    await stage.sees('bash', 'one-2');
  });

  it('ends, and its pane says so', async () => {
    const { ended } = stage.inject('bash', 'exit 5');
    expect((await ended).type).toMatch(/^inject\.(verified|failed)$/);
    const exited = await stage.until(() =>
      stage.said.find((one) => one.is === 'pane.exited' && one.paneId === 'bash'),
    );
    expect(exited).toMatchObject({ outcome: { kind: 'exited', code: 5 } });
    expect(stage.hands.panes.levels().bash).toBe('down');
    expect(stage.kernel.state('bash').connectivity.pty).toBe('down');
  });
});

describe('an editor', () => {
  const editors = [
    ['vim', ['-u', 'NONE', '-n'], '\u001b:wq\r'],
    ['nano', ['--ignorercfiles'], '\u0018y\r'],
  ] as const;
  for (const [command, args, leave] of editors) {
    const why = missing(command);
    it.skipIf(why !== '')(`${command} is typed into by hand${why}`, async () => {
      const file = join(folder, `${command}.txt`);
      await stage.open(command, { command, args: [...args, file] });
      await stage.sees(command, command === 'vim' ? '~' : 'GNU nano');
      if (command === 'vim') stage.ask(command, { do: 'pane.type', data: 'i' });
      stage.ask(command, { do: 'pane.type', data: 'Grüße aus dem Terminal' });
      await stage.sees(command, 'Terminal');
      stage.ask(command, { do: 'pane.type', data: leave });
      await stage.until(() =>
        stage.said.find((one) => one.is === 'pane.exited' && one.paneId === command),
      );
      expect(readFileSync(file, 'utf8')).toBe('Grüße aus dem Terminal\n');
    });
  }
});
