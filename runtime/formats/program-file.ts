/**
 * Whether the program of a timeline can be started. Nothing is started to find out, and no shell
 * has a say: the name is one file name, whatever characters are in it.
 *
 * @spec timeline execution semantics
 */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, resolve } from 'node:path';
import type { Fault } from '../../machines/timeline/reading.ts';
import { showText } from '../../machines/timeline/show.ts';

export interface ProgramSurroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

type Found = 'executable' | 'not-executable' | 'directory' | 'nothing';

/** What is wrong with the program, or null. A relative path is taken from the current directory. */
export function programFault(command: string, around: ProgramSurroundings): Fault | null {
  if (/[/\\]/.test(command)) return faultOf(command, look(resolve(around.cwd, command)));
  const found = searchPath(around.env).map((folder) => look(resolve(around.cwd, folder, command)));
  if (found.includes('executable')) return null;
  if (found.includes('not-executable')) return faultOf(command, 'not-executable');
  const here = look(resolve(around.cwd, command));
  const words = command.trim().split(/\s+/);
  return {
    code: here === 'directory' ? 'PROGRAM_IS_DIRECTORY' : 'PROGRAM_NOT_FOUND',
    message:
      here === 'directory'
        ? `Expected a program; ${showText(command)} is a directory, and no such name is on PATH.`
        : `Expected a program on PATH; got ${showText(command)}.`,
    hint:
      here === 'executable' || here === 'not-executable'
        ? `Did you mean "./${command}"?`
        : words.length > 1 && words.every((word) => /^[\w./:=@%+-]+$/.test(word))
          ? `No shell is used. Try { command: ${words[0]}, args: [${words.slice(1).join(', ').slice(0, 60)}] }.`
          : words.length > 1
            ? 'No shell is used: the whole text is the name of one file.'
            : 'Look at the spelling; a path begins with "./" or "/".',
  };
}

/** What is wrong with the working directory, or null. */
export function directoryFault(directory: string, around: ProgramSurroundings): Fault | null {
  const found = look(resolve(around.cwd, directory));
  if (found === 'directory') return null;
  return {
    code: 'CWD_NOT_FOUND',
    message: `Expected a directory; ${showText(directory)} ${found === 'nothing' ? 'does not exist' : 'is a file'}.`,
    hint: 'A relative name is taken from the current directory.',
  };
}

/** A relative path means the current directory, whatever directory the program will run in. */
export function absoluteFrom(command: string, cwd: string): string {
  return /[/\\]/.test(command) && !isAbsolute(command) ? resolve(cwd, command) : command;
}

function faultOf(command: string, found: Found): Fault | null {
  switch (found) {
    case 'executable':
      return null;
    case 'directory':
      return {
        code: 'PROGRAM_IS_DIRECTORY',
        message: `Expected a program; ${showText(command)} is a directory.`,
        hint: 'Name the program inside it.',
      };
    case 'not-executable':
      return {
        code: 'PROGRAM_NOT_EXECUTABLE',
        message: `Expected a program that may be executed; ${showText(command)} may not.`,
        hint: 'Try chmod +x, or name its interpreter as the command.',
      };
    case 'nothing':
      return {
        code: 'PROGRAM_NOT_FOUND',
        message: `Expected a program; ${showText(command)} does not exist.`,
        hint: command.startsWith('~')
          ? 'No shell is used, so "~" is a plain character. Write the whole path.'
          : 'Build it first, or look at the spelling; a relative path is taken from the current directory.',
      };
  }
}

function look(path: string): Found {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return 'nothing';
    if (found.isDirectory()) return 'directory';
    accessSync(path, constants.X_OK);
    return found.isFile() ? 'executable' : 'not-executable';
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
    return code === 'EACCES' ? 'not-executable' : 'nothing';
  }
}

/** As the system searches it: an empty part is skipped, for it would mean any current directory. */
function searchPath(env: ProgramSurroundings['env']): readonly string[] {
  return (env.PATH ?? env.Path ?? '/usr/local/bin:/usr/bin:/bin')
    .split(delimiter)
    .filter((folder) => folder !== '');
}
