/**
 * `ambush pane …`: what people do with one pane of the host, each a question and its answer.
 * Attaching and recording go on for a while, and have files of their own.
 *
 * @spec kernel 4 5 7
 */
import type { OpenSpec } from '../../machines/control/requests.ts';
import {
  type Done,
  doneSchema,
  endedSchema,
  explanationSchema,
  type Injected,
  type InjectionEnd,
  injectedSchema,
  nothingSchema,
  openedSchema,
  paneListSchema,
  sightSchema,
} from '../../machines/control/values.ts';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import { quietMs } from '../../machines/safety/safe-mode.machine.ts';
import { complain } from '../complaint.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { askHost, type Printing, paletteOf, printAnswer, withHost } from '../on-host.ts';
import { bridgeText, endText, explainText, paneTable } from '../render/panes.ts';
import { printable } from '../render/printable.ts';
import { hostOf } from '../start-host.ts';

export interface PaneOptions extends Printing {
  readonly paneId: string;
}

export interface OpenOptions extends Printing {
  /** The command and its arguments, as they are: no shell is asked. */
  readonly words: readonly string[];
  /** What stood before `--`, where nothing should. */
  readonly stray: readonly string[];
  readonly cli: OpenSpec['cli'];
  readonly cols: number;
  readonly rows: number;
  readonly readOnly: boolean;
}

/** Starts a host if need be, and prints the id of the pane, alone. */
export async function runPaneOpen(options: OpenOptions, io: Io): Promise<number> {
  const [command = '', ...args] = options.words;
  const { stray } = options;
  if (command === '' || stray.length > 0) return complain([noCommand(stray)], options.json, io);
  const host = await hostOf(io);
  if (!host.ok) return complain(host.problems, options.json, io);
  const { link } = host.value;
  const { cli, cols, rows, readOnly } = options;
  const spec = { command, args, cwd: io.cwd, env: envOf(io), cols, rows, cli, readOnly };
  try {
    const opened = await link.ask({ do: 'pane.open', spec }, openedSchema);
    return printAnswer(opened, options, io, ({ paneId }) => `${paneId}\n`);
  } finally {
    link.close();
  }
}

export function runPaneList(printing: Printing, io: Io): Promise<number> {
  return askHost(
    { do: 'pane.list' },
    paneListSchema,
    printing,
    io,
    ({ panes, bridge }, palette) => {
      const table = paneTable(panes, io.stdout.columns, palette);
      return `${table}${palette.faint(`bridge: ${bridgeText(bridge)}`)}\n`;
    },
  );
}

export interface InjectOptions extends PaneOptions {
  /** `-` is standard input. */
  readonly text: string;
  readonly wait: boolean;
  readonly critical: boolean;
  readonly lossy: boolean;
}

/**
 * Prints the verdict, and with `wait` the terminal event. Returns the exit status: 0 when it is
 * allowed or waits for its turn, with `wait` when it is verified; 1 when it is not; 2 with problems.
 */
export function runPaneInject(options: InjectOptions, io: Io): Promise<number> {
  return withHost(options, io, async (link) => {
    const { paneId, critical, wait, json } = options;
    const read = await textOf(options.text, io, options.lossy);
    if (!read.ok) return complain(read.problems, json, io);
    const text = read.value;
    const lossyPolicy = options.lossy ? 'allow' : 'refuse';
    const asked = { do: 'pane.inject', paneId, text, critical, lossyPolicy } as const;
    const injected = await link.ask(asked, injectedSchema);
    if (!injected.ok) return complain(injected.problems, json, io);
    const { correlationId, decision } = injected.value;
    if (!json && options.quiet !== true) {
      io.stdout.write(
        `${verdictText(injected.value)}${deadText(injected.value)}${safeText(injected.value)}`,
      );
    }
    const isRefused = decision !== 'allowed' && decision !== 'deferred';
    const ended =
      wait && correlationId !== null
        ? await link.ask({ do: 'pane.await', correlationId }, endedSchema)
        : succeed(null);
    if (!ended.ok) return complain(ended.problems, json, io);
    const end = ended.value;
    if (json) io.stdout.write(`${JSON.stringify({ ...injected.value, end }, null, 2)}\n`);
    else if (end !== null && options.quiet !== true) io.stdout.write(injectionEndText(end));
    const isDone = end === null ? !isRefused : end.type === 'inject.verified';
    return isDone ? exitCodes.pass : exitCodes.weakness;
  });
}

export interface TypeOptions extends PaneOptions {
  readonly text: string;
  readonly enter: boolean;
}

export function runPaneType(options: TypeOptions, io: Io): Promise<number> {
  return withHost(options, io, async (link) => {
    const read = await textOf(options.text, io, false);
    if (!read.ok) return complain(read.problems, options.json, io);
    const data = options.enter ? `${read.value}\r` : read.value;
    const { paneId } = options;
    const typed = await link.ask({ do: 'pane.type', paneId, data }, nothingSchema);
    const answer = typed.ok ? succeed({ paneId, typed: data.length }) : typed;
    return printAnswer(answer, options, io, () => '');
  });
}

