/**
 * A server on a socket of this machine, for this user only. A socket on which anybody listens is
 * never taken; one whose listener is dead is.
 *
 * @spec kernel 7.1
 * @spec reliability attacks
 */
import { chmodSync, lstatSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import type { Clock } from '../host/host.ts';
import { answersAt, isTooLong, pathBytesMax } from './connect-local.ts';
import { greet } from './greeting.ts';
import type { Peer } from './peer.ts';
import { codeOf, openPrivateDirectory } from './private-directory.ts';
import { lockOf, type SocketLock, takeLock } from './socket-lock.ts';
import { createPeer } from './socket-peer.ts';

/** Connections at a time, those that have not greeted yet included. */
const peersMax = 64;
/** Those included that are refused and take their time to go. */
const connectionsMax = 4 * peersMax;
const full = `Expected at most ${peersMax} connections at a time, got one more.`;
const isWindows = process.platform === 'win32';

export interface LocalServerOptions {
  /** `….sock` in a directory of our own, which is made if need be; on Windows a `\\.\pipe\…`. */
  readonly path: string;
  /** What is spoken here, such as `bridge`; whoever speaks anything else is refused. */
  readonly speaks: string;
  readonly clock: Clock;
  readonly onPeer: (peer: Peer) => void;
}

export interface LocalServer {
  readonly path: string;
  /** Listens no more, ends every connection, removes socket and lock. */
  close(): void;
}

/** `SOCKET_IN_USE`, `UNSAFE_DIRECTORY` or `SOCKET_UNUSABLE` with what the system said. */
export async function listenLocal(options: LocalServerOptions): Promise<Result<LocalServer>> {
  const { path } = options;
  if (isWindows) return listen(options, null);
  if (isTooLong(path)) return refuse([unusable(path, `a path of more than ${pathBytesMax} bytes`)]);
  const directory = openPrivateDirectory(dirname(path));
  if (!directory.ok) return directory;
  const lock = lockFor(path);
  if (!lock.ok) return lock;
  const problem = await clear(path);
  if (problem === null) return listen(options, lock.value);
  lock.value.release();
  return refuse([problem]);
}

function lockFor(path: string): Result<SocketLock> {
  try {
    const lock = takeLock(lockOf(path));
    return 'heldBy' in lock ? refuse([inUse(path, `process ${lock.heldBy}`)]) : succeed(lock);
  } catch (error) {
    return refuse([unusable(path, codeOf(error))]);
  }
}

/** Removes the socket of a listener that is dead. */
async function clear(path: string): Promise<Problem | null> {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (!stats.isSocket()) return unusable(path, 'a file that is no socket');
  if (await answersAt(path)) return inUse(path, 'another process');
  rmSync(path, { force: true });
  return null;
}

function listen(
  { path, speaks, clock, onPeer }: LocalServerOptions,
  lock: SocketLock | null,
): Promise<Result<LocalServer>> {
  const sockets = new Set<Socket>();
  /** Those that have not greeted yet, the oldest first. */
  const silent = new Set<Socket>();
  const server = createServer((socket) => {
    socket.once('close', () => sockets.delete(socket) && silent.delete(socket));
    // Whoever says nothing makes room; whoever talks does not.
    const [oldest] = silent;
    if (sockets.size >= peersMax) oldest?.destroy();
    if (sockets.size >= peersMax && oldest === undefined) {
      createPeer(socket, () => null).refuse(full);
      return;
    }
    silent.add(socket);
    sockets.add(socket);
    void greet(socket, speaks, clock).then((peer) => {
      silent.delete(socket);
      if ('refused' in peer) socket.destroySoon();
      else onPeer(peer);
    });
  });
  server.maxConnections = connectionsMax;
  return new Promise((resolve) => {
    server.once('error', (error) => {
      lock?.release();
      const code = codeOf(error);
      resolve(refuse([code === 'EADDRINUSE' ? inUse(path, code) : unusable(path, code)]));
    });
    server.listen(path, () => {
      if (!isWindows) chmodSync(path, 0o600);
      server.on('error', () => {});
      resolve(succeed(serverOf(server, path, sockets, lock)));
    });
  });
}

function serverOf(
  server: Server,
  path: string,
  sockets: ReadonlySet<Socket>,
  lock: SocketLock | null,
): LocalServer {
  return {
    path,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      lock?.release();
    },
  };
}

function inUse(path: string, by: string): Problem {
  return {
    code: 'SOCKET_IN_USE',
    message: `Expected nobody to listen on ${path}, got ${by}.`,
    hint: 'Try to use what is running, or end it first.',
  };
}

function unusable(path: string, got: string): Problem {
  return {
    code: 'SOCKET_UNUSABLE',
    message: `Expected to listen on ${path}, got ${got}.`,
    hint: 'Try a shorter path, such as another TMPDIR or XDG_RUNTIME_DIR.',
  };
}
