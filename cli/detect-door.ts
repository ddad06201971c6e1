/**
 * The door of `ambush detect`: its arguments and options.
 *
 * @spec kernel 9
 */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { examples } from './help.ts';
import type { Io } from './io.ts';

interface DetectFlags {
  readonly cli?: string;
  readonly profile?: string;
  readonly cols?: number;
  readonly rows?: number;
  readonly json?: boolean;
  readonly explain?: boolean;
}

/** No terminal is larger. */
const sizeMax = 1_000;

export function addDetect(root: Command, io: Io, tell: (status: number) => void): void {
  root
    .command('detect')
    .description('Read a terminal recording, and tell when its program compacted its context.')
    .argument('FILE', 'an asciinema recording, or the raw bytes of a terminal; - reads stdin')
    .addOption(
      new Option('--cli <CLI>', 'whose screen it is; without it, told by the screen').choices([
        'claude',
        'codex',
        'gemini',
        'generic',
      ]),
    )
    .option('--profile <FILE>', 'a profile of another program, JSON')
    .addOption(new Option('--cols <N>', 'width of the terminal').argParser(toSize))
    .addOption(new Option('--rows <N>', 'height of the terminal').argParser(toSize))
    .option('--json', 'print problems as JSON, too')
    .option('--explain', 'add why, to every event and at the end')
    .usage('FILE [options]')
    .addHelpText('after', examples.detect)
    .action(async (file: string, flags: DetectFlags) => {
      const { runDetect } = await import('./commands/detect.ts');
      const { json = false, explain = false, ...rest } = flags;
      tell(await runDetect({ file, json, explain, ...rest }, io));
    });
}

function toSize(text: string): number {
  const size = Number(text);
  if (/^\d{1,4}$/.test(text) && size >= 2 && size <= sizeMax) return size;
  throw new InvalidArgumentError(`Expected a whole number from 2 to ${sizeMax}.`);
}
