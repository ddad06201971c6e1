/**
 * `ambush machine list` and `ambush machine export NAME`: the statecharts, for readers and for other
 * tools.
 *
 * @spec timeline phase 1
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  isMachineName,
  type MachineName,
  machineNames,
  machineOf,
  purposes,
} from '../../machines/charts/catalogue.ts';
import { exportMachine } from '../../machines/charts/export.ts';
import { needsOf } from '../../machines/charts/json.ts';
import { outlineOf } from '../../machines/charts/outline.ts';
import type { Problem } from '../../machines/kernel/problem.ts';
import { suggest } from '../../machines/timeline/suggest.ts';
import { writeWhole } from '../../runtime/record/destination.ts';
import { drawnChart } from '../charts.ts';
import { refuseStart } from '../complaint.ts';
import { destinationProblems, standardStream } from '../destinations.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { printable, wrap } from '../render/printable.ts';

export const chartFormats = ['json', 'mermaid', 'svg'] as const;
export type ChartFormat = (typeof chartFormats)[number];

export interface MachineListOptions {
  readonly json: boolean;
}

export async function runMachineList({ json }: MachineListOptions, io: Io): Promise<number> {
  io.stdout.write(json ? listJson() : listText(io.stdout.columns));
  return exitCodes.pass;
}

export interface MachineExportOptions {
  readonly name: string;
  readonly format: ChartFormat;
  /** Standard output without it. */
  readonly output?: string;
}

export async function runMachineExport(options: MachineExportOptions, io: Io): Promise<number> {
  const { name, format, output = standardStream } = options;
  if (!isMachineName(name)) return unknownName(name, io);
  if (output === standardStream) {
    io.stdout.write(chartText(name, format));
    return exitCodes.pass;
  }
  const problems = destinationProblems({ output }, standardStream, io.cwd);
  if (problems.length > 0) return refuseStart(problems, io);
  const error = writeWhole(resolve(io.cwd, output), chartText(name, format), `${process.pid}`);
  if (error === null) return exitCodes.pass;
  return refuseStart([unwritten(output, error)], io);
}

/** What `export` prints: exactly the bytes of `docs/reference/machines/<name>.*`. */
export function chartText(name: MachineName, format: ChartFormat): string {
  return format === 'svg' ? readFileSync(drawnChart(name), 'utf8') : exportMachine(name, format);
}

/** However narrow the terminal is. */
const purposeColumnsMin = 20;

function listText(columns: number): string {
  const width = Math.max(...machineNames.map(({ length }) => length));
  const rest = Math.max(purposeColumnsMin, columns - width - 3);
  return machineNames
    .flatMap((name) =>
      wrap(purposes[name], rest).map((line, row) => {
        return `${(row === 0 ? name : '').padEnd(width)}  ${line}\n`;
      }),
    )
    .join('');
}

function listJson(): string {
  const list = machineNames.map((name) => {
    const machine = machineOf(name);
    const { states, events, effects, guards, rules } = outlineOf(machine);
    const { delays } = needsOf(machine);
    const paths = states.map(({ path }) => path);
    return { name, purpose: purposes[name], states: paths, events, effects, guards, delays, rules };
  });
  return `${JSON.stringify({ machines: list }, null, 2)}\n`;
}

function unknownName(name: string, io: Io): number {
  const near = suggest(name, machineNames);
  const hint = near === undefined ? 'Try ambush machine list' : `Did you mean "${near}"?`;
  const known = machineNames.join(', ');
  io.stderr.write(`ambush: Expected a machine (${known}), got "${printable(name)}".\n  ${hint}\n`);
  return exitCodes.invalidInput;
}

function unwritten(output: string, error: string): Problem {
  return {
    code: 'UNUSABLE_DESTINATION',
    message: `Expected a file that can be written, got ${output} (${error}).`,
    where: { path: '--output' },
    hint: 'Try another place.',
  };
}
