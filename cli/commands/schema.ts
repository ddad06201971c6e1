/**
 * `ambush schema NAME`: prints a JSON Schema, so that editors complete and check.
 *
 * @spec timeline language
 */
import { suggest } from '../../machines/timeline/suggest.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { printable } from '../render/printable.ts';
import { type SchemaName, schemaNames, schemaOf } from '../schemas.ts';

export interface SchemaOptions {
  readonly name: string;
}

export async function runSchema({ name }: SchemaOptions, io: Io): Promise<number> {
  const known = schemaNames.find((candidate) => candidate === name);
  if (known !== undefined) {
    io.stdout.write(schemaText(known));
    return exitCodes.pass;
  }
  const near = suggest(name, schemaNames);
  const hint = near === undefined ? '' : `  Did you mean "${near}"?\n`;
  io.stderr.write(
    `ambush: Expected a schema (${schemaNames.join(', ')}), got "${printable(name)}".\n${hint}`,
  );
  return exitCodes.invalidInput;
}

/** Exactly the bytes of `docs/schema/<name>.json`. */
export function schemaText(name: SchemaName): string {
  return `${JSON.stringify(schemaOf(name), null, 2)}\n`;
}
