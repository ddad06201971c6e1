/**
 * Goal: the four acceptance tests of the specification, from the command line: the whole chain of a
 * write, a terminal that is missing, a bridge that is lost and comes back, a storm that stays
 * bounded; and what the host tells of all that.
 * Method: `ambush` asks a real host with a real daemon and real programs; the daemon is held and let
 * go by signals.
 *
 * @spec kernel 7 8
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HostLink } from '../../../cli/host-link.ts';
import type { LoggedEvent } from '../../../machines/record/session-line.ts';
import { asked, type Follower, follow, household, until } from './stage.ts';

const home = household();
let link: HostLink;
let said: Follower;
afterAll(async () => {
  link?.close();
  await home.leave();
});
beforeAll(async () => {
  await home.ambush(['up', '--log', 'session.ndjson']);
  link = await home.link();
  said = follow(link);
});

const open = async (...command: readonly string[]) =>
  (await home.ambush(['pane', 'open', '--', ...command])).out.trim();
const daemonPid = async (): Promise<number> => {
  const { bridge } = (await asked(link, { do: 'host.status' })) as {
    readonly bridge: { readonly daemon: { readonly pid: number } };
  };
  return bridge.daemon.pid;
};

interface Tree {
  readonly event: LoggedEvent;
  readonly children: readonly Tree[];
}
const flat = ({ event, children }: Tree): readonly LoggedEvent[] => [
  event,
  ...children.flatMap(flat),
];

it('shows the whole chain of a write, of one correlation', async () => {
  const pane = await open('cat');
  const injected = await home.json(['pane', 'inject', pane, 'to be traced', '--wait']);
  const { correlationId, eventId, end } = injected as {
    readonly correlationId: string;
    readonly eventId: string;
    readonly end: LoggedEvent;
  };
  expect(end.type).toBe('inject.verified');
  const chain = (await home.json(['chain', correlationId])) as { readonly trees: readonly Tree[] };
  const events = chain.trees.flatMap(flat);
  expect([...new Set(events.map((event) => event.correlationId))]).toEqual([correlationId]);
  const [request] = events;
  expect(events.filter(({ causationId }) => causationId === null)).toEqual([request]);
  const wanted = ['inject.requested', 'daemon.write.requested', 'daemon.write.ack'];
  const spine = events.filter(({ type }) => wanted.includes(type));
  expect(spine.map(({ type }) => type)).toEqual(wanted);
  expect(spine.at(-1)?.payload).toMatchObject({ status: 'accepted' });
  // What was said stays between the user and the program.
  expect(JSON.stringify(chain)).not.toContain('to be traced');
  const why = await home.ambush(['why', eventId]);
  expect([why.status, why.err]).toEqual([0, '']);
  expect(why.out).toContain('focus-lock-guard');
});

it('tells a write into a terminal that is missing, and which contracts had let it pass', async () => {
  const pane = await open('sh', '-c', 'trap "" HUP; echo deaf; sleep 5; sleep 5');
  await until(async () =>
    (await home.ambush(['pane', 'screen', pane])).out.includes('deaf') ? true : null,
  );
  // It goes on for half a second in spite of its end, and its terminal is forgotten at once. Of one
  // connection, so that the order of the two is sure.
  const closing = asked(link, { do: 'pane.close', paneId: pane });
  const injected = await asked(link, {
    ...{ do: 'pane.inject', paneId: pane, text: 'too late' },
    ...{ critical: false, lossyPolicy: 'refuse' },
  });
  const { correlationId } = injected as { readonly correlationId: string };
  const end = await said.next(
    (event) => event.correlationId === correlationId && event.type.startsWith('inject.failed'),
  );
  expect(end).toMatchObject({
    ...{ type: 'inject.failed', payload: { reason: 'rejected_terminal_missing' } },
  });
  const of = said.events.filter((event) => event.correlationId === correlationId);
  const acks = of.filter(({ type }) => type === 'daemon.write.ack');
  expect(acks.map(({ payload }) => payload.status)).toEqual(
    acks.map(() => 'rejected_terminal_missing'),
  );
  expect(of.map(({ type }) => type)).toContain('contract.checked');
  expect(await closing).not.toHaveProperty('problems');
});

it('loses nothing in silence when the bridge is lost and comes back', async () => {
  const pane = await open('cat');
  const pid = await daemonPid();
  process.kill(pid, 'SIGSTOP');
  try {
    await said.next(({ type }) => type === 'bridge.disconnected');
    const held = await home.ambush(['pane', 'inject', pane, 'held back']);
    expect(held.out).toMatch(/^deferred .*\n {2}link-gate: /);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  const lost = said.events.findIndex(({ type }) => type === 'bridge.disconnected');
  await said.next(
    (event) => event.type === 'bridge.connected' && said.events.indexOf(event) > lost,
  );
  await until(async () => {
    const { out } = await home.ambush(['pane', 'screen', pane]);
    return out.includes('held back') ? true : null;
  });
  // The same daemon, and every number of it has come, or is told as lost.
  expect(await daemonPid()).toBe(pid);
  const gaps = said.events.filter(
    ({ type, payload }) => type === 'event.dropped' && payload.reason === 'gap',
  );
  expect(gaps).toEqual([]);
});

it('stays bounded in a storm of output and sizes, and says what it dropped', async () => {
  const flood = await open('yes', 'a line of a program that never stops to print');
  const quiet = await open('cat');
  const rssBefore = rssMb(await daemonPid());
  const sizes = Array.from({ length: 500 }, (_, at) => ({ cols: 60 + (at % 80), rows: 20 }));
  for (const size of sizes) void asked(link, { do: 'pane.resize', paneId: flood, ...size });
  const last = { do: 'pane.resize', paneId: flood, cols: 133, rows: 33 } as const;
  await asked(link, last);
  const dropped = await said.next(
    ({ type, paneId, payload }) =>
      type === 'event.dropped' && paneId === flood && payload.stage === 'screen-bytes',
  );
  expect(dropped.payload).toMatchObject({ reason: 'flood' });
  await said.next(({ type }) => type === 'resize.storm.detected');
  const injected = await home.json(['pane', 'inject', quiet, 'in the storm', '--wait']);
  expect((injected as { end: LoggedEvent }).end.type).toBe('inject.verified');
  await until(async () => {
    const list = (await home.json(['pane', 'ls'])) as {
      readonly panes: readonly { readonly id: string; readonly cols: number }[];
    };
    return list.panes.find(({ id }) => id === flood)?.cols === 133 ? true : null;
  });
  expect(rssMb(await daemonPid()) - rssBefore).toBeLessThan(96);
  await home.ambush(['pane', 'kill', flood, '--grace', '0s']);
});

it('replays to the same verdicts, whatever happened', async () => {
  link.close();
  await home.ambush(['down']);
  const replay = await home.ambush(['replay', 'session.ndjson']);
  expect(replay.out).toContain('same verdicts');
  expect(replay).toMatchObject({ status: 0, err: '' });
});

function rssMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024;
}
