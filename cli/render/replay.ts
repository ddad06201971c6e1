/**
 * What a replay came to: the same, with the fingerprints that prove it, or every verdict that
 * differs, what it was and what it is now, and by which contract.
 *
 * @spec kernel 5.3
 */
import type { ContractChange, Difference, Replayed } from '../../actors/replay/replay.ts';
import type { IntentTrail, TrailVerdict } from '../../machines/record/verdict-trail.ts';
import type { Palette } from './palette.ts';
import { printable } from './printable.ts';
import { countText, lengthText, offsetText } from './units.ts';

/** Below this a line of a difference is broken after its decision. */
const labelColumns = 12;

export function replayText(
  replayed: Replayed,
  file: string,
  columns: number,
  palette: Palette,
): string {
  const { inputs, lastMs, isWhole, intents, differences, contracts, isSame } = replayed;
  const cut = isWhole ? '' : ', then the log ends';
  const head = `${printable(file)}: ${countText(inputs, 'input')} in ${lengthText(lastMs)}${cut}`;
  const found = isSame
    ? palette.good('same verdicts, same hash')
    : differences.length > 0
      ? palette.bad(`${differences.length} of ${countText(intents, 'intent')} decided otherwise`)
      : palette.bad(`same verdicts, other events`);
  const parts = [
    head,
    ...contracts.map((one) => changeText(one, palette)),
    '',
    found,
    ...hashes(replayed, palette),
    ...differences.flatMap((one) => ['', ...differenceLines(one, columns, palette)]),
  ];
  return `${parts.join('\n')}\n`;
}

export function replayJson(replayed: Replayed): string {
  return `${JSON.stringify(replayed, null, 2)}\n`;
}

function changeText({ id, recorded, now }: ContractChange, palette: Palette): string {
  const said = ({ version, mode }: ContractChange['now']) =>
    `version ${version} ${mode === 'shadow' ? 'on trial' : 'enforced'}`;
  const name = palette.strong(printable(id));
  if (!recorded) return `contract ${name}: ${said(now)}, new to the session`;
  const isSame = recorded.version === now.version && recorded.mode === now.mode;
  if (isSame) return `contract ${name}: ${said(now)}, as recorded`;
  return `contract ${name}: recorded ${said(recorded)}, now ${palette.doubtful(said(now))}`;
}

function hashes({ verdicts, events, isSame }: Replayed, palette: Palette): readonly string[] {
  const row = (noun: string, { count, hash }: { count: number; hash: string }) =>
    `${noun.padEnd(8)} ${String(count).padStart(5)}  ${palette.faint(hash)}`;
  const both = ([noun, { recorded, now }]: readonly [string, Replayed['verdicts']]) =>
    recorded.hash === now.hash ? [row(noun, now)] : [row(noun, recorded), row('  now', now)];
  // With other contracts more may be said; the verdicts are what counts.
  const rows: (readonly [string, Replayed['verdicts']])[] = [['verdicts', verdicts]];
  if (!isSame || events.recorded.hash === events.now.hash) rows.push(['events', events]);
  return rows.flatMap(both);
}

function differenceLines(
  { recorded, now }: Difference,
  columns: number,
  palette: Palette,
): readonly string[] {
  const { number, atMs, intent, eventId } = recorded;
  const what = intent
    ? `${intent.type}  pane ${intent.paneId}  ${intent.source}`
    : 'refused before it was an event';
  const id = eventId ? `  ${palette.faint(eventId.slice(0, 8))}` : '';
  return [
    `  #${number}  ${offsetText(atMs)}  ${printable(what)}${id}`,
    ...trailLines('recorded', recorded, columns, palette.faint),
    ...trailLines('now', now, columns, palette.strong),
  ];
}

function trailLines(
  label: string,
  trail: IntentTrail | null,
  columns: number,
  paint: (text: string) => string,
): readonly string[] {
  const steps = trail?.verdicts ?? [];
  if (steps.length === 0) return [`      ${label.padEnd(8)}  ${paint('nothing was decided')}`];
  return steps.flatMap((step, at) => {
    const when = at === 0 ? label : offsetText(step.atMs);
    const [first = '', ...rest] = wrapped(stepText(step), columns - 6 - labelColumns);
    const lines = [`      ${when.padEnd(8)}  ${paint(first)}`];
    return [...lines, ...rest.map((text) => `${' '.repeat(16)}${paint(text)}`)];
  });
}

function stepText({ verdict, reasons }: TrailVerdict): string {
  const why = (reasons as readonly { contractId?: unknown; detail?: unknown }[]).map(
    ({ contractId, detail }) => {
      const told = typeof detail === 'string' ? `: ${detail}` : '';
      return `${String(contractId)}${told}`;
    },
  );
  return printable([verdict, ...(why.length > 0 ? [`by ${why.join('; ')}`] : [])].join(' '));
}

/** Broken at blanks; a longer word stays whole. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
