/**
 * A command that asks the host one thing: connects, asks, prints the answer or what was wrong.
 *
 * @spec kernel 7
 */
import type { Asked } from '../machines/control/requests.ts';
import type { ValueSchema } from '../machines/control/values.ts';
import type { Result } from '../machines/kernel/problem.ts';
import { complain } from './complaint.ts';
import { exitCodes } from './exit-codes.ts';
import { connectHost, type HostLink } from './host-link.ts';
import { type Io, wantsColor } from './io.ts';
import { coloured, type Palette, plain } from './render/palette.ts';

export interface Printing {
  readonly json: boolean;
  /** Nothing but problems; a program that asked for JSON wants its answer all the same. */
  readonly quiet?: boolean;
}

/** With the host that is there, or the problem that there is none. The link is closed at the end. */
export async function withHost(
  { json }: Printing,
  io: Io,
  work: (link: HostLink) => Promise<number>,
): Promise<number> {
  const host = await connectHost(io.env);
  if (!host.ok) return complain(host.problems, json, io);
  try {
    return await work(host.value);
  } finally {
    host.value.close();
  }
}

/** Prints what the host answered. Returns the exit status: 0, or 2 with the problems. */
export function printAnswer<Value>(
  answer: Result<Value>,
  printing: Printing,
  io: Io,
  textOf: (value: Value, palette: Palette) => string,
): number {
  if (!answer.ok) return complain(answer.problems, printing.json, io);
  if (printing.json) io.stdout.write(`${JSON.stringify(answer.value, null, 2)}\n`);
  else if (printing.quiet !== true) io.stdout.write(textOf(answer.value, paletteOf(io)));
  return exitCodes.pass;
}

export function askHost<Value>(
  asked: Asked,
  schema: ValueSchema<Value>,
  printing: Printing,
  io: Io,
  textOf: (value: Value, palette: Palette) => string,
): Promise<number> {
  return withHost(printing, io, async (link) =>
    printAnswer(await link.ask(asked, schema), printing, io, textOf),
  );
}

export function paletteOf(io: Io): Palette {
  return wantsColor(io, io.stdout) ? coloured : plain;
}
