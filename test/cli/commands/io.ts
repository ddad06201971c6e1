/**
 * Streams that keep what is written to them.
 */
import { dirname } from 'node:path';
import type { Io } from '../../../cli/io.ts';

export interface KeptIo extends Io {
  readonly said: { out: string; err: string };
}

/** Standard input holds `stdin`; only the program `node` is on the PATH. */
export function keptIo(stdin = '', cwd = process.cwd()): KeptIo {
  const said = { out: '', err: '' };
  const output = (key: 'out' | 'err') => ({
    write: (text: string) => {
      said[key] += text;
    },
    isTTY: false,
    columns: 80,
  });
  return {
    said,
    stdout: output('out'),
    stderr: output('err'),
    readStdin: async () => new TextEncoder().encode(stdin),
    env: { PATH: dirname(process.execPath) },
    cwd,
  };
}
