/**
 * The client of a socket of this machine.
 *
 * @spec kernel 7.1
 */
import { createConnection } from 'node:net';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import type { Clock } from '../host/host.ts';
import { greet, greetingPatienceMs, noGreeting } from './greeting.ts';
import type { Peer } from './peer.ts';
import { codeOf } from './private-directory.ts';

/** Where a longer one is asked for, the system silently takes its beginning. */
export const pathBytesMax = 103;

const reset = 'ECONNRESET';
const secondLooks = 5;
const secondLookMs = 50;

export function isTooLong(path: string): boolean {
  return process.platform !== 'win32' && Buffer.byteLength(path) > pathBytesMax;
}

export interface ConnectOptions {
  readonly path: string;
  /** What is spoken there, such as `bridge`. */
  readonly speaks: string;
  readonly clock: Clock;
}

/**
 * `NOBODY_LISTENS` where nobody does, `NOT_CONNECTED` where somebody did not want to, `NO_GREETING`
 * where somebody does nothing at all.
 */
export async function connectLocal(options: ConnectOptions): Promise<Result<Peer>> {
  const { path, speaks, clock } = options;
  if (isTooLong(path)) return refuse([nobody(path, `a path of more than ${pathBytesMax} bytes`)]);
  let peer = await greet(createConnection(path), speaks, clock);
  // A listener that is dying resets those whom it had not taken yet; a moment later it is dead.
  for (let left = secondLooks; left > 0 && 'refused' in peer && peer.refused === reset; left -= 1) {
    await new Promise<void>((resolve) => void clock.setTimeout(resolve, secondLookMs));
    peer = await greet(createConnection(path), speaks, clock);
  }
  if (!('refused' in peer)) return succeed(peer);
  const { refused } = peer;
  if (refused === noGreeting) return refuse([ungreeted(path)]);
  return refuse([isDead(refused) ? nobody(path, refused) : notConnected(path, refused)]);
}

/** Whether anybody listens there, be it somebody who does not answer. */
export function answersAt(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => resolve(!isDead(codeOf(error))));
  });
}

function isDead(code: string): boolean {
  return code === 'ECONNREFUSED' || code === 'ENOENT';
}

function nobody(path: string, code: string): Problem {
  return {
    code: 'NOBODY_LISTENS',
    message: `Expected somebody to listen on ${path}, got ${code}.`,
    hint: 'Try to start it first.',
  };
}

function ungreeted(path: string): Problem {
  return {
    code: 'NO_GREETING',
    message: `Expected to be greeted on ${path}, got nothing within ${greetingPatienceMs / 1_000} s.`,
    hint: 'Try again; whoever listens there is stopped, or is busy with something else.',
  };
}

function notConnected(path: string, reason: string): Problem {
  return {
    code: 'NOT_CONNECTED',
    message: `Expected to be understood on ${path}, got: ${reason}`,
    hint: 'Try the same version of ambush on both sides, and the same user.',
  };
}
