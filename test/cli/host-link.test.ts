/**
 * Goal: no command waits for ever for a host that took the connection and does nothing.
 * Method: a socket on which somebody greets and then says nothing, and a clock of our own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectHost, hostSocket } from '../../cli/host-link.ts';
import { hostPatienceMs, lastChanceMs } from '../../cli/host-watch.ts';
import { controlSpeech } from '../../machines/control/requests.ts';
import { anythingSchema } from '../../machines/control/values.ts';
import { listenLocal } from '../../runtime/bridge/listen-local.ts';
import type { Peer } from '../../runtime/bridge/peer.ts';
import { createSystemClock } from '../../runtime/host/clock.ts';
import { createVirtualClock } from '../../runtime/host/virtual-clock.ts';

it('gives up a host that does not answer, and says how to end it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'ambush-silent-'));
  const env = { XDG_RUNTIME_DIR: directory };
  let hear: (message: unknown) => void = () => {};
  const asked = new Promise((resolve) => {
    hear = resolve;
  });
  const onPeer = (peer: Peer): void => peer.onMessage((message) => hear(message));
  const listening = { path: hostSocket(env), speaks: controlSpeech, clock: createSystemClock() };
  const server = await listenLocal({ ...listening, onPeer });
  try {
    const clock = createVirtualClock();
    const link = connectHost(env, clock);
    expect(await asked).toMatchObject({ do: 'host.status' });
    clock.advance(hostPatienceMs);
    expect(await link).toMatchObject({
      ok: false,
      problems: [{ code: 'HOST_SILENT', hint: expect.stringContaining('ambush/head.lock') }],
    });
  } finally {
    if (server.ok) server.value.close();
    rmSync(directory, { recursive: true, force: true });
  }
});

it('gives up a host that hangs over what it is asked, and none that is slow to answer it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'ambush-silent-'));
  const env = { XDG_RUNTIME_DIR: directory };
  let [isAlive, pings] = [true, 0];
  const onPeer = (peer: Peer): void =>
    peer.onMessage((message) => {
      if (message.do !== 'host.status') return;
      pings += 1;
      if (isAlive) peer.send({ id: message.id, ok: true, value: {} });
    });
  const listening = { path: hostSocket(env), speaks: controlSpeech, clock: createSystemClock() };
  const server = await listenLocal({ ...listening, onPeer });
  try {
    const clock = createVirtualClock();
    const link = await connectHost(env, clock);
    if (!link.ok) throw new Error('Expected a link.');
    let told: unknown = null;
    void link.value.ask({ do: 'pane.list' }, anythingSchema).then((answer) => {
      told = answer;
    });
    const pass = async (ms: number): Promise<void> => {
      clock.advance(ms);
      await new Promise((resolve) => setTimeout(resolve, 50));
    };
    for (let minute = 0; minute < 6; minute += 1) await pass(hostPatienceMs);
    expect([told, pings]).toEqual([null, 7]);
    isAlive = false;
    await pass(hostPatienceMs);
    await pass(hostPatienceMs);
    expect(told).toBe(null);
    await pass(lastChanceMs);
    expect(told).toMatchObject({ ok: false, problems: [{ code: 'HOST_SILENT' }] });
  } finally {
    if (server.ok) server.value.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
