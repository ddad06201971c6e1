/**
 * Two threads and real TCP between them: thread 1 listens and sends at the asked rate, thread 0
 * connects, receives and counts.
 *
 * @spec timeline platform strategy
 */
import net from 'node:net';
import { Chance } from '../chance.ts';
import { monotonicMs } from '../clock.ts';
import { connectionMax, connectionsFor, networkWindupMs } from '../network.ts';
import { Steering } from '../steering.ts';
import { finish, goesOn, lowerPriority, markStart, say, takePost, waitForStart } from './gate.ts';
import { Meter } from './meter.ts';

const { board, index, stress } = takePost();
const host = '127.0.0.1';
/** One write: large, because the cost is by the call. */
const chunkBytes = 128 * 1024;
const receiveBytes = 256 * 1024;
/** Between two looks of the receiver at the clock. */
const tickMs = 10;
/** While the threads find each other, before the start. */
const pollMs = 2;

if (index === 0) receive();
else send();

function send(): void {
  const sockets: net.Socket[] = [];
  const server = net.createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.splice(sockets.indexOf(socket), 1));
    sockets.push(socket);
  });
  server.maxConnections = connectionMax;
  server.on('error', (error) => fail(error));
  server.listen(0, host, () => {
    const address = server.address();
    if (address === null || typeof address === 'string') {
      fail(new Error('No port.'));
      return;
    }
    board.port = address.port;
    const needed = connectionsFor(board.askedAt(board.startAtMs));
    const poll = (): void => {
      if (sockets.length < needed && !board.stopped) setTimeout(poll, pollMs);
      else begin(sockets, server);
    };
    poll();
  });
}

function begin(sockets: readonly net.Socket[], server: net.Server): void {
  const end = (): void => {
    server.close();
    for (const socket of [...sockets]) socket.destroy();
    finish();
  };
  if (!waitForStart(board)) {
    end();
    return;
  }
  lowerPriority(stress.priority);
  const data = new Chance(stress.seed).bytes(chunkBytes);
  const start = monotonicMs();
  const steering = new Steering(start, board.askedAt(start) / 1000, networkWindupMs);
  let sent = 0;
  let next = 0;
  const turn = (): void => {
    const now = monotonicMs();
    if (!goesOn(board, now)) {
      end();
      return;
    }
    const asked = board.askedAt(now);
    let debt = steering.debt(now, asked / 1000, sent);
    const used = Math.min(sockets.length, connectionsFor(asked));
    for (let blocked = 0; blocked < used && debt > 0; ) {
      next = (next + 1) % used;
      const socket = sockets[next];
      if (socket === undefined || socket.writableNeedDrain) {
        blocked += 1;
        continue;
      }
      const bytes = Math.min(chunkBytes, Math.ceil(debt));
      socket.write(data.subarray(0, bytes));
      sent += bytes;
      debt -= bytes;
      blocked = 0;
    }
    // Behind and blocked means that the receiver is the limit: look again as soon as it has read.
    if (debt > chunkBytes) setImmediate(turn);
    else setTimeout(turn, 1);
  };
  turn();
}

function receive(): void {
  if (board.port === 0) {
    if (board.stopped) finish();
    else setTimeout(receive, pollMs);
    return;
  }
  const sockets: net.Socket[] = [];
  let bytes = 0;
  const connect = (): void => {
    const buffer = Buffer.allocUnsafeSlow(receiveBytes);
    const callback = (length: number): boolean => {
      bytes += length;
      return true;
    };
    const socket = net.connect({ port: board.port, host, onread: { buffer, callback } });
    socket.on('error', () => socket.destroy());
    sockets.push(socket);
  };
  const count = (nowMs: number): void => {
    const wanted = connectionsFor(board.askedAt(nowMs));
    while (sockets.length < wanted) connect();
    board.setDetail(
      0,
      Math.max(board.detail(0), sockets.filter((each) => !each.connecting).length),
    );
    board.setDetail(1, bytes);
  };
  const end = (): void => {
    for (const socket of sockets) socket.destroy();
    finish();
  };
  const settle = (): void => {
    if (sockets.some((each) => each.connecting) && !board.stopped) {
      setTimeout(settle, pollMs);
      return;
    }
    if (!waitForStart(board)) {
      end();
      return;
    }
    const start = markStart(board);
    lowerPriority(stress.priority);
    const meter = new Meter(board, start);
    let counted = 0;
    const tick = (): void => {
      const now = monotonicMs();
      count(now);
      meter.add(now, (bytes - counted) * 1000);
      counted = bytes;
      if (goesOn(board, now)) setTimeout(tick, Math.min(tickMs, board.endAtMs - now));
      else end();
    };
    tick();
  };
  count(board.startAtMs);
  settle();
}

function fail(error: Error): void {
  say({ is: 'failed', reason: `The loopback refused: ${error.message}.` });
}
