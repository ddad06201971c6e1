/**
 * A child process and its pipes. Its life ends with `exit`, not with `close`: what it wrote before
 * it died is read to the end of what the pipe holds, and then nobody waits for a grandchild that
 * keeps the other end open.
 *
 * @spec timeline execution semantics
 */
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Child, WaitStatus } from './host.ts';
import { waitStatus } from './wait-status.ts';

/** A turn of the event loop reads all that a pipe holds; two without data mean it is empty. */
const quietTurns = 2;
/** A grandchild that keeps writing may not hold up the end. */
const drainTurnsMax = 1_000;

export function adoptChild(child: ChildProcess, pid: number, coreForbidden: boolean): Child {
  const outputListeners: ((chunk: Uint8Array, stream: 'stdout' | 'stderr') => void)[] = [];
  const exitListeners: ((status: WaitStatus) => void)[] = [];
  let ended: WaitStatus | null = null;
  let chunks = 0;
  const listen = (stream: Readable | null, name: 'stdout' | 'stderr'): void => {
    stream?.on('error', () => {});
    stream?.on('data', (chunk: Uint8Array) => {
      chunks++;
      for (const listener of outputListeners) listener(chunk, name);
    });
  };
  listen(child.stdout, 'stdout');
  listen(child.stderr, 'stderr');
  child.stdin?.on('error', () => {});
  child.on('error', () => {});
  child.once('exit', (code, signal) => {
    const status = waitStatus(code, signal, coreForbidden);
    drain(
      () => chunks,
      () => {
        ended = status;
        for (const listener of exitListeners) listener(status);
      },
    );
  });
  return {
    pid,
    write(line) {
      if (child.stdin === null || !child.stdin.writable) return false;
      child.stdin.write(`${line}\n`);
      return true;
    },
    onOutput: (listener) => void outputListeners.push(listener),
    onExit(listener) {
      if (ended === null) exitListeners.push(listener);
      else listener(ended);
    },
    release() {
      child.stdin?.destroy();
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.unref();
    },
  };
}

function drain(chunksRead: () => number, done: () => void): void {
  let seen = chunksRead();
  let quiet = 0;
  let turns = 0;
  const turn = (): void => {
    const now = chunksRead();
    quiet = now === seen ? quiet + 1 : 0;
    seen = now;
    if (quiet >= quietTurns || ++turns >= drainTurnsMax) done();
    else setImmediate(turn);
  };
  setImmediate(turn);
}
