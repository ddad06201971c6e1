/**
 * What stands between two ends of a socket in a test: it passes on whatever comes, and can cut,
 * block, freeze or slow the way.
 */
import { createConnection, createServer, type Socket } from 'node:net';

export interface Relay {
  readonly path: string;
  /** Ends every connection at once, and loses what is on its way. */
  cut(): void;
  /** The same, and takes no other connection until it is thawed. */
  block(): void;
  /** Passes nothing on, in either direction, until it is thawed; nobody is told. */
  freeze(): void;
  /** The same for what comes from the hands; orders go through. */
  freezeAnswers(): void;
  thaw(): void;
  /** Connections so far. */
  connections(): number;
  close(): void;
}

export async function openRelay(path: string, target: string): Promise<Relay> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isFrozen = false;
  let isBlocked = false;
  let count = 0;
  const server = createServer((near) => {
    if (isBlocked) {
      near.destroy();
      return;
    }
    count += 1;
    const far = createConnection(target);
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (chunk) => void to.write(chunk));
      from.on('error', () => {});
      from.on('close', () => {
        to.destroy();
        pairs.delete(pair);
      });
      if (isFrozen) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const each = (work: (socket: Socket) => void): void => {
    for (const pair of pairs) for (const socket of pair) work(socket);
  };
  const cut = (): void => each((socket) => socket.destroy());
  return {
    path,
    cut,
    block() {
      isBlocked = true;
      cut();
    },
    freeze() {
      isFrozen = true;
      each((socket) => socket.pause());
    },
    freezeAnswers() {
      for (const [, far] of pairs) far.pause();
    },
    thaw() {
      isFrozen = false;
      isBlocked = false;
      each((socket) => socket.resume());
    },
    connections: () => count,
    close() {
      cut();
      server.close();
    },
  };
}
