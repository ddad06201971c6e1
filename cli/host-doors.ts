/**
 * The doors of the host in the background: up, down, safe mode and contracts.
 *
 * @spec kernel 5 7
 */
import { Argument, type Command } from 'commander';
import { examples } from './help.ts';
import type { Io } from './io.ts';

interface HostDoor {
  readonly io: Io;
  readonly quiet: () => boolean;
  readonly tell: (status: number) => void;
}

interface Json {
  readonly json?: boolean;
}

const jsonOption = ['--json', 'print the answer as JSON; problems too'] as const;

export function addHostDoors(root: Command, door: HostDoor): void {
  addUp(root, door);
  addDown(root, door);
  addSafeMode(root, door);
  addContracts(root, door);
}

interface UpFlags extends Json {
  readonly log?: string;
  readonly contract?: readonly string[];
}

function addUp(root: Command, { io, quiet, tell }: HostDoor): void {
  root
    .command('up')
    .description('Start a host in the background, which keeps panes until ambush down.')
    .option('--log <FILE>', 'record the session there')
    .option('--contract <FILE>', 'a module with a contract, on trial; is run', repeated)
    .option(...jsonOption)
    .usage('[options]')
    .addHelpText('after', examples.up)
    .action(async ({ log, contract = [], json = false }: UpFlags) => {
      const { runUp } = await import('./commands/up.ts');
      const place = log === undefined ? {} : { log };
      tell(await runUp({ ...place, contracts: contract, json, quiet: quiet() }, io));
    });
}

function addDown(root: Command, { io, quiet, tell }: HostDoor): void {
  root
    .command('down')
    .description('End the host in the background, and every program in its panes.')
    .option('--force', 'at once, without grace; one that does not answer is killed')
    .option(...jsonOption)
    .usage('[options]')
    .action(async ({ force = false, json = false }: Json & { readonly force?: boolean }) => {
      const { runDown } = await import('./commands/down.ts');
      tell(await runDown({ force, json, quiet: quiet() }, io));
    });
}

function addSafeMode(root: Command, { io, quiet, tell }: HostDoor): void {
  root
    .command('safe-mode')
    .description('Hold back whatever is not critical in all panes, or let it go on.')
    .addArgument(new Argument('STATE', 'on or off').choices(['on', 'off']))
    .option(...jsonOption)
    .usage('on|off [options]')
    .action(async (state: 'on' | 'off', { json = false }: Json) => {
      const { runSafeMode } = await import('./commands/safe-mode.ts');
      tell(await runSafeMode({ state, json, quiet: quiet() }, io));
    });
}

function addContracts(root: Command, { io, quiet, tell }: HostDoor): void {
  const contracts = root
    .command('contracts')
    .description('List the contracts of the host, and promote those that are on trial.')
    .usage('ls|approve|reject|promote [options]')
    .helpCommand(false)
    .addHelpText('after', examples.contracts);
  contracts
    .command('ls')
    .description('List them, with what each has looked at and refused.')
    .option(...jsonOption)
    .usage('[options]')
    .action(async ({ json = false }: Json) => {
      const { runContractsList } = await import('./commands/contracts.ts');
      tell(await runContractsList({ json, quiet: quiet() }, io));
    });
  for (const says of ['approve', 'reject'] as const) {
    contracts
      .command(says)
      .description(judgements[says])
      .argument('ID', 'the contract, from ambush contracts ls')
      .requiredOption('--by <NAME>', 'who says so')
      .option(...jsonOption)
      .usage('ID --by NAME [options]')
      .action(async (contractId: string, { by, json = false }: Json & { readonly by: string }) => {
        const { runContractsJudge } = await import('./commands/contracts.ts');
        tell(await runContractsJudge({ contractId, says, by, json, quiet: quiet() }, io));
      });
  }
  contracts
    .command('promote')
    .description('Enforce a contract on trial whose record meets every criterion.')
    .argument('ID', 'the contract, from ambush contracts ls')
    .option(...jsonOption)
    .usage('ID [options]')
    .action(async (contractId: string, { json = false }: Json) => {
      const { runContractsPromote } = await import('./commands/contracts.ts');
      tell(await runContractsPromote({ contractId, json, quiet: quiet() }, io));
    });
}

const judgements = {
  approve: 'Sign off a contract on trial; two names are needed to promote it.',
  reject: 'Take a sign-off back, and call what it refused in this session wrong.',
} as const;

function repeated(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
