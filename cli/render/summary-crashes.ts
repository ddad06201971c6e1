/**
 * Each crash at the end: how, when, under what, what led there, and its last words.
 *
 * @spec timeline reporting
 */
import { stripVTControlCharacters } from 'node:util';
import type { AmbushPart, CrashEntry } from '../../machines/report/ambush.ts';
import type { Palette } from './palette.ts';
import { cut, printable, wrap } from './printable.ts';
import { offsetText } from './units.ts';

/** Crashes told in full; a target that is restarted may crash a thousand times. */
const crashesMax = 3;
/** Last lines of the output that are shown. */
const tailLinesMax = 5;
/** Causes that are shown; the first of them are the start of the run. */
const causesMax = 6;
const labelColumns = 8;

export function crashLines(part: AmbushPart, width: number, palette: Palette): readonly string[] {
  const told = part.crashes.slice(0, crashesMax);
  const more = part.crashes.length - told.length;
  return [
    ...told.flatMap((crash, index) => [
      ...(index === 0 ? [] : ['']),
      ...oneCrash(crash, index + 1, { part, width, palette }),
    ]),
    ...(more > 0 ? ['', palette.faint(`and ${more} more; the report has them all`)] : []),
  ];
}

interface Page {
  readonly part: AmbushPart;
  readonly width: number;
  readonly palette: Palette;
}

function oneCrash(crash: CrashEntry, number: number, page: Page): readonly string[] {
  const { part, width, palette } = page;
  const which = part.crashes.length > 1 ? `Crash ${number}` : 'Crash';
  const life = part.target.lives.length > 1 ? `, life ${crash.life}` : '';
  const title = `${which} at ${offsetText(crash.at_ms)}: ${howText(crash)}${life}`;
  const labelled = (label: string, text: string) =>
    wrap(text, width - labelColumns - 2).map((line, index) =>
      labelLine(index === 0 ? label : '', line, palette),
    );
  const active = crash.active.map(printable).join(', ');
  const causes = crash.causes.slice(-causesMax).map(({ type }) => type);
  const led = crash.chain.length > 1 ? crash.chain.map(printable).join(' -> ') : '';
  return [
    palette.bad(cut(title, width)),
    ...labelled('during', active === '' ? 'no stress' : active),
    ...(led === '' ? [] : labelled('chain', led)),
    ...(causes.length > 1 ? labelled('causes', causes.join(' -> ')) : []),
    ...lastWords(crash, part).map(([label, line]) =>
      labelLine(label, cut(`| ${line}`, width - labelColumns - 2), palette),
    ),
  ];
}

function labelLine(label: string, text: string, palette: Palette): string {
  return `  ${palette.faint(label.padEnd(labelColumns))}${text}`;
}

export function howText({ signal, core, code }: CrashEntry): string {
  if (signal) return `${printable(signal)}${core ? ', core dumped' : ''}`;
  return `exit status ${code ?? 'unknown'}`;
}

/** The last lines of its standard error, else of its output, each with its label. */
function lastWords(crash: CrashEntry, part: AmbushPart): readonly (readonly [string, string])[] {
  const life = part.target.lives.find((one) => one.life === crash.life);
  if (!life) return [];
  const [label, tail] = life.stderr_tail.trim()
    ? ['stderr', life.stderr_tail]
    : ['output', life.output_tail];
  const lines = stripVTControlCharacters(tail)
    .split('\n')
    .map((line) => printable(line.replaceAll('\t', '  ').trimEnd()))
    .filter((line) => line !== '');
  return lines.slice(-tailLinesMax).map((line, index) => [index === 0 ? label : '', line]);
}
