/**
 * The end of a run for a person: the verdict in one word, why, the events, the crashes with their
 * evidence, and what to do next. A fold of the report, so the two cannot disagree.
 *
 * @spec timeline reporting
 */
import type { AmbushPart, SilentSignal } from '../../machines/report/ambush.ts';
import { readerText } from '../../machines/timeline/expression/readers.ts';
import { constraintLines } from './constraint.ts';
import { expectationLines } from './expectations.ts';
import type { Mood, Palette } from './palette.ts';
import { cut, printable, wrap } from './printable.ts';
import { crashLines } from './summary-crashes.ts';
import { eventLines } from './summary-events.ts';
import { inputLines } from './summary-inputs.ts';
import { bytesText, countText, lengthText, offsetText } from './units.ts';

export interface SummaryInput {
  readonly part: AmbushPart;
  readonly columns: number;
  readonly palette: Palette;
  /** What the user called the timeline. */
  readonly file: string;
  readonly written: { readonly output?: string; readonly log?: string };
}

/** Lines longer than this are hard to read, however wide the terminal. */
const widthMax = 120;
/** Reasons beyond these are for the report. */
const reasonsMax = 6;
/** A program given as a long script is cut after so many rows. */
const commandRowsMax = 2;
const indent = '  ';
const labelColumns = 9;

export function summaryText(input: SummaryInput): string {
  const { part, palette } = input;
  const width = Math.max(40, Math.min(widthMax, input.columns)) - indent.length - 1;
  const crashes = crashLines(part, width, palette);
  const expected = expectationLines(part, width, palette);
  const constraint = constraintLines(part, width, palette);
  const inputs = inputLines(part, width, palette);
  const blocks = [
    factLines(input, width),
    ...(part.events.length > 0 || part.injections === undefined
      ? [eventLines(part, width, palette)]
      : []),
    ...(inputs.length > 0 ? [inputs] : []),
    ...(crashes.length > 0 ? [crashes] : []),
    ...(expected.length > 0 ? [expected] : []),
    ...(constraint.length > 0 ? [constraint] : []),
    endLines(input, width),
  ];
  const indented = blocks.map((lines) => lines.map((line) => `${indent}${line}`.trimEnd()));
  return `${[headLines(input, width), ...indented].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const stopped = {
  completed: null,
  interrupted: 'INTERRUPTED',
  aborted: 'ABORTED',
  errored: 'ERROR',
} as const;
const words = { pass: 'PASS', fail: 'WEAKNESS', inconclusive: 'INCONCLUSIVE' } as const;
const moods = { pass: 'good', fail: 'bad', inconclusive: 'doubtful' } as const;

function headLines({ part, palette }: SummaryInput, width: number): readonly string[] {
  const { status, verdict, reasons } = part.run;
  // A weakness that was found stays found, however the run ended.
  const early = verdict === 'fail' ? null : stopped[status];
  const word = early ?? words[verdict];
  const mood: Mood = early ? (status === 'errored' ? 'bad' : 'doubtful') : moods[verdict];
  const more = reasons.length - reasonsMax;
  const why = [
    ...(reasons.length > 0 ? reasons.slice(0, reasonsMax) : [survivedText(part)]),
    ...(more > 0 ? [`${countText(more, 'more reason')}; the report has them all.`] : []),
  ];
  const shown = part.run.rehearsal ? `REHEARSAL: ${word}` : word;
  const columns = shown.length + 2;
  const [first = '', ...rest] = why.flatMap((reason) =>
    wrap(printable(reason), width - columns - 2).map((line, at) => (at === 0 ? line : `  ${line}`)),
  );
  return [
    `${palette.badge(shown, mood)}  ${palette.strong(first)}`,
    ...rest.map((line) => `${' '.repeat(columns)}${line}`),
  ];
}

function survivedText({ events, injections }: AmbushPart): string {
  const played = events.filter(({ state }) => state === 'done').length;
  const taken = injections?.verified ?? 0;
  if (taken === 0) return `The target survived ${countText(played, 'event')} of stress.`;
  const talk = `took ${countText(taken, 'input')}`;
  return played === 0
    ? `The target ${talk}.`
    : `The target survived ${countText(played, 'event')} of stress, and ${talk}.`;
}

function silentText({ signal, until_ms, reason, readers }: SilentSignal): string {
  const until = until_ms === null ? '' : ` until ${offsetText(until_ms)}`;
  return printable(`${signal}${until}, ${reason}: ${readers.map(readerText).join('; ')}`);
}

function factLines({ part, palette }: SummaryInput, width: number): readonly string[] {
  const { run, host, target } = part;
  const lives = target.lives.length > 1 ? `, ${target.lives.length} lives` : '';
  const cleanup = run.cleanup === 'clean' ? 'everything cleaned up' : 'NOT everything cleaned up';
  const when = run.status === 'completed' ? 'in' : 'after';
  const command = cut(target.command.map(printable).join(' '), commandRowsMax * width);
  const size = `${countText(host.cpus, 'core')}, ${bytesText(host.memory_bytes)} of memory`;
  const rehearsal = 'a rehearsal in virtual time: nothing was started, and nothing is proved';
  return [
    ...(run.rehearsal ? labelled('note', rehearsal, width, palette) : []),
    ...labelled('program', `${command}${lives}`, width, palette),
    ...labelled(
      'run',
      `${run.status} ${when} ${lengthText(run.duration_ms)}, seed ${run.seed}, ${cleanup}`,
      width,
      palette,
    ),
    ...labelled('host', `${host.os}, ${size}`, width, palette),
    ...(part.unavailable ?? []).flatMap((one) =>
      labelled('silent', silentText(one), width, palette),
    ),
    ...run.leftovers.flatMap(({ kind, name, reason }) =>
      labelled('left', printable(`${kind} ${name}: ${reason}`), width, palette),
    ),
  ];
}

function endLines(input: SummaryInput, width: number): readonly string[] {
  const { written, palette } = input;
  return [
    ...(written.output ? labelled('report', printable(written.output), width, palette) : []),
    ...(written.log ? labelled('log', printable(written.log), width, palette) : []),
    ...labelled('next', nextText(input), width, palette),
  ];
}

function nextText({ part, file, written }: SummaryInput): string {
  const { verdict, status, seed, cleanup } = part.run;
  const name = printable(file);
  if (part.run.rehearsal) return `Play it for real: ambush run ${name}`;
  if (cleanup === 'leftovers') return 'End or remove by hand what is named above as left.';
  if (status === 'errored' && written.log) {
    return `See how it came to that: ambush events ${printable(written.log)}`;
  }
  if (status === 'errored') return 'Run again with --log to see how it came to that.';
  if (verdict !== 'fail' && status !== 'completed') return `Let it play: ambush run ${name}`;
  if (verdict === 'fail' && !written.output) {
    return `Keep the evidence: ambush run ${name} --output report.json`;
  }
  if (verdict === 'fail') return `Mend the program, then again: ambush run ${name} --seed ${seed}`;
  if (verdict === 'inconclusive') return `See what this host can give: ambush plan ${name}`;
  return `Ask for more: raise an intensity in ${name}`;
}

function labelled(label: string, text: string, width: number, palette: Palette): readonly string[] {
  return wrap(text, width - labelColumns).map(
    (line, index) => `${palette.faint((index === 0 ? label : '').padEnd(labelColumns))}${line}`,
  );
}
