/**
 * Goal: what a dead host left beside its socket is removed; nothing of one that lives, or of the next
 * one, however the two overlap.
 * Method: real files, locks in the name of a process that is dead, and sockets of a host that starts.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockOf, ourselves } from '../../../runtime/bridge/socket-lock.ts';
import { forgetDeadHost, type HostFiles } from '../../../runtime/guardian/dead-host.ts';

const dead = { pid: spawnSync(process.execPath, ['-e', '']).pid, start: '1' };
const died = Date.now();
const before = new Date(died - 1_000);
let place: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'ambush-test-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

function traces(host = dead): HostFiles {
  const socket = join(place, 'head.sock');
  const files = [socket, join(place, 'head.err')];
  return { host, lock: lockOf(socket), files, madeBeforeMs: died };
}

function put(name: string, text: string, at = before): void {
  writeFileSync(join(place, name), text);
  utimesSync(join(place, name), at, at);
}

const left = () => readdirSync(place).sort();

it('removes lock, socket and the file in which nothing was said', () => {
  put('head.sock', '');
  put('head.err', '');
  put('head.lock', JSON.stringify(dead));
  forgetDeadHost(traces());
  expect(left()).toEqual([]);
  forgetDeadHost(traces());
});

it('leaves the last words, which tell why it died', () => {
  put('head.err', 'RangeError: out of everything');
  put('head.lock', JSON.stringify(dead));
  forgetDeadHost(traces());
  expect(left()).toEqual(['head.err']);
});

it('touches nothing of a host that lives, nor of one that has its lock', () => {
  for (const holder of [ourselves(), { pid: 1, start: 'another' }]) {
    for (const name of ['head.sock', 'head.err']) put(name, '');
    put('head.lock', JSON.stringify(holder));
    forgetDeadHost(traces(holder.pid === process.pid ? holder : dead));
    expect(left()).toEqual(['head.err', 'head.lock', 'head.sock']);
  }
});

it('leaves what the next host has made before it has the lock, and its socket answers', async () => {
  put('head.err', '', new Date());
  put('head.lock', JSON.stringify(dead));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(place, 'head.sock'), resolve));
  // Whoever judges only now sees a lock that is dead, and files that are younger than the death.
  forgetDeadHost({ ...traces(), madeBeforeMs: died - 10_000 });
  expect(left()).toEqual(['head.err', 'head.sock']);
  expect(readFileSync(join(place, 'head.err'), 'utf8')).toBe('');
  await new Promise((resolve) => server.close(resolve));
});
