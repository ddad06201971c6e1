/**
 * Goal: each command of `ambush pane` does to a real program what it says, and says what it did.
 * Method: the command as processes against a shell, what is on its screen, and what was answered.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readRecording } from '../../../runtime/formats/cast.ts';
import { household, until } from './stage.ts';

const home = household();
const shell = ['sh', '-c', 'PS1="% "; export PS1; exec sh -i'];
let pane = '';

beforeAll(async () => {
  pane = (await home.ambush(['pane', 'open', '--', ...shell])).out.trim();
});
afterAll(() => home.leave());

const screen = async () => (await home.ambush(['pane', 'screen', pane])).out;
const shows = (text: string) => until(async () => ((await screen()).includes(text) ? true : null));

it('prints the id alone, and lists the pane', async () => {
  expect(pane).toBe('1');
  const { panes } = (await home.json(['pane', 'ls'])) as { panes: readonly object[] };
  expect(panes).toMatchObject([{ id: '1', command: 'sh', outcome: null, cols: 80, rows: 24 }]);
  expect((await home.ambush(['pane', 'ls'])).out).toMatch(/1 +sh -c .* runs \(\d+\) +idle/);
});

it('injects, waits for the evidence, and takes the text from standard input', async () => {
  const done = await home.ambush(['pane', 'inject', pane, '-', '--wait'], 'echo $((6 * 7))\n');
  expect(done).toMatchObject({ status: 0, err: '' });
  expect(done.out).toMatch(/^allowed \([0-9a-f]{8}\)\ninject\.verified: [a-z_]+\n$/);
  await shows('\n42\n');
});

it('types, and injections wait until the keys have rested', async () => {
  await home.ambush(['pane', 'type', pane, 'echo typed', '--enter']);
  const held = await home.ambush(['pane', 'inject', pane, 'echo held']);
  expect(held).toMatchObject({ status: 0 });
  expect(held.out).toContain('deferred');
  expect(held.out).toContain('focus-lock-guard: locked');
  const explained = await home.ambush(['pane', 'explain', pane]);
  expect(explained.out).toContain('focus-lock-guard: locked');
  expect(explained.out).toMatch(/1\. [0-9a-f]{8} waited/);
  await shows('held\n');
  expect((await screen()).indexOf('typed\n')).toBeLessThan((await screen()).indexOf('held\n'));
});

it('resizes the terminal that the program sees', async () => {
  // At once, or when the injection of before has come to its end.
  const resized = await home.ambush(['pane', 'resize', pane, '100', '31']);
  expect(resized.out).toMatch(/^(allowed|deferred) /);
  await home.ambush(['pane', 'inject', pane, 'stty size', '--wait']);
  await shows('31 100');
});

it('records what is shown', async () => {
  const recording = home.ambush(['pane', 'record', pane, 's.cast', '--for', '1500ms']);
  const { panes } = await until(async () => {
    const list = (await home.json(['pane', 'ls'])) as { panes: readonly { clients: number }[] };
    return list.panes[0]?.clients === 1 ? list : null;
  });
  expect(panes).toHaveLength(1);
  await home.ambush(['pane', 'inject', pane, 'echo recorded', '--wait']);
  expect(await recording).toMatchObject({ status: 0, err: '' });
  const bytes = readFileSync(join(home.folder, 's.cast'));
  const read = readRecording({ name: 's.cast', bytes });
  const events = read.ok ? read.value.events : [];
  const printed = events.map((one) => (one.type === 'output' ? String(one.data) : '')).join('');
  expect(read).toMatchObject({ ok: true, value: { size: { columns: 100, rows: 31 } } });
  expect(printed).toContain('recorded\r\n');
});

it('keeps an older recording when there is nothing to record', async () => {
  const before = readFileSync(join(home.folder, 's.cast'));
  const unknown = await home.ambush(['pane', 'record', '77', 's.cast', '--overwrite']);
  expect([unknown.status, unknown.err]).toEqual([2, expect.stringContaining('UNKNOWN_PANE')]);
  const again = await home.ambush(['pane', 'record', pane, 's.cast', '--for', '1s']);
  expect([again.status, again.err]).toEqual([2, expect.stringContaining('FILE_EXISTS')]);
  expect(readFileSync(join(home.folder, 's.cast'))).toEqual(before);
  const full = await home.ambush(['pane', 'record', pane, '/dev/full', '--for', '10s']);
  expect([full.status, full.err]).toEqual([2, expect.stringContaining('ENOSPC')]);
  const nameless = await home.ambush(['pane', 'record', pane, '-']);
  expect([nameless.status, nameless.err]).toEqual([2, expect.stringContaining('FILE')]);
});

it('takes keys of one command after another', async () => {
  for (const words of [['echo on'], ['e by '], ['one'], ['', '--enter']]) {
    const typed = await home.ambush(['pane', 'type', pane, ...words]);
    expect(typed).toEqual({ status: 0, out: '', err: '' });
  }
  await shows('\none by one\n');
});

it('writes nothing into a pane that is only to be read', async () => {
  const { paneId } = (await home.json(['pane', 'open', '--read-only', '--', 'cat'])) as {
    readonly paneId: string;
  };
  const injected = await home.ambush(['pane', 'inject', paneId, 'anything', '--wait']);
  expect(injected.status).toBe(1);
  expect(injected.out).toContain('inject.failed: rejected_mode_noninteractive\n');
  expect((await home.ambush(['pane', 'screen', paneId])).out).toBe('');
  await home.ambush(['pane', 'close', paneId]);
});

it('kills, restarts and closes', async () => {
  const killed = await home.ambush(['pane', 'kill', pane, '--signal', 'hup']);
  expect(killed).toMatchObject({ status: 0, out: 'Pane 1 ended by SIGHUP.\n' });
  expect((await home.ambush(['pane', 'kill', pane])).err).toContain('PANE_ENDED');
  const waits = await home.ambush(['pane', 'inject', pane, 'echo later']);
  expect(waits.out).toContain(
    'The program ended by SIGHUP: `ambush pane restart 1` lets it go on.',
  );
  expect((await home.ambush(['pane', 'restart', pane])).out).toMatch(/Pane 1 runs again: process/);
  await shows('%');
  expect((await home.ambush(['pane', 'close', pane])).out).toMatch(
    /Pane 1 is closed; its program ended/,
  );
  expect((await home.ambush(['pane', 'ls'])).out).toContain('No panes.');
});

it('says what is wrong, and starts nothing then', async () => {
  const wrong = [
    ['pane', 'open', '--', 'no-such-program'],
    ['pane', 'open'],
    ['pane', 'open', 'bash', '-q'],
    ['pane', 'kill', '77', '--signal', 'nosuch'],
    ['pane', 'screen', '77'],
    ['pane', 'attach', pane],
    ['pane', 'resize', pane, '1', '24'],
    ['events', 'file.ndjson', '--follow'],
    ['why', '0000'],
    ['contracts', 'promote', 'focus-lock-guard'],
    ['safe-mode', 'maybe'],
  ];
  const said = await Promise.all(wrong.map((words) => home.ambush(words)));
  expect(said.map(({ status }) => status)).toEqual(wrong.map(() => 2));
  expect(said[2]?.err).toContain('Try `ambush pane open -- bash`.');
  expect(said[3]?.err).toContain('Try ambush pane kill --help');
  expect(said[8]?.err).toContain('Try one that `ambush events` shows.');
  expect(said.map(({ err }) => /[A-Z]+_[A-Z_]+|ambush: .*/.exec(err)?.[0])).toEqual([
    ...['PANE_NOT_STARTED', 'NO_COMMAND', 'NO_COMMAND'],
    expect.stringContaining('SIGINT'),
    ...['UNKNOWN_PANE', 'NO_TERMINAL'],
    expect.stringContaining('2 to 1000'),
    ...['FOLLOWED_FILE', 'UNKNOWN_ID', 'NOT_ON_TRIAL'],
    expect.stringContaining('on, off'),
  ]);
});
