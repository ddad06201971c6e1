/**
 * A rig for both ends of the bridge in one process, over real sockets: hands that say what they are
 * told to say, a relay between them and the head that can cut, freeze or slow the way, and
 * everything that the head heard.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteHands, type RemoteHands } from '../../../actors/bridge/remote-hands.ts';
import { serveHands } from '../../../actors/bridge/served-hands.ts';
import type { HandsAnswer, HandsCommand } from '../../../machines/hands/messages.ts';
import type {
  HandsMessage,
  PaneMessage,
  PanePicture,
  TerminalOrder,
} from '../../../machines/hands/pane-messages.ts';
import type { KernelMeta } from '../../../machines/kernel/envelope.ts';
import { connectLocal } from '../../../runtime/bridge/connect-local.ts';
import { listenLocal } from '../../../runtime/bridge/listen-local.ts';
import { createSystemClock } from '../../../runtime/host/clock.ts';
import type { Clock } from '../../../runtime/host/host.ts';
import { createSystemRandom } from '../../../runtime/host/random.ts';
import { openRelay, type Relay } from './socket-relay.ts';

export interface Rig {
  readonly remote: RemoteHands;
  readonly heard: {
    readonly answers: HandsAnswer[];
    readonly messages: HandsMessage[];
    readonly pictures: PanePicture[];
  };
  readonly told: { readonly commands: HandsCommand[]; readonly orders: TerminalOrder[] };
  /** The hands say it. */
  say(answer: HandsAnswer): void;
  sayOfPane(message: PaneMessage): void;
  readonly relay: Relay;
  until(isSo: () => boolean): Promise<void>;
  close(): void;
}

interface RigOptions {
  readonly epoch?: number;
  readonly headEpoch?: number;
  readonly clock?: Clock;
  /** What the hands answer to a command at once. */
  readonly answerTo?: (command: HandsCommand) => HandsAnswer;
}

export const meta: KernelMeta = {
  eventId: '6a1f9b3e-0000-4000-8000-000000000001',
  correlationId: '6a1f9b3e-0000-4000-8000-000000000002',
  causationId: null,
  source: 'test',
  seq: 1,
};

export async function openRig(options: RigOptions = {}): Promise<Rig> {
  const { epoch = 1, headEpoch = epoch, clock = createSystemClock(), answerTo } = options;
  const directory = mkdtempSync(join(tmpdir(), 'ambush-test-'));
  const heard: Rig['heard'] = { answers: [], messages: [], pictures: [] };
  const told: Rig['told'] = { commands: [], orders: [] };
  const handsPort = createPort<HandsAnswer>();
  const panePort = createPort<PaneMessage>();
  const served = serveHands({
    hands: {
      send(command) {
        told.commands.push(command);
        if (answerTo) handsPort.say(answerTo(command));
      },
      onAnswer: handsPort.listen,
    },
    panes: {
      levels: () => ({ '1': 'up', '2': 'down' }),
      send: (order) => void told.orders.push(order),
      onAnswer: (listener) =>
        panePort.listen((message) => {
          if (!isPicture(message)) listener(message);
        }),
      onPicture: (listener) =>
        panePort.listen((message) => {
          if (isPicture(message)) listener(message);
        }),
    },
    clock,
    random: createSystemRandom(1),
    epoch,
    onOverflow: () => {
      throw new Error('The head did not read.');
    },
  });
  const path = join(directory, 'hands.sock');
  const onPeer = (peer: Parameters<typeof served.accept>[0]): void => served.accept(peer);
  const server = await listenLocal({ path, speaks: 'bridge', clock, onPeer });
  if (!server.ok) throw new Error(JSON.stringify(server.problems));
  const relay = await openRelay(join(directory, 'relay.sock'), path);
  const remote = createRemoteHands({
    clock,
    epoch: headEpoch,
    connect: () => connectLocal({ path: relay.path, speaks: 'bridge', clock }),
    sweep: () => Promise.resolve([]),
    orphanGuard: 'none',
  });
  remote.onAnswer((answer) => void heard.answers.push(answer));
  remote.panes.onAnswer((message) => void heard.messages.push(message));
  remote.panes.onPicture((picture) => void heard.pictures.push(picture));
  remote.open();
  return {
    ...{ remote, heard, told, relay },
    say: handsPort.say,
    sayOfPane: panePort.say,
    until,
    close() {
      remote.close();
      served.close();
      relay.close();
      server.value.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Looks again and again, for at most 20 s, in turns of the event loop. */
async function until(isSo: () => boolean): Promise<void> {
  const beganMs = performance.now();
  while (!isSo()) {
    if (performance.now() - beganMs > 20_000) throw new Error(`Never came: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function isPicture(message: PaneMessage): message is PanePicture {
  return message.is === 'pane.seen' || message.is === 'pane.output';
}

function createPort<Message>() {
  const listeners = new Set<(message: Message) => void>();
  return {
    listen: (listener: (message: Message) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    say: (message: Message) => {
      for (const listener of listeners) listener(message);
    },
  };
}
