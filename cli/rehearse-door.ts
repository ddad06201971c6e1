/**
 * The door to rehearsals, with the words of their script.
 *
 * @spec timeline phase 2
 */
import type { Command } from 'commander';
import { examples } from './help.ts';
import type { Io } from './io.ts';
import { seedOption } from './seed-option.ts';

interface Flags {
  readonly crashAt?: readonly string[];
  readonly exitAt?: readonly string[];
  readonly hangAt?: readonly string[];
  readonly signal?: readonly string[];
  readonly compactAt?: readonly string[];
  readonly deafAt?: readonly string[];
  readonly seed?: number;
  readonly output?: string;
  readonly log?: string;
  readonly exitZero?: boolean;
}

interface RehearseDoor {
  readonly io: Io;
  readonly quiet: () => boolean;
  readonly tell: (status: number) => void;
}

/** An option that may be repeated. */
const more = (word: string, words: readonly string[] = []): readonly string[] => [...words, word];

export function addRehearse(root: Command, { io, quiet, tell }: RehearseDoor): void {
  root
    .command('rehearse')
    .description('Play a timeline in virtual time, with a program that follows a script.')
    .argument('FILE', 'the timeline, YAML or JSON; - reads standard input')
    .usage('FILE [options]')
    .option(
      '--crash-at <TIME>',
      'the program crashes then: 12s, 12s=SIGABRT; may be repeated',
      more,
    )
    .option('--exit-at <TIME>', 'it exits then: 20s, 20s=3; may be repeated', more)
    .option(
      '--hang-at <TIME>',
      'it does not answer its probe: 30s, 30s..40s; may be repeated',
      more,
    )
    .option(
      '--signal <SIGNAL>',
      'what a signal reads: cpu_load=0.9@10s..20s; may be repeated',
      more,
    )
    .option(
      '--compact-at <TIME>',
      'the program in the pane compacts then: 10s..20s; may be repeated',
      more,
    )
    .option(
      '--deaf-at <TIME>',
      'it takes nothing that is typed then: 30s..40s; may be repeated',
      more,
    )
    .option('--output <FILE>', 'write the report there, as JSON')
    .option('--log <FILE>', 'write the session log there, one envelope per line')
    .addOption(seedOption())
    .option('--exit-zero', 'end with status 0 when it finished, whatever it found')
    .addHelpText('after', examples.rehearse)
    .action(async (file: string, flags: Flags) => {
      const { runRehearse } = await import('./commands/rehearse.ts');
      const { crashAt = [], exitAt = [], hangAt = [], signal = [] } = flags;
      const { compactAt = [], deafAt = [] } = flags;
      const script = { crashAt, exitAt, hangAt, signal, compactAt, deafAt };
      const exitZero = flags.exitZero === true;
      tell(await runRehearse({ ...flags, file, script, exitZero, quiet: quiet() }, io));
    });
}
