/**
 * The other process of the benchmark of the bridge: on one socket a bare echo of bytes, on another
 * hands behind the bridge that answer every adjustment, and say as much as they are asked for.
 * Started as `node bridge-echo.js BARE_SOCKET BRIDGE_SOCKET`; ends with its standard input.
 */
import { createServer } from 'node:net';
import { serveHands } from '../../actors/bridge/served-hands.ts';
import type { HandsAnswer, HandsCommand } from '../../machines/hands/messages.ts';
import { listenLocal } from '../../runtime/bridge/listen-local.ts';
import { createSystemClock } from '../../runtime/host/clock.ts';
import { createSystemRandom } from '../../runtime/host/random.ts';

const [, , barePath = '', bridgePath = ''] = process.argv;
/** So many are said in a turn; the head reads meanwhile. */
const perTurn = 500;

createServer((socket) => {
  socket.on('data', (chunk) => socket.write(chunk));
  socket.on('error', () => {});
}).listen(barePath);

let tell: (answer: HandsAnswer) => void = () => {};
const clock = createSystemClock();
const served = serveHands({
  hands: {
    onAnswer(listener) {
      tell = listener;
      return () => {};
    },
    send: (command) => obey(command),
  },
  panes: {
    send() {},
    levels: () => ({}),
    onAnswer: () => () => {},
    onPicture: () => () => {},
  },
  clock,
  random: createSystemRandom(1),
  epoch: 1,
  onOverflow: () => process.exit(1),
});
const server = await listenLocal({
  ...{ path: bridgePath, speaks: 'bridge', clock },
  onPeer: (peer) => served.accept(peer),
});
if (!server.ok) throw new Error(JSON.stringify(server.problems));
process.stdin.on('close', () => process.exit());
process.stdin.resume();
process.stdout.write('ready\n');

function obey(command: HandsCommand): void {
  const { meta } = command;
  if (command.do === 'stressor.adjust') {
    const { clipId, dose } = command;
    tell({ is: 'stressor.adjusted', meta, clipId, atMs: dose.from, asked: dose.to });
  } else if (command.do === 'sampling.start') say(command, 0);
}

function say(command: Extract<HandsCommand, { do: 'sampling.start' }>, from: number): void {
  const { meta, cadenceMs: count } = command;
  const to = served.isPressed() ? from : Math.min(count, from + perTurn);
  for (let atMs = from; atMs < to; atMs += 1) {
    tell({ is: 'stressor.started', meta, clipId: 'a-clip-of-the-timeline', atMs });
  }
  if (to < count) setImmediate(() => say(command, to));
}
