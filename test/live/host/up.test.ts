/**
 * Goal: one host for each user, whoever starts it and however often; when it ends, in order or by
 * kill -9, nothing of it is left that stops the next one, nor any of its programs.
 * Method: the command as processes, two at the same time among them; SIGKILL of the host.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import {
  hasProc,
  type ProcessRow,
  readProcess,
  readProcessTable,
} from '../../../runtime/host/process-table.ts';
import { asked, household, until } from './stage.ts';

const home = household();
afterAll(() => home.leave());

interface Up {
  readonly pid: number;
  readonly wasRunning: boolean;
}

interface Bridge {
  readonly epoch: number;
  readonly daemon: { readonly pid: number };
  readonly died: number;
}

/** The first process that is meant, of all on this machine; null where there is none. */
function pidOf(isMeant: (words: readonly string[], row: ProcessRow) => boolean): number | null {
  for (const [pid, row] of readProcessTable()) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      if (isMeant(words, row)) return pid;
    } catch {
      // It has ended since.
    }
  }
  return null;
}

const gone = (pid: number) => until(() => (readProcess(pid) === null ? true : null));
const bridge = async () =>
  ((await home.json(['pane', 'ls'])) as { readonly bridge: Bridge | null }).bridge;
const socket = join(home.folder, 'ambush', 'head.sock');

it('is up once, for whoever starts it, and down when it was told', async () => {
  const none = { status: 0, out: expect.stringMatching(/^No host is up\./), err: '' };
  expect(await home.ambush(['down'])).toEqual(none);
  const [one, two] = (await Promise.all([home.json(['up']), home.json(['up'])])) as [Up, Up];
  expect(one.pid).toBe(two.pid);
  expect([one.wasRunning, two.wasRunning].filter((was) => was)).toHaveLength(1);
  expect((await home.ambush(['up'])).out).toContain('is up already');
  // It does not record, and must not seem to.
  const late = await home.ambush(['up', '--log', 's.ndjson', '--contract', 'c.mjs']);
  expect([late.status, late.err.match(/HOST_IS_UP/g)?.length]).toEqual([2, 2]);
  expect(statSync(socket).mode & 0o777).toBe(0o600);
  expect(statSync(join(home.folder, 'ambush')).mode & 0o777).toBe(0o700);
  expect(await home.ambush(['down'])).toMatchObject({ status: 0, out: 'The host ended.\n' });
  expect(readProcess(one.pid)).toBe(null);
  expect(readdirSync(join(home.folder, 'ambush'))).toEqual([]);
});

it('leaves no program behind when it is killed, and starts again', async () => {
  const { pid } = (await home.json(['up'])) as Up;
  const opened = await home.json(['pane', 'open', '--', 'sh', '-c', 'sleep 300 & wait']);
  const { pid: program } = opened as { readonly pid: number };
  expect(readProcess(program)).not.toBe(null);
  process.kill(pid, 'SIGKILL');
  await gone(pid);
  await gone(program);
  // Whoever outlived it has removed what it left beside its socket.
  await until(() => (readdirSync(join(home.folder, 'ambush')).length === 0 ? true : null));
  const again = (await home.json(['up'])) as Up;
  expect(again).toMatchObject({ wasRunning: false });
  expect(again.pid).not.toBe(pid);
});

it.runIf(hasProc)(
  'has other hands when a guardian was killed, and nothing is left of the first',
  async () => {
    await home.ambush(['up']);
    await home.ambush(['pane', 'open', '--', 'sh', '-c', 'setsid sleep 301 & wait']);
    const before = await until(bridge);
    const stray = await until(() => pidOf((words) => words[0] === 'sleep' && words[1] === '301'));
    const guardian = pidOf((words, { parent }) => {
      return parent === before.daemon.pid && words[1]?.endsWith('guardian/main.js') === true;
    });
    process.kill(guardian ?? 0, 'SIGKILL');
    await gone(stray);
    await gone(before.daemon.pid);
    const after = await until(async () => {
      const one = await bridge();
      return one !== null && one.epoch > before.epoch ? one : null;
    });
    expect(after.died).toBe(1);
    const { panes } = (await home.json(['pane', 'ls'])) as { panes: readonly object[] };
    expect(panes).toMatchObject([{ outcome: { kind: 'lost' } }]);
  },
);

it.runIf(hasProc)('has other hands as soon as they can be started again', async () => {
  await home.ambush(['down']);
  // Where the next daemon would put its directory; gone, none can be started.
  const [place, away] = [join(home.folder, 'tt'), join(home.folder, 'away')];
  mkdirSync(place);
  home.env.TMPDIR = place;
  await home.ambush(['up']);
  const before = await until(bridge);
  renameSync(place, away);
  process.kill(before.daemon.pid, 'SIGKILL');
  await gone(before.daemon.pid);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(await bridge()).toBe(null);
  renameSync(away, place);
  const opened = await home.ambush(['pane', 'open', '--', 'cat']);
  expect([opened.status, opened.err]).toEqual([0, '']);
  delete home.env.TMPDIR;
  await home.ambush(['down']);
});

