/**
 * Goal: one host for each user, whoever starts it and however often; when it ends, in order or by
 * kill -9, nothing of it is left that stops the next one, nor any of its programs.
 * Method: the command as processes, two at the same time among them; SIGKILL of the host.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readProcess } from '../../../runtime/host/process-table.ts';
import { asked, household, until } from './stage.ts';

const home = household();
afterAll(() => home.leave());

interface Up {
  readonly pid: number;
  readonly wasRunning: boolean;
}

const gone = (pid: number) => until(() => (readProcess(pid) === null ? true : null));
const socket = join(home.folder, 'ambush', 'head.sock');

it('is up once, for whoever starts it, and down when it was told', async () => {
  expect(await home.ambush(['down'])).toEqual({ status: 0, out: 'No host is up.\n', err: '' });
  const [one, two] = (await Promise.all([home.json(['up']), home.json(['up'])])) as [Up, Up];
  expect(one.pid).toBe(two.pid);
  expect([one.wasRunning, two.wasRunning].filter((was) => was)).toHaveLength(1);
  expect((await home.ambush(['up'])).out).toContain('is up already');
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
  const again = (await home.json(['up'])) as Up;
  expect(again).toMatchObject({ wasRunning: false });
  expect(again.pid).not.toBe(pid);
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
