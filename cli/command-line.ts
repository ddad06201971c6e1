/**
 * The doors: which words are a command, which options it takes, and what is said of words that
 * are neither. Commands are imported when they are called, so that help costs next to nothing.
 *
 * @spec timeline phase 1
 */
import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { RunOptions } from './commands/run.ts';
import { exitCodes } from './exit-codes.ts';
import { examples, rootHelp } from './help.ts';
import type { Io } from './io.ts';
import { printable } from './render/printable.ts';

const commands = ['run', 'check', 'plan', 'schema'] as const;

/** Runs the command that the words ask for. Returns the exit status. */
export async function commandLine(words: readonly string[], io: Io): Promise<number> {
  const split = words.indexOf('--');
  const ours = asCommand(split < 0 ? words : words.slice(0, split));
  const theirs = split < 0 ? [] : words.slice(split + 1);
  const lost = await lostWord(ours);
  if (lost) return complain(io, lost, 'ambush --help');
  let status: number = exitCodes.pass;
  const door = doors(io, theirs, (result) => {
    status = result;
  });
  try {
    await door.parseAsync([...ours], { from: 'user' });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.pass;
    if (error.code === 'commander.help') return exitCodes.invalidInput;
    const command = commands.find((name) => ours.includes(name));
    return complain(io, error.message, `ambush ${command ? `${command} ` : ''}--help`);
  }
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

function complain(io: Io, message: string, help: string): number {
  const [law = '', ...hints] = message.replace(/^error: /, '').split('\n');
  const said = [law, ...hints.map((hint) => hint.replace(/^\((.*)\)$/, '$1'))]
    .filter((line) => line !== '')
    .map((line, index) => `${index === 0 ? 'ambush: ' : '  '}${printable(line)}\n`);
  io.stderr.write(`${said.join('')}  Try ${help}\n`);
  return exitCodes.invalidInput;
}

type Told = (status: number) => void;

function doors(io: Io, theirs: readonly string[], tell: Told): Command {
  const root = new Command('ambush')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: () => {},
      getOutHelpWidth: () => io.stdout.columns,
    })
    .configureHelp({ showGlobalOptions: true })
    .option('-q, --quiet', 'print nothing but problems')
    .option('-V, --version', 'print the version')
    .helpCommand(false)
    .allowExcessArguments(false);
  root.helpInformation = () => rootHelp;
  root.action(({ version }: { readonly version?: boolean }) => {
    if (version) io.stdout.write(`${versionOf()}\n`);
    else {
      io.stderr.write(rootHelp);
      tell(exitCodes.invalidInput);
    }
  });
  const quiet = () => root.opts().quiet === true;
  addRun(root, { io, theirs, quiet, tell });
  addSeedForm(root, { io, theirs, quiet, tell });
  addReaders(root, io, tell);
  return root;
}

interface RunDoor {
  readonly io: Io;
  readonly theirs: readonly string[];
  readonly quiet: () => boolean;
  readonly tell: Told;
}

/** Options as commander hands them over. */
interface RunFlags {
  readonly output?: string;
  readonly log?: string;
  readonly seed?: number;
  readonly exitZero?: boolean;
  readonly source?: string;
  readonly program?: string;
}

function addRun(root: Command, door: RunDoor): void {
  withRunOptions(root.command('run'))
    .description('Ambush the program of a timeline, live, and say what was found.')
    .usage('FILE [options] [-- ARGS...]')
    .argument('FILE', 'the timeline, YAML or JSON; - reads standard input')
    .option('--program <PROGRAM>', 'run this program instead of the one in the timeline')
    .addHelpText('after', examples.run)
    .action((file: string, flags: RunFlags) => run(door, { ...flags, file }));
}

function addSeedForm(root: Command, door: RunDoor): void {
  withRunOptions(root.command('ambush'))
    .description('Ambush a program on a timeline of stress.')
    .configureHelp({
      showGlobalOptions: true,
      commandUsage: () => 'ambush PROGRAM --timeline FILE [options] [-- ARGS...]',
    })
    .argument('PROGRAM', 'the program to run, instead of the one in the timeline')
    .requiredOption('--timeline <FILE>', 'the timeline, YAML or JSON; - reads standard input')
    .addHelpText('after', examples.ambush)
    .action((program: string, flags: RunFlags & { readonly timeline: string }) =>
      run(door, { ...flags, program, file: flags.timeline }),
    );
}

function withRunOptions(command: Command): Command {
  return command
    .option('--output <FILE>', 'write the report there, as JSON')
    .option('--log <FILE>', 'write the session log there, one envelope per line')
    .addOption(seedOption())
    .option('--exit-zero', 'end with status 0 when the run finished, whatever it found')
    .option('--source <DIR>', 'source of the program, recorded in the report');
}

async function run(door: RunDoor, flags: RunFlags & { readonly file: string }): Promise<void> {
  const { io, theirs, quiet, tell } = door;
  const options: RunOptions = {
    file: flags.file,
    quiet: quiet(),
    exitZero: flags.exitZero === true,
    ...(theirs.length > 0 ? { args: theirs } : {}),
    ...(flags.output === undefined ? {} : { output: flags.output }),
    ...(flags.log === undefined ? {} : { log: flags.log }),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.source === undefined ? {} : { source: flags.source }),
    ...(flags.program === undefined ? {} : { program: flags.program }),
  };
  const { runRun } = await import('./commands/run.ts');
  tell(await runRun(options, io));
}

/** The commands that read and print, and start nothing. */
function addReaders(root: Command, io: Io, tell: Told): void {
  root
    .command('check')
    .description('Tell every problem of a timeline; nothing is started.')
    .argument('FILE', 'the timeline, YAML or JSON; - reads standard input')
    .option('--json', 'print the problems as JSON')
    .usage('FILE [options]')
    .addHelpText('after', examples.check)
    .action(async (file: string, { json = false }: { readonly json?: boolean }) => {
      const { runCheck } = await import('./commands/check.ts');
      tell(await runCheck({ file, json, quiet: root.opts().quiet === true }, io));
    });
  root
    .command('plan')
    .description('Draw the lanes of a timeline over time, and what they would take of this host.')
    .argument('FILE', 'the timeline, YAML or JSON; - reads standard input')
    .option('--json', 'print the plan as JSON')
    .addOption(seedOption())
    .usage('FILE [options]')
    .addHelpText('after', examples.plan)
    .action(async (file: string, flags: { readonly json?: boolean; readonly seed?: number }) => {
      const { runPlan } = await import('./commands/plan.ts');
      const seed = flags.seed === undefined ? {} : { seed: flags.seed };
      tell(await runPlan({ file, json: flags.json === true, ...seed }, io));
    });
  root
    .command('schema')
    .description('Print a JSON Schema, for editors and for other programs.')
    .argument('NAME', 'timeline, report or envelope')
    .usage('NAME [options]')
    .addHelpText('after', examples.schema)
    .action(async (name: string) => {
      const { runSchema } = await import('./commands/schema.ts');
      tell(await runSchema({ name }, io));
    });
}

function seedOption(): Option {
  return new Option('--seed <N>', 'seed of every random choice of the run').argParser((text) => {
    const seed = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(seed)) return seed;
    throw new InvalidArgumentError(`Expected a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`);
  });
}

/** The package's own file lies one folder above the compiler's output, or above the source. */
function versionOf(): string {
  const path = import.meta.url.endsWith('.ts') ? '../package.json' : '../../package.json';
  const found: unknown = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
  const known = typeof found === 'object' && found !== null && 'version' in found;
  return known ? String(found.version) : 'unknown';
}
