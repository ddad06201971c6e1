/**
 * Which words are a command, and what is said of words that are none. What is not needed to say
 * that is imported later, so that asking for help costs next to nothing.
 *
 * @spec timeline phase 1
 */
import type { Command } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { rootHelp } from './help.ts';
import type { Io } from './io.ts';

const commands = [
  ...['run', 'check', 'plan', 'rehearse', 'schema', 'detect'],
  ...['events', 'chain', 'why', 'metrics', 'replay', 'machine'],
  ...['up', 'down', 'pane', 'safe-mode', 'contracts'],
] as const;

/** Runs the command that the words ask for. Returns the exit status. */
export async function commandLine(words: readonly string[], io: Io): Promise<number> {
  const split = words.indexOf('--');
  const options = asCommand(split < 0 ? words : words.slice(0, split));
  const behind = split < 0 ? [] : words.slice(split + 1);
  const theirs = takesProgram(options) ? behind : [];
  const ours = takesProgram(options) ? options : [...options, ...behind.map(asOperand)];
  if (ours.length === 1 && (ours[0] === '--help' || ours[0] === '-h')) {
    io.stdout.write(rootHelp);
    return exitCodes.pass;
  }
  const json = ours.includes('--json');
  const lost = await lostWord(ours);
  if (lost) return complain(io, lost, 'ambush --help', json);
  let status: number = exitCodes.pass;
  const { doorsOf } = await import('./doors.ts');
  const door = doorsOf(io, theirs, (result) => {
    status = result;
  });
  door.hook('preAction', (_, { processedArgs }) => {
    processedArgs.splice(0, Infinity, ...processedArgs.map(asWritten));
  });
  try {
    await door.parseAsync([...ours], { from: 'user' });
    return status;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (error.exitCode === 0) return exitCodes.pass;
    if (error.code === 'commander.help') return exitCodes.invalidInput;
    return complain(io, error.message, helpFor(door, ours), json);
  }
}

/** Whose words behind `--` are those of the program that it starts. */
function takesProgram(words: readonly string[]): boolean {
  const [first, second] = words.filter((word) => !word.startsWith('-'));
  const isPane = first === 'pane';
  return first === undefined || (isPane ? second === 'open' : ['run', 'ambush'].includes(first));
}

/** Behind `--` a dash begins no option. No word of a command line has this mark by itself. */
function asOperand(word: string): string {
  return word.startsWith('-') ? `\0${word}` : word;
}

function asWritten(word: unknown): unknown {
  return typeof word === 'string' ? word.replace(/^\0/, '') : word;
}

/** `help run` is `run --help`, and `PROGRAM --timeline FILE` is a command without its name. */
function asCommand(words: readonly string[]): readonly string[] {
  const first = firstWord(words);
  if (first === 'help') return [...words.filter((word) => word !== 'help'), '--help'];
  if (first === undefined || isCommand(first)) return words;
  const named = words.some((word) => word === '--timeline' || word.startsWith('--timeline='));
  return named ? ['ambush', ...words] : words;
}

function firstWord(words: readonly string[]): string | undefined {
  return words.find((word) => !word.startsWith('-') || word === '-');
}

function isCommand(word: string): boolean {
  return word === 'ambush' || commands.some((command) => command === word);
}

/** What to say of a first word that is no command. */
async function lostWord(words: readonly string[]): Promise<string | null> {
  const first = firstWord(words);
  if (first === undefined || isCommand(first)) return null;
  const { suggest } = await import('../machines/timeline/suggest.ts');
  const near = suggest(first, commands);
  if (near) return `Unknown command "${first}".\nDid you mean "${near}"?`;
  const hint = /\.(ya?ml|json)$/i.test(first)
    ? `Did you mean "ambush run ${first}"?`
    : `A program also needs its timeline: ambush ${first} --timeline FILE`;
  return `Expected a command (${commands.join(', ')}), got "${first}".\n${hint}`;
}

/** The help of the command that was meant, `ambush pane open --help` for one of several. */
function helpFor(door: Command, words: readonly string[]): string {
  let [path, at] = ['ambush', door];
  for (const word of words) {
    const next = at.commands.find((command) => command.name() === word);
    if (next === undefined || word === 'ambush') continue;
    path += ` ${word}`;
    at = next;
  }
  return `${path} --help`;
}

/** How commander ends what it cannot or need not go on with. */
function isRefusal(error: unknown): error is Error & { readonly code: string; exitCode: number } {
  return error instanceof Error && 'code' in error && 'exitCode' in error;
}

/** A program that asked for JSON finds the problem where the answer would be. */
async function complain(io: Io, message: string, help: string, json: boolean): Promise<number> {
  const [law = '', ...rest] = message
    .replace(/^error: /, '')
    .split('\n')
    .filter((line) => line !== '');
  const hints = rest.map((hint) => hint.replace(/^\((.*)\)$/, '$1'));
  if (json) {
    const { problemsJson } = await import('./render/problems.ts');
    const hint = [...hints, `Try ${help}`].join(' ');
    io.stdout.write(problemsJson([{ code: 'COMMAND_LINE', message: law, hint }]));
    return exitCodes.invalidInput;
  }
  const { printable } = await import('./render/printable.ts');
  const said = [law, ...hints].map(
    (line, index) => `${index === 0 ? 'ambush: ' : '  '}${printable(line)}\n`,
  );
  io.stderr.write(`${said.join('')}  Try ${help}\n`);
  return exitCodes.invalidInput;
}
