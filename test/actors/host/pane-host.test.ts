/**
 * Goal: whatever a client asks of a host is answered once, and done; a client that goes, hands that
 * break and a host that ends leave nothing open.
 * Method: a host with hands that do as they are told, or do not; clients on wires of our own.
 */
import { expect, it } from 'vitest';
import {
  contractListSchema,
  explanationSchema,
  hostStatusSchema,
  paneListSchema,
  sightSchema,
} from '../../../machines/control/values.ts';
import { bash, codesOf, createStage, stagedHands, valueIn } from './stage.ts';

it('opens a pane, lists it, writes into it, and tells the terminal event', () => {
  const { join, clock } = createStage();
  const client = join();
  expect(valueIn(client.ask({ do: 'pane.open', spec: bash }))).toEqual({ paneId: '1', pid: 101 });
  expect(valueIn(client.ask({ do: 'pane.list' }))).toMatchObject({
    panes: [{ id: '1', command: 'bash', pid: 101, outcome: null, queue: 0, clients: 0 }],
    bridge: null,
  });
  const asked = { do: 'pane.inject', paneId: '1', text: 'hi', critical: false } as const;
  const injected = valueIn(client.ask({ ...asked, lossyPolicy: 'refuse' }));
  expect(injected).toMatchObject({ paneId: '1', decision: 'allowed', reasons: [] });
  const { correlationId } = injected as { readonly correlationId: string };
  const awaited = client.begin({ do: 'pane.await', correlationId });
  expect(client.answerTo(awaited)).toBeUndefined();
  clock.advance(1_000);
  expect(valueIn(client.answerTo(awaited))).toMatchObject({ type: 'inject.verified' });
  // Whoever asks later has the same answer.
  const late = client.ask({ do: 'pane.await', correlationId });
  expect(valueIn(late)).toEqual(valueIn(client.answerTo(awaited)));
  expect(codesOf(client.ask({ do: 'pane.await', correlationId: 'nonsense' }))).toEqual([
    'UNKNOWN_ID',
  ]);
});

it('kills, restarts and closes, and says how each program ended', () => {
  const { join, kernel } = createStage();
  const client = join();
  client.ask({ do: 'pane.open', spec: bash });
  const kill = { do: 'pane.kill', paneId: '1', signal: 'SIGINT', graceMs: 0 } as const;
  const outcome = { kind: 'signalled', signal: 'SIGINT' };
  expect(valueIn(client.ask(kill))).toEqual({ paneId: '1', outcome });
  expect(kernel.state('1').connectivity.pty).toBe('down');
  expect(codesOf(client.ask(kill))).toEqual(['PANE_ENDED']);
  const restarted = client.ask({ do: 'pane.restart', paneId: '1' });
  expect(valueIn(restarted)).toEqual({ paneId: '1', pid: 102 });
  expect(kernel.state('1').connectivity.pty).toBe('up');
  client.ask({ do: 'pane.close', paneId: '1' });
  expect(valueIn(client.ask({ do: 'pane.list' }))).toMatchObject({ panes: [] });
  expect(codesOf(client.ask({ do: 'pane.screen', paneId: '1' }))).toEqual(['UNKNOWN_PANE']);
});

it('shows the screen, and explains', () => {
  const { join, kernel } = createStage();
  const client = join();
  client.ask({ do: 'pane.open', spec: bash });
  expect(valueIn(client.ask({ do: 'pane.screen', paneId: '1' }))).toMatchObject({
    ...{ rows: ['$ hello', ''], cursor: { row: 0, column: 7 } },
  });
  kernel.safeMode('on');
  expect(valueIn(client.ask({ do: 'pane.explain', paneId: '1' }))).toMatchObject({
    gates: [{ contractId: 'safe-mode-gate' }],
    compaction: { state: 'none' },
    bytes: { read: 7, dropped: 0 },
  });
  expect(valueIn(client.ask({ do: 'safe-mode', state: 'off' }))).toEqual({ safeMode: false });
});

it('answers with values of the shapes that are promised', () => {
  const { join } = createStage();
  const client = join();
  client.ask({ do: 'pane.open', spec: bash });
  const asked = [
    [{ do: 'host.status' }, hostStatusSchema],
    [{ do: 'pane.list' }, paneListSchema],
    [{ do: 'pane.screen', paneId: '1' }, sightSchema],
    [{ do: 'pane.explain', paneId: '1' }, explanationSchema],
    [{ do: 'contracts.list' }, contractListSchema],
  ] as const;
  for (const [one, schema] of asked) {
    const read = schema.safeParse(valueIn(client.ask(one)));
    expect([one.do, read.error?.issues]).toEqual([one.do, undefined]);
  }
});

it('refuses what is no request under its own number, and goes on', () => {
  const { join } = createStage();
  const client = join();
  client.raw({ id: 7, do: 'pane.inject', paneId: '1' });
  client.raw({ do: 'nonsense' });
  client.raw({ id: -1, do: 'pane.list' });
  expect(client.said.map((one) => [one.id, ...codesOf(one)])).toEqual([
    ...[
      [7, 'REQUEST'],
      [0, 'REQUEST'],
      [0, 'REQUEST'],
    ],
  ]);
  expect(codesOf(client.ask({ do: 'pane.close', paneId: 'x' }))).toEqual(['UNKNOWN_PANE']);
  expect(valueIn(client.ask({ do: 'host.status' }))).toMatchObject({ panes: 0, clients: 1 });
});

it('gives a pane the size that its terminal has acknowledged', () => {
  const { join, clock } = createStage();
  const client = join();
  client.ask({ do: 'pane.open', spec: bash });
  for (let cols = 81; cols <= 120; cols += 1) {
    client.ask({ do: 'pane.resize', paneId: '1', cols, rows: 30 });
  }
  clock.advance(2_000);
  expect(valueIn(client.ask({ do: 'pane.list' }))).toMatchObject({
    panes: [{ cols: 120, rows: 30 }],
  });
});

it('ends every program before it ends, and tells whoever asked for it', () => {
  const hands = stagedHands((order) => (order.do === 'pane.kill' ? [] : null));
  const { join, clock, kernel, isStopped } = createStage(hands);
  const [client, other] = [join(), join()];
  client.ask({ do: 'pane.open', spec: bash });
  client.ask({ do: 'pane.open', spec: bash });
  const events = other.begin({ do: 'events.read', follow: true, past: false });
  const stop = client.begin({ do: 'host.stop', force: false });
  clock.advance(100);
  expect([client.answerTo(stop), isStopped()]).toEqual([undefined, false]);
  hands.say({ is: 'pane.exited', paneId: '1', pid: 101, outcome: { kind: 'exited', code: 0 } });
  // The other one does not end in time.
  clock.advance(10_000);
  expect(valueIn(client.answerTo(stop))).toEqual({ stopped: true });
  expect(other.answerTo(events)).toMatchObject({ end: 'host_stopped' });
  expect([isStopped(), client.isClosed(), other.isClosed()]).toEqual([true, true, true]);
  expect(kernel.submit({ type: 'inject.requested', paneId: '1', source: 't' }).decision).toBe(
    'blocked',
  );
});

it('keeps the panes of hands that are gone, each with a word about its program', () => {
  const { join, host } = createStage();
  const client = join();
  client.ask({ do: 'pane.open', spec: bash });
  host.handsLost();
  expect(valueIn(client.ask({ do: 'pane.list' }))).toMatchObject({
    panes: [{ id: '1', pid: null, outcome: { kind: 'lost' } }],
  });
  expect(valueIn(client.ask({ do: 'pane.restart', paneId: '1' }))).toMatchObject({ pid: 102 });
});
