/**
 * The directory in which our sockets lie: a directory and no link, ours, and nobody else may as
 * much as look into it. What is not so is refused, never mended: somebody else may be at work.
 *
 * @spec reliability attacks
 */
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';

/** Windows has no such modes: there a pipe is guarded by the account that made it. */
const hasModes = process.platform !== 'win32';

/** Where the sockets of this user lie: `$XDG_RUNTIME_DIR/ambush`, else `<tmp>/ambush-<uid>`. */
export function runtimeDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const given = env.XDG_RUNTIME_DIR;
  if (given?.startsWith('/')) return join(given, 'ambush');
  return join(tmpdir(), `ambush-${process.getuid?.() ?? 'user'}`);
}

/** Makes it where there is none. `UNSAFE_DIRECTORY` where it is not what it must be. */
export function openPrivateDirectory(path: string): Result<string> {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') return refuse([unsafe(path, codeOf(error))]);
  }
  const flaw = flawOf(path);
  return flaw === null ? succeed(path) : refuse([unsafe(path, flaw)]);
}

/** Why sockets must not lie there, or null. */
function flawOf(path: string): string | null {
  try {
    const stats = lstatSync(path);
    if (!stats.isDirectory()) return 'something that is no directory';
    if (!hasModes) return null;
    if (stats.uid !== process.getuid?.()) return `a directory of user ${stats.uid}`;
    const mode = stats.mode & 0o777;
    return (mode & 0o077) === 0 ? null : `a directory of mode 0${mode.toString(8)}`;
  } catch (error) {
    return codeOf(error);
  }
}

function unsafe(path: string, got: string): Problem {
  return {
    code: 'UNSAFE_DIRECTORY',
    message: `Expected ${path} to be a directory of our own that nobody else can enter, got ${got}.`,
    hint: `Try chmod 700, or set XDG_RUNTIME_DIR to a directory of your own.`,
  };
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
