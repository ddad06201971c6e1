/**
 * Where a timeline or a recording comes from: a file, or standard input under the name `-`. Never
 * more than the limit is read, whatever the file turns out to be.
 *
 * @spec timeline phase 1
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import { loadExpressions } from '../../machines/timeline/expression/load.ts';
import { fileMaxBytes } from './text.ts';

export interface Source {
  /** As the user said it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface SourceSurroundings {
  readonly cwd: string;
  readStdin(): Promise<Uint8Array>;
}

/** What is wanted, for the words of a refusal, and how much of it is read. */
export interface Wanted {
  readonly noun: string;
  readonly maxBytes: number;
}

const timeline: Wanted = { noun: 'timeline', maxBytes: fileMaxBytes };

export async function readSource(
  name: string,
  surroundings: SourceSurroundings,
  wanted: Wanted = timeline,
): Promise<Result<Source>> {
  try {
    const bytes =
      name === '-'
        ? await surroundings.readStdin()
        : readAtMost(resolve(surroundings.cwd, name), wanted.maxBytes);
    if (wanted === timeline && mayHoldExpressions(bytes)) await loadExpressions();
    return succeed({ name, bytes });
  } catch (error) {
    return refuse([unreadable(name, codeOf(error), wanted.noun)]);
  }
}

/** Keys that have expressions; the language of them is loaded for no other file. */
const expressionKeys = /\b(?:subordinate|by|start_when|stop_when|expect|sometimes|abort_when)\b/;

function mayHoldExpressions(bytes: Uint8Array): boolean {
  return expressionKeys.test(Buffer.from(bytes).toString('latin1'));
}

/**
 * One byte more than the limit is enough to know that it is exceeded. Synchronous, for nothing
 * else happens meanwhile, and the promises of the file system cost a start-up more.
 */
function readAtMost(path: string, maxBytes: number): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const chunks: Uint8Array[] = [];
    let left = maxBytes + 1;
    while (left > 0) {
      const chunk = new Uint8Array(Math.min(left, 256 * 1024));
      const length = readSync(file, chunk, 0, chunk.length, null);
      if (length === 0) break;
      chunks.push(chunk.subarray(0, length));
      left -= length;
    }
    return Buffer.concat(chunks);
  } finally {
    closeSync(file);
  }
}

export function unreadable(name: string, code: string, noun: string): Problem {
  const where = { file: name };
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
    case 'ERR_INVALID_ARG_VALUE':
      return {
        code: 'FILE_NOT_FOUND',
        message: `Expected a ${noun} file; got a name that does not exist.`,
        where,
        hint: 'Look at the spelling; a relative name is taken from the current directory.',
      };
    case 'EISDIR':
      return {
        code: 'FILE_IS_DIRECTORY',
        message: `Expected a ${noun} file; got a directory.`,
        where,
        hint: 'Name the file inside it.',
      };
    default:
      return {
        code: 'FILE_UNREADABLE',
        message: `Expected a file that can be read; the system says ${code}.`,
        where,
        hint: code === 'EACCES' ? 'Look at its permissions.' : 'Try another file.',
      };
  }
}

function codeOf(error: unknown): string {
  const known = typeof error === 'object' && error !== null && 'code' in error;
  return known ? String(error.code) : String(error);
}
