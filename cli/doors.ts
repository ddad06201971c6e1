/**
 * The doors: every command with its arguments, its options and its help. A command is imported
 * when it is called.
 *
 * @spec timeline phase 1
 */
import { Command } from 'commander';
import type { RunOptions } from './commands/run.ts';
import { addDetect } from './detect-door.ts';
import { exitCodes } from './exit-codes.ts';
import { examples, rootHelp } from './help.ts';
import { addHostDoors } from './host-doors.ts';
import type { Io } from './io.ts';
import { addLogDoors } from './log-doors.ts';
import { addMachine } from './machine-doors.ts';
import { addPaneDoors } from './pane-doors.ts';
import { addRehearse } from './rehearse-door.ts';
import { seedOption } from './seed-option.ts';
import { versionOf } from './version.ts';

type Told = (status: number) => void;

/** All commands; `theirs` are the words after `--`, `tell` is given the exit status. */
export function doorsOf(io: Io, theirs: readonly string[], tell: Told): Command {
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
  addRehearse(root, { io, quiet, tell });
  addDetect(root, io, tell);
  addLogDoors(root, { io, quiet, tell });
  addMachine(root, io, tell);
  addHostDoors(root, { io, quiet, tell });
  addPaneDoors(root, { io, theirs, quiet, tell });
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
    .argument('NAME', 'timeline, report, envelope or log-line')
    .usage('NAME [options]')
    .addHelpText('after', examples.schema)
    .action(async (name: string) => {
      const { runSchema } = await import('./commands/schema.ts');
      tell(await runSchema({ name }, io));
    });
}
