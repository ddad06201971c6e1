/**
 * The real streams of the process as an `Io`. A reader that goes away (`| head`) ends the writing,
 * not the work.
 */
import type { WriteStream } from 'node:tty';
import { type Io, type Output, stdinBytesMax } from './io.ts';

/** Width of a terminal that does not tell. */
const defaultColumns = 80;

export function nodeIo(): Io {
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    readStdin,
    env: process.env,
    cwd: process.cwd(),
  };
}

/** Waits until the streams have taken what was written to them. */
export async function drained(): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map(flushed));
}

function outputOf(stream: WriteStream): Output {
  let broken = false;
  stream.on('error', () => {
    broken = true;
  });
  return {
    write(text) {
      if (!broken) stream.write(text);
    },
    async taken() {
      await flushed(stream);
      return !broken;
    },
    isTTY: stream.isTTY === true,
    get columns() {
      return sizeOf(stream)[0] || defaultColumns;
    },
    get rows() {
      return sizeOf(stream)[1] || undefined;
    },
  };
}

/** Asked anew, because what the stream remembers is as old as the last signal it handled. */
function sizeOf(stream: WriteStream): readonly [number, number] {
  return stream.isTTY ? stream.getWindowSize() : [0, 0];
}

function flushed(stream: WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || !stream.writable) return resolve();
    const done = (): void => {
      stream.off('error', done);
      resolve();
    };
    stream.once('error', done);
    stream.write('', done);
  });
}

async function readStdin(bytesMax = stdinBytesMax): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > bytesMax) break;
  }
  return Buffer.concat(chunks);
}
