/**
 * Goal: whoever is no head of this bridge disturbs none, and hands that seem to be there and are
 * not are given up; what is lost before the bridge shows behind it. Method: both real ends with a
 * stranger beside them, and one real end before a socket that says only what it is told to.
 *
 * @spec kernel 7.5
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createRemoteHands } from '../../../actors/bridge/remote-hands.ts';
import { createKernel, type Envelope } from '../../../embed/kernel.ts';
import { eventTextOf } from '../../../machines/bridge/said.ts';
import { noStats } from '../../../machines/bridge/stats.ts';
import { eventLineOf, helloLineOf, statsLineOf } from '../../../machines/bridge/wire.ts';
import type { PaneMessage } from '../../../machines/hands/pane-messages.ts';
import { connectLocal } from '../../../runtime/bridge/connect-local.ts';
import { listenLocal } from '../../../runtime/bridge/listen-local.ts';
import type { Peer } from '../../../runtime/bridge/peer.ts';
import { createSystemClock } from '../../../runtime/host/clock.ts';
import type { Clock } from '../../../runtime/host/host.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';
import { meta, openRig, type Rig } from './rig.ts';

const rigs: Rig[] = [];
afterEach(() => {
  for (const rig of rigs.splice(0)) rig.close();
});

async function open(): Promise<Rig> {
  const rig = await openRig();
  rigs.push(rig);
  return rig;
}

describe('a stranger', () => {
  it('who says hello is refused with the reason, and the head never notices', async () => {
    const rig = await open();
    await rig.until(() => rig.heard.messages.length === 1);
    const reasons: string[] = [];
    for (const epoch of [1, 1, 2]) {
      const stranger = await connectLocal({
        ...{ path: rig.relay.path, speaks: 'bridge' },
        clock: createSystemClock(),
      });
      if (!stranger.ok) throw new Error(JSON.stringify(stranger.problems));
      stranger.value.onClose((reason) => void reasons.push(reason));
      stranger.value.sendLine(helloLineOf({ epoch, lastSeq: 0 }));
    }
    await rig.until(() => reasons.length === 3);
    expect(new Set(reasons)).toEqual(
      new Set(['The other side refused: Expected no head to be there, got one that is connected.']),
    );
    rig.remote.send({ meta, do: 'sampling.stop' });
    await rig.until(() => rig.told.commands.length === 1);
    expect(rig.heard.messages.filter(({ is }) => is === 'hands.disconnected')).toEqual([]);
  });

  it('who is there first and says nothing keeps no head out', async () => {
    const rig = await open();
    await rig.until(() => rig.heard.messages.length === 1);
    rig.relay.cut();
    const { path } = rig.relay;
    const stranger = await connectLocal({ path, speaks: 'bridge', clock: createSystemClock() });
    await rig.until(() => rig.heard.messages.length === 3);
    if (stranger.ok) stranger.value.destroy('It was a stranger.');
    expect(rig.heard.messages.at(-1)).toMatchObject({ is: 'hands.connected' });
  });
});

/** A head before a socket that says hello, and then what it is told to say. */
async function pretend(clock: Clock) {
  const directory = mkdtempSync(join(tmpdir(), 'ambush-test-'));
  const path = join(directory, 'a.sock');
  const peers: Peer[] = [];
  const server = await listenLocal({
    ...{ path, speaks: 'bridge', clock },
    onPeer(peer) {
      peers.push(peer);
      peer.onMessage(() => {});
      peer.sendLine(helloLineOf({ epoch: 1, lastSeq: 0 }));
    },
  });
  if (!server.ok) throw new Error(JSON.stringify(server.problems));
  const remote = createRemoteHands({
    ...{ clock, epoch: 1, orphanGuard: 'none' },
    connect: () => connectLocal({ path, speaks: 'bridge', clock }),
    sweep: () => Promise.resolve([]),
  });
  const close = (): void => {
    remote.close();
    server.value.close();
    rmSync(directory, { recursive: true, force: true });
  };
  return { remote, peers, close };
}

describe('what hands numbered for the kernel', () => {
  it('is checked by it, where the bridge itself has lost nothing', async () => {
    const clock = createSystemClock();
    const { remote, peers, close } = await pretend(clock);
    const kernel = createKernel({ panes: ['1'], hands: remote.panes });
    const told: unknown[] = [];
    kernel.on('event.dropped', ({ payload }: Envelope) => void told.push(payload));
    const connected = new Promise((resolve) => kernel.on('bridge.connected', resolve));
    remote.open();
    await connected;
    const fact = { is: 'pane.fact', paneId: '1', type: 'pty.up', payload: {} } as const;
    const beat = { is: 'hands.heartbeat', epoch: 1, panes: {}, highWaterSeq: 4 } as const;
    // The second and the fourth are lost between the hands and their end of the bridge.
    const said: readonly (readonly [PaneMessage, number?])[] = [[fact, 1], [fact, 3], [beat]];
    for (const [index, [message, numbered]] of said.entries()) {
      const stamp = { eventId: `e ${index}`, ts: 1, seq: index + 1, source: 'daemon', cause: null };
      const text = eventTextOf({ port: 'panes', message }, { ...stamp, numbered });
      peers[0]?.sendLine(eventLineOf(text, index + 1, 1));
    }
    const lost = (seq: number) => ({
      ...{ stage: 'hands', reason: 'gap', droppedCount: 1, oldestSeq: seq, newestSeq: seq },
    });
    while (told.length < 2) await new Promise((resolve) => setTimeout(resolve, 2));
    expect(told).toEqual([lost(2), lost(4)]);
    kernel.stop();
    close();
  });
});

describe('hands that are connected and say nothing of their own', () => {
  it('are given up when no heartbeat of theirs comes', async () => {
    const clock = createVirtualClock();
    const { remote, peers, close } = await pretend(clock);
    const reasons: string[] = [];
    const heard: string[] = [];
    remote.onGone((reason) => void reasons.push(reason));
    remote.panes.onAnswer(({ is }) => void heard.push(is));
    remote.open();
    const pass = async (count: number): Promise<void> => {
      for (const _ of Array.from({ length: count })) {
        clock.advance(100);
        for (const peer of peers) peer.sendLine(statsLineOf(noStats));
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    await pass(95);
    expect([heard, reasons]).toEqual([['hands.connected'], []]);
    await pass(25);
    expect(reasons).toEqual(['The hands are connected, and no heartbeat of theirs comes.']);
    expect(heard).toEqual(['hands.connected', 'hands.disconnected']);
    close();
  });
});