it('has no other hands after three deaths in a minute, and says what helps', async () => {
  await home.ambush(['down']);
  await home.ambush(['up']);
  for (const died of [0, 1, 2]) {
    const { daemon } = await until(async () => {
      const one = await bridge();
      return one?.died === died ? one : null;
    });
    process.kill(daemon.pid, 'SIGKILL');
    await gone(daemon.pid);
  }
  await until(async () => ((await bridge()) === null ? true : null));
  expect((await home.ambush(['pane', 'ls'])).out).toContain('bridge: none: the daemon is gone');
  const opened = await home.ambush(['pane', 'open', '--', 'cat']);
  expect(opened.status).toBe(2);
  expect(opened.err).toContain('the hands that hold the terminals are gone');
  expect(opened.err).toContain('try `ambush down`, then `ambush up`');
});

it('goes on SIGTERM as it goes when it is told, and its log is whole', async () => {
  await home.ambush(['down']);
  const { pid } = (await home.json(['up', '--log', 'session.ndjson'])) as Up;
  await home.ambush(['pane', 'open', '--', 'cat']);
  process.kill(pid, 'SIGTERM');
  await gone(pid);
  expect(existsSync(socket)).toBe(false);
  const lines = readFileSync(join(home.folder, 'session.ndjson'), 'utf8').trim().split('\n');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ end: 'closed' });
  const replay = await home.ambush(['replay', 'session.ndjson']);
  expect([replay.status, replay.err]).toEqual([0, '']);
});

it('has in its log what it answered, when it is killed, and never takes that log away', async () => {
  const { pid } = (await home.json(['up', '--log', 'killed.ndjson'])) as Up;
  const opened = await home.json(['pane', 'open', '--', 'cat']);
  const { paneId } = opened as { readonly paneId: string };
  const link = await home.link();
  const said = await asked(link, {
    do: 'pane.inject',
    paneId,
    text: 'hi',
    critical: false,
    lossyPolicy: 'refuse',
  } as const);
  const { eventId } = said as { readonly eventId: string };
  process.kill(pid, 'SIGKILL');
  link.close();
  await gone(pid);
  const read = () => readFileSync(join(home.folder, 'killed.ndjson'), 'utf8');
  const kept = read();
  expect(kept).toContain(eventId);
  const again = await home.ambush(['up', '--log', 'killed.ndjson']);
  expect(again.err).toContain('LOG_EXISTS');
  expect([again.status, read()]).toEqual([2, kept]);
});

it.runIf(hasProc)('is killed when it does nothing, if that is asked for', async () => {
  await home.ambush(['down']);
  const { pid } = (await home.json(['up'])) as Up;
  const opened = await home.json(['pane', 'open', '--', 'sh', '-c', 'sleep 300 & wait']);
  const { pid: program } = opened as { readonly pid: number };
  process.kill(pid, 'SIGSTOP');
  const [listed, down] = await Promise.all([
    home.ambush(['pane', 'ls']),
    home.ambush(['down', '--force']),
  ]);
  expect([listed.status, listed.err]).toEqual([2, expect.stringMatching(/HOST_SILENT|HOST_LOST/)]);
  expect(down).toMatchObject({ status: 0, err: '' });
  expect(down.out).toContain('was killed');
  expect(readProcess(pid)).toBe(null);
  await gone(program);
  await until(() => (readdirSync(join(home.folder, 'ambush')).length === 0 ? true : null));
});

it('says why it does not start, and leaves nothing then', async () => {
  writeFileSync(
    join(home.folder, 'wrong.mjs'),
    'export const contract = { id: 1, preconditions: [] };',
  );
  const wrong = await home.ambush(['up', '--contract', 'wrong.mjs', '--contract', 'none.mjs']);
  expect(wrong.status).toBe(2);
  expect(wrong.err).toContain('wrong.mjs');
  expect(wrong.err).toContain('CONTRACT_NOT_LOADED');
  expect((await home.ambush(['up', '--log', 'no/such/place'])).err).toContain(
    'UNUSABLE_DESTINATION',
  );
  expect(await home.ambush(['pane', 'ls', '--json'])).toMatchObject({ status: 2, err: '' });
  expect(existsSync(socket)).toBe(false);
});

it('hears requests only, and goes on whatever it hears', async () => {
  await home.ambush(['up']);
  const link = await home.link();
  expect(await asked(link, { do: 'nonsense' } as never)).toEqual({ problems: ['REQUEST'] });
  expect(await asked(link, { do: 'host.status' })).toMatchObject({ panes: 0, clients: 1 });
  link.close();
});
