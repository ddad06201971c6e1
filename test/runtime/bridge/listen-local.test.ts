/**
 * Goal: two processes of this user talk over a socket; whoever is not understood is refused with
 * a reason, a live socket is never stolen, a dead one is taken over, and what is full says so.
 * Method: real servers and clients in one process, and raw sockets that misbehave.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectLocal } from '../../../runtime/bridge/connect-local.ts';
import { frameBytesMax } from '../../../runtime/bridge/frames.ts';
import { type LocalServer, listenLocal } from '../../../runtime/bridge/listen-local.ts';
import { type Message, type Peer, waitingMax } from '../../../runtime/bridge/peer.ts';
import { createSystemClock } from '../../../runtime/host/clock.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';

const clock = createSystemClock();
const speaks = 'test';
let directory: string;
let path: string;
const opened: { close(): void }[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ambush-test-'));
  path = join(directory, 'a.sock');
});

afterEach(() => {
  for (const one of opened.splice(0)) one.close();
  rmSync(directory, { recursive: true, force: true });
});

async function listen(onPeer: (peer: Peer) => void = () => {}): Promise<LocalServer> {
  const server = await listenLocal({ path, speaks, clock, onPeer });
  if (!server.ok) throw new Error(JSON.stringify(server.problems));
  opened.push(server.value);
  return server.value;
}

async function connect(): Promise<Peer> {
  const peer = await connectLocal({ path, speaks, clock });
  if (!peer.ok) throw new Error(JSON.stringify(peer.problems));
  opened.push(peer.value);
  return peer.value;
}

function collect(peer: Peer, count: number): Promise<readonly Message[]> {
  return new Promise((resolve) => {
    const messages: Message[] = [];
    peer.onMessage((message) => {
      messages.push(message);
      if (messages.length === count) resolve(messages);
    });
  });
}

const closed = (peer: Peer): Promise<string> => new Promise((resolve) => peer.onClose(resolve));

/** What a raw socket hears until it is ended by the server. */
function say(...chunks: readonly (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = createConnection(path);
    socket.on('data', (chunk) => {
      heard += chunk.toString();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(heard));
    for (const chunk of chunks) socket.write(chunk);
  });
}

const greeting = '{"frames":1,"speaks":"test"}\n';

describe('a local socket', () => {
  it('carries messages both ways, in order, those said before anyone listened too', async () => {
    const server = listen((peer) => {
      for (let n = 0; n < 100; n += 1) peer.send({ n });
      peer.onMessage((message) => peer.send({ echo: message }));
    });
    await server;
    const peer = await connect();
    peer.send({ hello: 'there' });
    const messages = await collect(peer, 101);
    expect(messages.slice(0, 100).map(({ n }) => n)).toEqual(Array.from(Array(100).keys()));
    expect(messages[100]).toEqual({ echo: { hello: 'there' } });
  });

  it('is for its user only', async () => {
    await listen();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'a.lock')).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o077).toBe(0);
  });

  it('leaves nothing when it is closed', async () => {
    const server = await listen();
    const peer = await connect();
    server.close();
    await closed(peer);
    expect(existsSync(path)).toBe(false);
    expect(existsSync(join(directory, 'a.lock'))).toBe(false);
  });

  it('is told when nobody listens', async () => {
    const peer = await connectLocal({ path, speaks, clock });
    expect(peer).toMatchObject({ ok: false, problems: [{ code: 'NOBODY_LISTENS' }] });
  });
});

describe('a live socket', () => {
  it('is not taken by a second server, which is told who has it', async () => {
    await listen();
    const second = await listenLocal({ path, speaks, clock, onPeer() {} });
    expect(second).toMatchObject({
      problems: [
        {
          code: 'SOCKET_IN_USE',
          message: `Expected nobody to listen on ${path}, got process ${process.pid}.`,
        },
      ],
    });
    await connect();
  });

  it('is not taken without a lock either', async () => {
    const bare = createServer(() => {});
    await new Promise<void>((resolve) => bare.listen(path, resolve));
    const second = await listenLocal({ path, speaks, clock, onPeer() {} });
    expect(second).toMatchObject({ problems: [{ code: 'SOCKET_IN_USE' }] });
    expect(existsSync(join(directory, 'a.lock'))).toBe(false);
    bare.close();
  });

  it('is taken by one of many that want it at once', async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, () => listenLocal({ path, speaks, clock, onPeer() {} })),
    );
    const servers = all.flatMap((one) => (one.ok ? [one.value] : []));
    opened.push(...servers);
    expect(servers).toHaveLength(1);
  });
});

