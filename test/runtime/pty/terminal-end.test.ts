/**
 * Goal: what a program printed last is read before its terminal is closed, and once it is closed
 * nobody reads its number, which another terminal may have by then.
 * Method: a terminal whose reads are counted, on a virtual clock.
 */
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';
import { guardEnd, quiet } from '../../../runtime/pty/terminal-end.ts';

function scene(reads: readonly (number | null)[] = []) {
  const clock = createVirtualClock();
  const rest = [...reads];
  const did: string[] = [];
  const socket = { destroy: (error?: Error) => did.push(error ? 'destroyed by error' : 'closed') };
  const end = guardEnd(socket, {
    clock,
    read() {
      did.push('read');
      const bytes = rest.shift();
      return bytes === undefined ? 0 : bytes;
    },
    closing: () => did.push('closing'),
  });
  return { clock, socket, end, did };
}

describe('the end of a terminal', () => {
  it('comes when nothing was there to read for a while', () => {
    const { clock, socket, did } = scene([5, 0, 7]);
    socket.destroy();
    clock.advance(10_000);
    const reads = Array.from({ length: 3 + quiet.looks }, () => 'read');
    expect(did).toEqual([...reads, 'closing', 'closed']);
  });

  it('comes at once when there never will be more', () => {
    const { socket, did } = scene([null]);
    socket.destroy();
    expect(did).toEqual(['read', 'closing', 'closed']);
  });

  it('lets nobody read the number after the far end hung up', () => {
    const { clock, socket, did } = scene([5]);
    socket.destroy();
    socket.destroy(new Error('EIO'));
    clock.advance(10_000);
    expect(did).toEqual(['read', 'closing', 'destroyed by error']);
  });

  it('lets nobody read the number after it was let go', () => {
    const { clock, socket, end, did } = scene([5]);
    socket.destroy();
    expect(end.isClosed()).toBe(false);
    end.close();
    expect(end.isClosed()).toBe(true);
    socket.destroy();
    clock.advance(10_000);
    expect(did).toEqual(['read', 'closing', 'closed']);
  });
});
