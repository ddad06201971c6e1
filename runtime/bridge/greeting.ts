/**
 * The first frame of either side: which version of frames it speaks, and about what. Whoever says
 * anything else, or nothing for five seconds, is refused with the reason.
 *
 * @spec kernel 7.2
 * @spec reliability attacks
 */
import type { Socket } from 'node:net';
import type { Clock } from '../host/host.ts';
import { frameVersion } from './frames.ts';
import type { Message, Peer } from './peer.ts';
import { createPeer } from './socket-peer.ts';

export const greetingPatienceMs = 5_000;
export const noGreeting = `Expected a greeting within ${greetingPatienceMs} ms, got none.`;

/** The peer once it has greeted, or the reason why it is none. */
export function greet(
  socket: Socket,
  speaks: string,
  clock: Clock,
): Promise<Peer | { readonly refused: string }> {
  return new Promise((resolve) => {
    const peer = createPeer(socket, (message) => {
      const reason = misunderstanding(message, speaks);
      if (reason !== null) return reason;
      clock.clearTimeout(timer);
      resolve(peer);
      return null;
    });
    const timer = clock.setTimeout(() => {
      peer.refuse(noGreeting);
      // Whoever says nothing may not even hear that it is refused.
      resolve({ refused: noGreeting });
    }, greetingPatienceMs);
    peer.onClose((reason) => {
      clock.clearTimeout(timer);
      resolve({ refused: reason });
    });
    peer.send({ frames: frameVersion, speaks });
  });
}

function misunderstanding({ frames, speaks }: Message, ours: string): string | null {
  if (frames !== frameVersion) {
    return `Expected frames of version ${frameVersion}, got ${quoted(frames)}.`;
  }
  return speaks === ours ? null : `Expected to speak ${ours} here, got ${quoted(speaks)}.`;
}

function quoted(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 40);
}
