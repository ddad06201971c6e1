/**
 * The session log: every envelope as one line of JSON, in the order of the bus, written in batches
 * without waiting. A disk that refuses does not stop the run: the log ends at its last whole line,
 * and says that it is incomplete.
 *
 * @spec reliability faults
 */
import { closeSync, fstatSync, ftruncateSync, openSync } from 'node:fs';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { Clock } from '../host/host.ts';
import { codeOf, writeAll } from './destination.ts';

/** A batch is written when it is this large, so that memory stays bounded. */
export const batchBytesMax = 64 * 1024;
/** Or when its first line is this old: what a kill can lose. */
export const batchAgeMaxMs = 100;

export interface SessionLog {
  /** @throws once, when it gives up, so that the bus can say it. */
  append(event: Envelope): void;
  flush(): void;
  /** Writes what is left and closes the file. Returns why the log is incomplete, or null. */
  close(): string | null;
}

/** Empties an existing file. Gives the system's error code where it cannot be opened. */
export function openSessionLog(
  path: string,
  clock: Pick<Clock, 'setTimeout' | 'clearTimeout'>,
): SessionLog | { readonly error: string } {
  let file: number;
  try {
    file = openSync(path, 'w');
  } catch (error) {
    return { error: codeOf(error) };
  }
  return sessionLog(file, clock);
}

function sessionLog(file: number, clock: Pick<Clock, 'setTimeout' | 'clearTimeout'>): SessionLog {
  const seekable = fstatSync(file).isFile();
  let lines: string[] = [];
  let bytes = 0;
  let written = 0;
  let timer: unknown;
  let failure: string | null = null;
  let told = false;
  let closed = false;

  function flush(): void {
    if (timer !== undefined) clock.clearTimeout(timer);
    timer = undefined;
    if (bytes === 0 || failure !== null) return;
    const batch = Buffer.from(lines.join(''));
    lines = [];
    bytes = 0;
    try {
      writeAll(file, batch);
      written += batch.length;
    } catch (error) {
      failure = codeOf(error);
      endAtLastLine();
    }
  }

  /** A reader must not meet half a line. */
  function endAtLastLine(): void {
    if (!seekable) return;
    try {
      ftruncateSync(file, written);
    } catch {
      // The torn line stays; a reader takes the longest valid prefix.
    }
  }

  return {
    append(event) {
      if (failure !== null) {
        if (told) return;
        told = true;
        throw new Error(`the session log stopped: ${failure}`);
      }
      const line = `${JSON.stringify(event)}\n`;
      lines.push(line);
      bytes += Buffer.byteLength(line);
      if (bytes >= batchBytesMax) flush();
      else timer ??= clock.setTimeout(flush, batchAgeMaxMs);
    },
    flush,
    close() {
      if (closed) return failure;
      flush();
      closed = true;
      try {
        closeSync(file);
      } catch (error) {
        failure ??= codeOf(error);
      }
      return failure;
    },
  };
}
