/**
 * The doors of `ambush pane`: one function for each command, in the order of the help.
 *
 * @spec kernel 7
 */
import { constants } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { paneClis, paneSideMax, paneSideMin } from '../machines/hands/pane-messages.ts';
import { parseDuration } from '../machines/timeline/duration.ts';
import { examples } from './help.ts';
import type { Io } from './io.ts';

interface PaneDoor {
  readonly io: Io;
  /** Words after `--`. */
  readonly theirs: readonly string[];
  readonly quiet: () => boolean;
  readonly tell: (status: number) => void;
}

interface Json {
  readonly json?: boolean;
}

const idArgument = ['ID', 'the id of the pane, from ambush pane ls'] as const;
const jsonOption = ['--json', 'print the answer as JSON; problems too'] as const;
/** Of a pane that nobody is attached to. */
const usualSize = { cols: 80, rows: 24 };

export function addPaneDoors(root: Command, door: PaneDoor): void {
  const pane = root
    .command('pane')
    .description('Open programs in panes of the host, look at them, and write into them.')
    .usage('COMMAND [options]')
    .helpCommand(false)
    .addHelpText('after', examples.pane);
  addOpen(pane, door);
  addList(pane, door);
  addAttach(pane, door);
  addInject(pane, door);
  addType(pane, door);
  addResize(pane, door);
  addEnds(pane, door);
  addViews(pane, door);
  addRecord(pane, door);
}

interface OpenFlags extends Json {
  readonly cli: (typeof paneClis)[number] | 'none';
  readonly cols: number;
  readonly rows: number;
  readonly readOnly?: boolean;
}

function addOpen(pane: Command, { io, theirs, tell }: PaneDoor): void {
  pane
    .command('open')
    .description('Run a program in a new pane, and print the id of the pane.')
    .addOption(
      new Option('--cli <CLI>', 'what the program is, for its screen to be understood')
        .choices([...paneClis, 'none'])
        .default('generic'),
    )
    .addOption(new Option('--cols <N>', 'columns').argParser(toSide).default(usualSize.cols))
    .addOption(new Option('--rows <N>', 'rows').argParser(toSide).default(usualSize.rows))
    .option('--read-only', 'write nothing into it, ever')
    // Told with the problem, which says where they belong.
    .allowExcessArguments(true)
    .option(...jsonOption)
    .usage('[options] -- COMMAND [ARGS...]')
    .addHelpText('after', examples.paneOpen)
    .action(async (flags: OpenFlags, { args: stray }: Command) => {
      const { cli, cols, rows, readOnly = false, json = false } = flags;
      const { runPaneOpen } = await import('./commands/pane.ts');
      const program = { words: theirs, stray, cli: cli === 'none' ? null : cli, readOnly };
      tell(await runPaneOpen({ ...program, cols, rows, json, quiet: false }, io));
    });
}

function addList(pane: Command, { io, quiet, tell }: PaneDoor): void {
  pane
    .command('ls')
    .description('List the panes of the host.')
    .option(...jsonOption)
    .usage('[options]')
    .action(async ({ json = false }: Json) => {
      const { runPaneList } = await import('./commands/pane.ts');
      tell(await runPaneList({ json, quiet: quiet() }, io));
    });
}

function addAttach(pane: Command, { io, tell }: PaneDoor): void {
  pane
    .command('attach')
    .description('Sit at the terminal of a pane; Ctrl-\\ twice leaves it.')
    .argument(...idArgument)
    .usage('ID')
    .addHelpText('after', examples.paneAttach)
    .action(async (paneId: string) => {
      const { runPaneAttach } = await import('./pane-attach.ts');
      tell(await runPaneAttach({ paneId }, io));
    });
}

interface InjectFlags extends Json {
  readonly wait?: boolean;
  readonly critical?: boolean;
  readonly lossy?: boolean;
}

function addInject(pane: Command, { io, quiet, tell }: PaneDoor): void {
  pane
    .command('inject')
    .description('Write a message into a pane and submit it, when every gate is open.')
    .argument(...idArgument)
    .argument('TEXT', 'the message; - reads standard input')
    .option('--wait', 'until it is verified, or has failed')
    .option('--critical', 'pass the gates that let kill, restart and manual input through')
    .option('--lossy', 'write it even if some of it cannot be written as it is')
    .option(...jsonOption)
    .usage('ID TEXT [options]')
    .addHelpText('after', examples.paneInject)
    .action(async (paneId: string, text: string, flags: InjectFlags) => {
      const { wait = false, critical = false, lossy = false, json = false } = flags;
      const { runPaneInject } = await import('./commands/pane.ts');
      tell(await runPaneInject({ paneId, text, wait, critical, lossy, json, quiet: quiet() }, io));
    });
}

function addType(pane: Command, { io, quiet, tell }: PaneDoor): void {
  pane
    .command('type')
    .description('Type into a pane as a user does; injections wait until the keys have rested.')
    .argument(...idArgument)
    .argument('TEXT', 'the keys; - reads standard input')
    .option('--enter', 'press Enter at the end')
    .option(...jsonOption)
    .usage('ID TEXT [options]')
    .action(async (paneId: string, text: string, flags: Json & { readonly enter?: boolean }) => {
      const { enter = false, json = false } = flags;
      const { runPaneType } = await import('./commands/pane.ts');
      tell(await runPaneType({ paneId, text, enter, json, quiet: quiet() }, io));
    });
}

