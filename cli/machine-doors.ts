/**
 * The doors of `ambush machine`: its two commands with their arguments and options.
 *
 * @spec timeline phase 1
 */
import { type Command, Option } from 'commander';
import type { ChartFormat } from './commands/machine.ts';
import { examples } from './help.ts';
import type { Io } from './io.ts';

interface ExportFlags {
  readonly format: ChartFormat;
  readonly output?: string;
}

export function addMachine(root: Command, io: Io, tell: (status: number) => void): void {
  const machine = root
    .command('machine')
    .description('Show the statecharts that Ambush runs on, for readers and for other tools.')
    .usage('list|export [options]')
    .helpCommand(false)
    .addHelpText('after', examples.machine);
  machine
    .command('list')
    .description('Name every machine, and say what it is for.')
    .option('--json', 'add states, events, effects, guards, delays and rules, as JSON')
    .usage('[options]')
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const { runMachineList } = await import('./commands/machine.ts');
      tell(await runMachineList({ json }, io));
    });
  machine
    .command('export')
    .description('Write a machine for other tools.')
    .argument('NAME', 'a name from ambush machine list')
    .addOption(
      new Option('--format <FORMAT>', 'config for XState, diagram as text, or picture')
        .choices(['json', 'mermaid', 'svg'] satisfies readonly ChartFormat[])
        .default('json'),
    )
    .option('--output <FILE>', 'write it there instead of standard output')
    .usage('NAME [options]')
    .addHelpText('after', examples.machineExport)
    .action(async (name: string, { format, output }: ExportFlags) => {
      const { runMachineExport } = await import('./commands/machine.ts');
      const place = output === undefined ? {} : { output };
      tell(await runMachineExport({ name, format, ...place }, io));
    });
}
