/**
 * The program file that a name stands for, as `execvp` would find it. A terminal's own way of saying
 * that there is none is a line on the screen and the exit code 1, which any program may have.
 *
 * @spec timeline execution semantics
 */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** `ENOENT`, `EACCES` or the like where nothing can be started. */
export function findExecutable(
  command: string,
  path: string | undefined,
): { readonly file: string } | { readonly error: string } {
  // A path is relative to our directory, not to the one that the program starts in.
  if (command.includes('/') || process.platform === 'win32') {
    const file = process.platform === 'win32' ? command : resolve(command);
    const error = process.platform === 'win32' ? null : whyNot(file);
    return error === null ? { file } : { error };
  }
  let worst = 'ENOENT';
  for (const folder of (path ?? '').split(delimiter)) {
    const file = join(resolve(folder), command);
    const error = whyNot(file);
    if (error === null) return { file };
    if (error !== 'ENOENT' && error !== 'ENOTDIR') worst = error;
  }
  return { error: worst };
}

/** Null for a folder that a program can start in. */
export function whyNotStartIn(cwd: string): string | null {
  try {
    if (!statSync(cwd).isDirectory()) return 'ENOTDIR';
    accessSync(cwd, constants.X_OK);
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

function whyNot(file: string): string | null {
  try {
    if (!statSync(file).isFile()) return 'EACCES';
    accessSync(file, constants.X_OK);
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
}