describe('a dead socket', () => {
  const die = `require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;

  it('is taken over', async () => {
    spawnSync(process.execPath, ['-e', die, path]);
    expect(existsSync(path)).toBe(true);
    await listen();
    await connect();
  });

  it.each([
    ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 7, start: '1' })],
    ['of an id that is used again', JSON.stringify({ pid: process.pid, start: '1' })],
    ['that is torn', '{"pid":'],
  ])('a lock %s holds nobody up', async (_name, lock) => {
    writeFileSync(join(directory, 'a.lock'), lock);
    await listen();
    const text = readFileSync(join(directory, 'a.lock'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ pid: process.pid });
  });

  it('that is no socket at all stays as it is', async () => {
    writeFileSync(path, 'precious');
    const server = await listenLocal({ path, speaks, clock, onPeer() {} });
    expect(server).toMatchObject({ problems: [{ code: 'SOCKET_UNUSABLE' }] });
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });

  it('whose path is too long is a problem, not a crash', async () => {
    const long = join(directory, `${'x'.repeat(200)}.sock`);
    const server = await listenLocal({ path: long, speaks, clock, onPeer() {} });
    expect(server).toMatchObject({ problems: [{ code: 'SOCKET_UNUSABLE' }] });
    expect(existsSync(long.replace('.sock', '.lock'))).toBe(false);
  });
});

describe('whoever is not understood', () => {
  it.each([
    ['of another version', '{"frames":2,"speaks":"test"}\n', 'frames of version 1, got 2.'],
    ['of no version', '{"speaks":"test"}\n', 'frames of version 1, got nothing.'],
    ['with another subject', '{"frames":1,"speaks":"x"}\n', 'to speak test here, got \\"x\\".'],
    ['with a browser', 'GET / HTTP/1.1\r\n\r\n', 'a JSON object'],
    ['with a giant', 'x'.repeat(frameBytesMax + 1), 'got a longer line.'],
    ['with half a character', new Uint8Array([0xe2, 0x82, 10]), 'a JSON object'],
  ])('comes %s and is refused', async (_name, said, reason) => {
    let peers = 0;
    await listen(() => {
      peers += 1;
    });
    const heard = await say(said);
    expect(heard.startsWith(greeting)).toBe(true);
    expect(heard).toContain('{"frameRefused":"Expected ');
    expect(heard).toContain(reason);
    expect(peers).toBe(0);
    await connect();
  });

  it('says nothing, and is not waited for for ever', async () => {
    const virtual = createVirtualClock();
    const server = await listenLocal({ path, speaks, clock: virtual, onPeer() {} });
    if (server.ok) opened.push(server.value);
    const heard = say();
    await new Promise((resolve) => setTimeout(resolve, 50));
    virtual.advance(5_000);
    expect(await heard).toContain('Expected a greeting within 5000 ms, got none.');
  });

  it('is told as a problem with the reason', async () => {
    await listen();
    const peer = await connectLocal({ path, speaks: 'other', clock });
    expect(peer).toMatchObject({ problems: [{ code: 'NOT_CONNECTED' }] });
    expect(JSON.stringify(peer)).toContain('Expected to speak');
  });

  it('may say anything after the greeting, and the server lives', async () => {
    await listen((peer) => peer.onMessage(() => {}));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 })), async (chunks) => {
        await say(greeting, ...chunks, '\nnonsense\n');
      }),
      { numRuns: 30 },
    );
    await connect();
  });
});

describe('a slow reader', () => {
  it('fills up its sender, who is told, and loses nothing', async () => {
    const accepted: Peer[] = [];
    await listen((one) => void accepted.push(one));
    const peer = await connect();
    await expect.poll(() => accepted.length).toBe(1);
    const [server] = accepted;
    if (server === undefined) return;
    peer.pause();
    const body = 'x'.repeat(100_000);
    let sent = 0;
    while (server.send({ n: sent, body }) === 'sent') sent += 1;
    expect(sent).toBeGreaterThan(10);
    expect(server.waiting()).toBeLessThanOrEqual(waitingMax);
    const drained = new Promise<void>((resolve) => server.onDrain(resolve));
    expect(server.send({ n: sent, body })).toBe('full');
    const messages = collect(peer, sent + 1);
    peer.resume();
    await drained;
    expect(server.send({ n: sent, body })).toBe('sent');
    expect((await messages).map(({ n }) => n)).toEqual(Array.from(Array(sent + 1).keys()));
  });

  it('of a message that is too large hears nothing of it', async () => {
    await listen((peer) => {
      expect(peer.send({ body: 'x'.repeat(frameBytesMax) })).toBe('too_large');
      peer.send({ small: true });
    });
    expect(await collect(await connect(), 1)).toEqual([{ small: true }]);
  });

  it('hears what was said before the end', async () => {
    await listen((peer) => {
      for (let n = 0; n < 1_000; n += 1) peer.send({ n });
      peer.close();
      expect(peer.send({})).toBe('closed');
    });
    const peer = await connect();
    expect(await collect(peer, 1_000)).toHaveLength(1_000);
    expect(await closed(peer)).toBe('The other side ended in order.');
  });
});

it('keeps room for who greets, and says so when there is none', async () => {
  await listen();
  const silent = Array.from({ length: 80 }, () => createConnection(path));
  opened.push(...silent.map((socket) => ({ close: () => void socket.destroy() })));
  for (const socket of silent) socket.on('error', () => {});
  await Promise.all(
    silent.map((socket) => new Promise((resolve) => socket.once('connect', resolve))),
  );
  for (let at = 0; at < 64; at += 1) await connect();
  const one = await connectLocal({ path, speaks, clock });
  expect(one.ok ? '' : one.problems[0]?.message).toContain('at most 64 connections');
});

it('gives up a listener that never greets', async () => {
  const mute = createServer();
  opened.push({ close: () => void mute.close() });
  await new Promise<void>((resolve) => void mute.listen(path, resolve));
  const there = new Promise((resolve) => void mute.once('connection', resolve));
  const time = createVirtualClock();
  const peer = connectLocal({ path, speaks, clock: time });
  await there;
  time.advance(5_000);
  expect(await peer).toMatchObject({ ok: false, problems: [{ code: 'NO_GREETING' }] });
});
