/**
 * Goal: a target in a pane is told as truthfully as one with pipes: its end, its output, its tree,
 * its next life; and it has a real terminal, into which the kernel's hands write.
 * Method: the same programs as without a pane, and one that says what it was told, under real hands.
 */
import { afterEach, expect, it } from 'vitest';
import type { HandsMessage } from '../../../machines/hands/pane-messages.ts';
import type { TargetPolicy } from '../../../machines/timeline/timeline.ts';
import { readProcess } from '../../../runtime/host/process-table.ts';
import { fixture, meta, openStage, type Stage } from './stage.ts';

let stage: Stage;
const pane: TargetPolicy['pane'] = { cols: 91, rows: 23, cli: null };
const ready = { output: 'up', withinMs: 5_000 };

afterEach(async () => {
  expect((await stage.close()).leftovers).toEqual([]);
});

async function open() {
  stage = await openStage();
  const said: HandsMessage[] = [];
  stage.hands.panes.onAnswer((message) => said.push(message));
  return said;
}

const factsIn = (said: readonly HandsMessage[]) =>
  said.flatMap((one) => (one.is === 'pane.fact' && one.type.startsWith('pty.d') ? [] : [one]));

it.each([
  ['exit', '0', { kind: 'exited', code: 0 }],
  ['exit', '7', { kind: 'exited', code: 7 }],
  ['signal', 'SIGKILL', { kind: 'signalled', signal: 'SIGKILL' }],
  ['signal', 'SIGSEGV', { kind: 'signalled', signal: 'SIGSEGV' }],
])('%s %s is told as such, with all that it wrote', async (how, what, outcome) => {
  const said = await open();
  stage.start(fixture('ends', how, what), { pane });
  const { report: life } = await stage.until('target.ended');
  // A terminal has one output, and ends its lines as terminals do.
  expect(life).toMatchObject({
    ...{ life: 1, outcome, killed: false, stderrTail: '' },
    outputTail: 'out: grüße\r\nerr: last words\r\n',
    outputBytes: 31,
  });
  const [first] = factsIn(said);
  expect(first).toMatchObject({ is: 'pane.opened', paneId: '1', pid: life.pid });
  expect(said.at(-1)).toMatchObject({ is: 'pane.exited', pid: life.pid });
});

it('has a terminal of the size that was asked for, and sees what is written into it', async () => {
  const said = await open();
  const script =
    "const { isTTY, columns, rows } = process.stdout; console.log(['up', isTTY, columns, rows].join(' '));" +
    "process.stdin.on('data', (chunk) => console.log('got', JSON.stringify(String(chunk))))";
  stage.start({ args: ['-e', script] }, { pane, ready });
  const { pid } = await stage.until('target.started');
  await stage.until('target.ready');
  expect(stage.host.processes.tree(pid)).toEqual([pid]);
  const key = { key: 'k', paneId: '1', meta: meta() };
  stage.hands.panes.send({ ...key, do: 'pane.write', text: 'hello', mode: 'keys' });
  await heard(said, 'pane.write.acked');
  stage.hands.panes.send({ ...key, do: 'pane.submit', attempt: 1 });
  await heard(said, 'pane.verified');
  stage.stop(3_000);
  const { report } = await stage.until('target.ended');
  expect(report).toMatchObject({ outcome: { kind: 'deadline' }, killed: false });
  expect(report.peakRssBytes).toBeGreaterThan(1_000_000);
  expect(report.outputTail).toContain('up true 91 23');
  expect(report.outputTail).toContain('got "hello\\n"');
});

it('takes its whole tree along, is killed after the grace, and lives again in the same pane', async () => {
  const said = await open();
  stage.start(fixture('family'), { pane, ready: { output: 'kin', withinMs: 5_000 } });
  const first = await stage.until('target.started');
  await stage.until('target.ready');
  const tree = stage.host.processes.tree(first.pid);
  expect(tree).toHaveLength(4);
  stage.stop(3_000);
  await stage.until('target.ended');
  expect(tree.map(readProcess)).toEqual([null, null, null, null]);
  stage.start(fixture('stays', 'stubborn'), { pane, ready }, 2);
  const second = await stage.until('target.started', ({ life }) => life === 2);
  await stage.until('target.ready', ({ life }) => life === 2);
  stage.stop(400);
  const { report } = await stage.until('target.ended', ({ report: { life } }) => life === 2);
  expect(report).toMatchObject({ outcome: { kind: 'deadline' }, killed: true });
  const lives = said.flatMap((one) => (one.is === 'pane.opened' ? [one.pid] : []));
  expect(lives).toEqual([first.pid, second.pid]);
  const edges = said.flatMap((one) => (one.is === 'pane.fact' ? [one.type] : []));
  expect(edges.filter((type) => type === 'pty.up' || type === 'pty.down')).toEqual([
    ...['pty.up', 'pty.down', 'pty.up', 'pty.down'],
  ]);
});

it('that cannot be started is told as such', async () => {
  await open();
  stage.start({ command: '/nowhere/to/be/found', args: [] }, { pane });
  const { report } = await stage.until('target.ended');
  expect(report).toMatchObject({ pid: null, outcome: { kind: 'spawn-failed', reason: 'ENOENT' } });
});

/** Resolves when the panes have said it. */
function heard(said: readonly HandsMessage[], is: HandsMessage['is']): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (said.some((one) => one.is === is)) resolve();
    };
    stage.hands.panes.onAnswer(look);
    look();
  });
}