function addResize(pane: Command, { io, quiet, tell }: PaneDoor): void {
  pane
    .command('resize')
    .description('Give a pane another size.')
    .argument(...idArgument)
    .argument('COLS', `columns, ${paneSideMin} to ${paneSideMax}`, toSide)
    .argument('ROWS', `rows, ${paneSideMin} to ${paneSideMax}`, toSide)
    .option(...jsonOption)
    .usage('ID COLS ROWS [options]')
    .action(async (paneId: string, cols: number, rows: number, { json = false }: Json) => {
      const { runPaneResize } = await import('./commands/pane.ts');
      tell(await runPaneResize({ paneId, cols, rows, json, quiet: quiet() }, io));
    });
}

interface KillFlags extends Json {
  readonly signal: string;
  readonly grace: number;
}

function addEnds(pane: Command, { io, quiet, tell }: PaneDoor): void {
  pane
    .command('kill')
    .description('End the program of a pane; the pane stays, with its last screen.')
    .argument(...idArgument)
    .addOption(new Option('--signal <NAME>', 'sent first').argParser(toSignal).default('SIGTERM'))
    .addOption(
      new Option('--grace <DURATION>', 'then SIGKILL').argParser(toGraceMs).default(2_000, '2s'),
    )
    .option(...jsonOption)
    .usage('ID [options]')
    .action(async (paneId: string, { signal, grace, json = false }: KillFlags) => {
      const { runPaneKill } = await import('./commands/pane.ts');
      tell(await runPaneKill({ paneId, signal, graceMs: grace, json, quiet: quiet() }, io));
    });
  pane
    .command('restart')
    .description('Run the program of a pane anew.')
    .argument(...idArgument)
    .option(...jsonOption)
    .usage('ID [options]')
    .action(async (paneId: string, { json = false }: Json) => {
      const { runPaneRestart } = await import('./commands/pane.ts');
      tell(await runPaneRestart({ paneId, json, quiet: quiet() }, io));
    });
  pane
    .command('close')
    .description('End the program of a pane, and the pane with it.')
    .argument(...idArgument)
    .option(...jsonOption)
    .usage('ID [options]')
    .action(async (paneId: string, { json = false }: Json) => {
      const { runPaneClose } = await import('./commands/pane.ts');
      tell(await runPaneClose({ paneId, json, quiet: quiet() }, io));
    });
}

function addViews(pane: Command, { io, tell }: PaneDoor): void {
  pane
    .command('screen')
    .description('Print what is on the screen of a pane now.')
    .argument(...idArgument)
    .option(...jsonOption)
    .usage('ID [options]')
    .action(async (paneId: string, { json = false }: Json) => {
      const { runPaneScreen } = await import('./commands/pane.ts');
      tell(await runPaneScreen({ paneId, json }, io));
    });
  pane
    .command('explain')
    .description('Say what holds injections back, who waits, and what the detector sees.')
    .argument(...idArgument)
    .option(...jsonOption)
    .usage('ID [options]')
    .action(async (paneId: string, { json = false }: Json) => {
      const { runPaneExplain } = await import('./commands/pane.ts');
      tell(await runPaneExplain({ paneId, json }, io));
    });
}

interface RecordFlags extends Json {
  readonly for?: number;
  readonly overwrite?: boolean;
}

function addRecord(pane: Command, { io, quiet, tell }: PaneDoor): void {
  pane
    .command('record')
    .description('Record what a pane shows for asciinema, until its program ends, or Ctrl-C.')
    .argument(...idArgument)
    .argument('FILE', 'the recording, such as session.cast')
    .addOption(new Option('--for <DURATION>', 'end by itself').argParser(toMs))
    .option('--overwrite', 'replace a file that is there')
    .option(...jsonOption)
    .usage('ID FILE [options]')
    .action(async (paneId: string, file: string, flags: RecordFlags) => {
      const { json = false, overwrite = false } = flags;
      const time = flags.for === undefined ? {} : { forMs: flags.for };
      const { runPaneRecord } = await import('./pane-record.ts');
      tell(await runPaneRecord({ paneId, file, overwrite, json, quiet: quiet(), ...time }, io));
    });
}

function toSide(text: string): number {
  const side = Number(text);
  const isSide = /^\d+$/.test(text) && side >= paneSideMin && side <= paneSideMax;
  if (isSide) return side;
  throw new InvalidArgumentError(`Expected ${paneSideMin} to ${paneSideMax}, got "${text}".`);
}

function toSignal(text: string): string {
  const name = text.toUpperCase().replace(/^(?!SIG)/, 'SIG');
  if (name in constants.signals) return name;
  throw new InvalidArgumentError('Expected the name of a signal, such as SIGINT.');
}

function toMs(text: string): number {
  const duration = parseDuration(text, 'zero-allowed');
  if (duration.ok) return duration.value;
  throw new InvalidArgumentError('Expected a duration, such as 2s or 500ms.');
}

/** What the host takes. */
const graceMaxMs = 60_000;

function toGraceMs(text: string): number {
  const ms = toMs(text);
  if (ms <= graceMaxMs) return ms;
  throw new InvalidArgumentError(`Expected at most ${graceMaxMs / 1_000}s.`);
}
