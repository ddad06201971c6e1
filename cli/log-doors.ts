/**
 * The doors of the commands that read a session log: one function for each, in the order of the
 * help, called by `addLogDoors`.
 *
 * @spec kernel 6
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { examples } from './help.ts';
import type { Io } from './io.ts';

interface LogDoor {
  readonly io: Io;
  readonly quiet: () => boolean;
  readonly tell: (status: number) => void;
}

/** What every one of them is given. */
const logArgument = ['FILE', 'the session log, NDJSON; - reads standard input'] as const;
const logOrHost = [
  '[FILE]',
  'the session log, NDJSON; - reads standard input; none: the host',
] as const;

export function addLogDoors(root: Command, door: LogDoor): void {
  addEvents(root, door);
  addChain(root, door);
  addWhy(root, door);
  addMetrics(root, door);
  addReplay(root, door);
}

interface EventsFlags {
  readonly type?: readonly string[];
  readonly pane?: string;
  readonly correlation?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit?: number;
  readonly follow?: boolean;
  readonly json?: boolean;
}

interface ViewFlags {
  readonly json?: boolean;
}

function addEvents(root: Command, { io, quiet, tell }: LogDoor): void {
  root
    .command('events')
    .description('List the events of a session log, or of the host, oldest first.')
    .argument(...logOrHost)
    .option('--type <TYPE>', 'of this type only; clip.* for a family, repeated for several', listed)
    .option('--pane <PANE>', 'of this pane only')
    .option('--correlation <ID>', 'of this operation only; the beginning of its id will do')
    .option('--since <WHEN>', 'from then on: 12s since the start, or 2026-02-09T12:00:00Z')
    .option('--until <WHEN>', 'until then, in the same way')
    .addOption(new Option('--limit <N>', 'only the newest N').argParser(toCount))
    .option('--follow', 'of the host: the newest 10, or N, then each as it comes')
    .option('--json', 'print one JSON object a line; problems too')
    .usage('[FILE] [options]')
    .addHelpText('after', examples.events)
    .action(async (file: string | undefined, flags: EventsFlags) => {
      const { type = [], json = false, follow = false, ...rest } = flags;
      const { runEvents } = await import('./commands/events.ts');
      const asked = { file: file ?? null, types: type, json, follow, quiet: quiet() };
      tell(await runEvents({ ...asked, ...rest }, io));
    });
}

function addChain(root: Command, { io, tell }: LogDoor): void {
  root
    .command('chain')
    .description('Draw the causal tree of one operation of a session log, or of the host.')
    .argument(...logOrHost)
    .argument('[CORRELATION]', 'the beginning of its id, or of the id of one of its events')
    .option('--json', 'print the tree as JSON; problems too')
    .usage('[FILE] CORRELATION [options]')
    .addHelpText('after', examples.chain)
    .action(async (first: string, second: string, { json = false }: ViewFlags, door: Command) => {
      const { file, id } = fileAndId(first, second, 'CORRELATION', door, io);
      const { runChain } = await import('./commands/chain.ts');
      tell(await runChain({ file, correlation: id, json }, io));
    });
}

function addWhy(root: Command, { io, tell }: LogDoor): void {
  root
    .command('why')
    .description(
      'Say why an event of a timeline did or did not start or end, why an expectation was kept or broken, or who decided about an event of a log, on which values.',
    )
    .argument('[FILE]', 'a report, or a session log; - reads standard input; none: the host')
    .argument(
      '[EVENT]',
      'its id in the timeline, the text of an expectation (or expect-1), or the beginning of its id in the log',
    )
    .option('--json', 'print the answer as JSON; problems too')
    .usage('[FILE] EVENT [options]')
    .addHelpText('after', examples.why)
    .action(async (first: string, second: string, { json = false }: ViewFlags, door: Command) => {
      const { file, id } = fileAndId(first, second, 'EVENT', door, io);
      const { runWhy } = await import('./commands/why.ts');
      tell(await runWhy({ file, event: id, json }, io));
    });
}

function addMetrics(root: Command, { io, tell }: LogDoor): void {
  root
    .command('metrics')
    .description('Measure the kernel on a session log, beside its targets.')
    .argument(...logArgument)
    .option('--json', 'print the metrics as JSON; problems too')
    .usage('FILE [options]')
    .addHelpText('after', examples.metrics)
    .action(async (file: string, { json = false }: ViewFlags) => {
      const { runMetrics } = await import('./commands/metrics.ts');
      tell(await runMetrics({ file, json }, io));
    });
}

function addReplay(root: Command, { io, quiet, tell }: LogDoor): void {
  root
    .command('replay')
    .description('Ask a recorded kernel session again, and compare every verdict.')
    .argument(...logArgument)
    .option('--contract <FILE>', 'a module with a contract, changed or new; is run', repeated)
    .option('--enforce <ID>', 'enforce this contract, whatever its mode', repeated)
    .option('--json', 'print the comparison as JSON; problems too')
    .usage('FILE [options]')
    .addHelpText('after', examples.replay)
    .action(async (file: string, flags: ReplayFlags) => {
      const { contract = [], enforce = [], json = false } = flags;
      const { runReplay } = await import('./commands/replay.ts');
      const asked = { file, contracts: contract, enforced: enforce, json, quiet: quiet() };
      tell(await runReplay(asked, io));
    });
}

interface ReplayFlags {
  readonly contract?: readonly string[];
  readonly enforce?: readonly string[];
  readonly json?: boolean;
}

/** One word is an id of the host's, unless it is the name of a file: then the id is missing. */
function fileAndId(
  first: string | undefined,
  second: string | undefined,
  wanted: string,
  door: Command,
  io: Io,
): { readonly file: string | null; readonly id: string } {
  if (second !== undefined) return { file: first ?? null, id: second };
  const isFile = first === undefined || first === '-' || existsSync(resolve(io.cwd, first));
  if (!isFile) return { file: null, id: first };
  const code = 'commander.missingArgument';
  return door.error(`error: missing required argument '${wanted}'`, { code, exitCode: 1 });
}

/** An option that is given once for each of several. */
function repeated(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** `--type a,b --type c` is a, b and c. */
function listed(text: string, before: readonly string[] = []): readonly string[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.includes('')) throw new InvalidArgumentError('Expected a type, got an empty text.');
  return [...before, ...words];
}

function toCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('Expected a whole number of 1 or more.');
}