export interface ResizeOptions extends PaneOptions {
  readonly cols: number;
  readonly rows: number;
}

export function runPaneResize(options: ResizeOptions, io: Io): Promise<number> {
  const { paneId, cols, rows } = options;
  const asked = { do: 'pane.resize', paneId, cols, rows } as const;
  return askHost(asked, injectedSchema, options, io, verdictText);
}

export interface KillOptions extends PaneOptions {
  readonly signal: string;
  readonly graceMs: number;
}

export function runPaneKill(options: KillOptions, io: Io): Promise<number> {
  const { paneId, signal, graceMs } = options;
  const asked = { do: 'pane.kill', paneId, signal, graceMs } as const;
  return askHost(asked, doneSchema, options, io, outcomeText);
}

export function runPaneRestart(options: PaneOptions, io: Io): Promise<number> {
  const { paneId } = options;
  return askHost({ do: 'pane.restart', paneId }, openedSchema, options, io, ({ pid }) => {
    return `Pane ${printable(paneId)} runs again: process ${pid}.\n`;
  });
}

export function runPaneClose(options: PaneOptions, io: Io): Promise<number> {
  const asked = { do: 'pane.close', paneId: options.paneId } as const;
  return askHost(asked, doneSchema, options, io, ({ paneId, outcome }) => {
    const end = outcome === null ? '' : `; its program ${endText(outcome)}`;
    return `Pane ${printable(paneId)} is closed${end}.\n`;
  });
}

export function runPaneScreen(options: PaneOptions, io: Io): Promise<number> {
  const asked = { do: 'pane.screen', paneId: options.paneId } as const;
  return askHost(asked, sightSchema, options, io, ({ rows }) => {
    const last = rows.findLastIndex((row) => row.trim() !== '');
    return rows
      .slice(0, last + 1)
      .map((row) => `${printable(row)}\n`)
      .join('');
  });
}

export function runPaneExplain(options: PaneOptions, io: Io): Promise<number> {
  const asked = { do: 'pane.explain', paneId: options.paneId } as const;
  return askHost(asked, explanationSchema, options, io, (told) => explainText(told, paletteOf(io)));
}

/** `-` is standard input; bytes that are no text are replaced only where that is allowed. */
async function textOf(given: string, io: Io, lossy: boolean): Promise<Result<string>> {
  if (given !== '-') return succeed(given);
  const decoder = new TextDecoder('utf-8', { fatal: !lossy, ignoreBOM: true });
  try {
    // The line end that an editor or `echo` puts last is no part of what is said.
    return succeed(decoder.decode(await io.readStdin()).replace(/\r?\n$/, ''));
  } catch (error) {
    if (error instanceof TypeError) return refuse([notText]);
    throw error;
  }
}

const notText: Problem = {
  code: 'NOT_UTF8',
  message: 'Expected UTF-8 text on standard input, got bytes that are none.',
  where: { path: '-' },
  hint: 'Try `iconv` first; `ambush pane inject --lossy` replaces each of them by U+FFFD.',
};

function envOf({ env }: Io): Record<string, string> {
  const known = Object.entries(env).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Record<string, string>;
}

function verdictText({ decision, reasons, eventId }: Injected): string {
  const lines = reasons.map(({ contractId, detail }) => `  ${contractId}: ${printable(detail)}\n`);
  const id = eventId === null ? '' : ` (${eventId.slice(0, 8)})`;
  return `${decision}${id}\n${lines.join('')}`;
}

/** What helps one that waits for a program which has ended. */
function deadText({ paneId, decision, outcome }: Injected): string {
  if (decision !== 'deferred' || !outcome) return '';
  const id = printable(paneId);
  return `  The program ${endText(outcome)}: \`ambush pane restart ${id}\` lets it go on.\n`;
}

/** Three refusals make the whole host careful, which whoever caused the third should know. */
function safeText({ decision, safeMode }: Injected): string {
  if (!safeMode || decision === 'allowed') return '';
  const calm = `${quietMs / 1_000} s without a violation`;
  return `  Safe mode is on: injections into all panes wait until ${calm}, or \`ambush safe-mode off\`.\n`;
}

function injectionEndText({ type, payload }: InjectionEnd): string {
  const { reason, evidence, attempts } = payload;
  const why = [reason, evidence].filter((each) => typeof each === 'string').map(String);
  const tried = typeof attempts === 'number' && attempts > 1 ? [`${attempts} attempts`] : [];
  const more = [...why, ...tried].map(printable).join(', ');
  return more === '' ? `${type}\n` : `${type}: ${more}\n`;
}

function outcomeText({ paneId, outcome }: Done): string {
  return `Pane ${printable(paneId)} ${outcome === null ? 'has ended' : endText(outcome)}.\n`;
}

function noCommand(stray: readonly string[]): Problem {
  const got = stray.length === 0 ? 'none' : `${JSON.stringify(stray.join(' '))} before it`;
  return {
    code: 'NO_COMMAND',
    message: `Expected a command after --, got ${got}.`,
    where: { path: '-- COMMAND' },
    hint: `Try \`ambush pane open -- ${stray.join(' ') || 'bash'}\`.`,
  };
}
