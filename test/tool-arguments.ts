/**
 * The arguments of the tools of this repository (`npm run sim`, `planted`, `bench`): whole numbers,
 * switches and names. `--help` says what there is, and a mistake is told in place of a trace.
 */
import { parseArgs } from 'node:util';
import { didYouMean } from '../machines/timeline/suggest.ts';

interface Spec<Count extends string, Flag extends string> {
  /** Said by `--help`, and below every mistake. */
  readonly usage: string;
  /** Options with a whole number, and the least that each may be. */
  readonly counts: Readonly<Record<Count, number>>;
  readonly flags: readonly Flag[];
  /** What may be named; empty for a tool that takes no names. */
  readonly names: readonly string[];
}

export interface ToolArguments<Count extends string, Flag extends string> {
  readonly counts: Readonly<Partial<Record<Count, number>>>;
  readonly flags: ReadonlySet<Flag>;
  readonly names: readonly string[];
}

export type Asked<Count extends string, Flag extends string> =
  | { readonly ok: true; readonly value: ToolArguments<Count, Flag> }
  | { readonly ok: false; readonly status: 0 | 2; readonly text: string };

export function readArguments<Count extends string, Flag extends string>(
  words: readonly string[],
  spec: Spec<Count, Flag>,
): Asked<Count, Flag> {
  const { usage, counts, flags, names } = spec;
  const no = (message: string) =>
    ({ ok: false, status: 2, text: `${message}\n${usage}\n` }) as const;
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {
    help: { type: 'boolean', short: 'h' },
  };
  for (const count of Object.keys(counts)) options[count] = { type: 'string' };
  for (const flag of flags) options[flag] = { type: 'boolean' };
  let read: ReturnType<typeof parseArgs>;
  try {
    read = parseArgs({ args: [...words], allowPositionals: true, options });
  } catch (error) {
    return no(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = read;
  if (values.help === true) return { ok: false, status: 0, text: `${usage}\n` };
  const odd = positionals.find((name) => !names.includes(name));
  if (odd !== undefined) {
    const wanted = names.length === 0 ? 'no name' : 'one of the names';
    return no(
      `Expected ${wanted}, got ${JSON.stringify(odd)}. ${didYouMean(odd, names) ?? ''}`.trim(),
    );
  }
  const found: Partial<Record<Count, number>> = {};
  for (const [count, least] of Object.entries(counts) as [Count, number][]) {
    const text = values[count];
    if (text === undefined) continue;
    if (!/^\d+$/.test(String(text)) || Number(text) < least) {
      return no(
        `Expected --${count} to be a whole number from ${least} on, got ${JSON.stringify(text)}.`,
      );
    }
    found[count] = Number(text);
  }
  const isOn = (flag: Flag): boolean => values[flag] === true;
  return {
    ok: true,
    value: { counts: found, flags: new Set(flags.filter(isOn)), names: positionals },
  };
}

/** Those of this process; it ends here when they ask for help, or are wrong. */
export function takeArguments<Count extends string, Flag extends string>(
  spec: Spec<Count, Flag>,
): ToolArguments<Count, Flag> {
  const asked = readArguments(process.argv.slice(2), spec);
  if (asked.ok) return asked.value;
  const output = asked.status === 0 ? process.stdout : process.stderr;
  output.write(asked.text);
  process.exit(asked.status);
}
