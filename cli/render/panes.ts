/**
 * Panes as people see them: a table of all, and one explained.
 *
 * @spec kernel 4
 */
import type { BridgeFigures, Explained, PaneEnd, PaneRow } from '../../machines/control/values.ts';
import type { Palette } from './palette.ts';
import { cut, pad, printable, widthOf } from './printable.ts';
import { bytesText, countText, lengthText } from './units.ts';

/** How a program is: it runs, or how it ended. */
export function lifeText({ pid, outcome }: Pick<PaneRow, 'pid' | 'outcome'>): string {
  return outcome === null ? `runs (${pid ?? 'starting'})` : endText(outcome);
}

export function endText(outcome: PaneEnd): string {
  switch (outcome.kind) {
    case 'exited':
      return `ended with ${outcome.code}`;
    case 'signalled':
      return `ended by ${printable(outcome.signal)}`;
    case 'lost':
      return 'lost with its hands';
  }
}

/** What holds an injection back, in a few words. */
function gatesOf({ state }: PaneRow): string {
  const { gates, connectivity, activity } = state;
  const words = [
    ...(gates.focusLocked ? ['typing'] : []),
    ...(gates.compacting === 'none' ? [] : [`compaction ${gates.compacting}`]),
    ...(gates.safeMode ? ['safe mode'] : []),
    ...(connectivity.bridge === 'up' ? [] : ['bridge down']),
    ...(connectivity.pty === 'up' ? [] : ['terminal down']),
  ];
  return words.length > 0 ? words.join(', ') : activity;
}

const titles = ['pane', 'program', 'size', 'is', 'state', 'queue', 'looking'];

export function paneTable(panes: readonly PaneRow[], columns: number, palette: Palette): string {
  if (panes.length === 0) return 'No panes. Try `ambush pane open -- COMMAND`.\n';
  const rows = panes.map((pane) => [
    printable(pane.id),
    printable([pane.command, ...pane.args].join(' ')),
    `${pane.cols}x${pane.rows}`,
    lifeText(pane),
    gatesOf(pane),
    `${pane.queue}`,
    `${pane.clients}`,
  ]);
  const widths = titles.map((title, at) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[at] ?? ''))),
  );
  // The command is what gives way on a narrow screen.
  const over = widths.reduce((sum, width) => sum + width + 2, -2) - columns;
  const command = widths[1] ?? 0;
  if (over > 0) widths[1] = Math.max(8, command - over);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => pad(cut(cell, widths[at] ?? 0), widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return [palette.faint(line(titles)), ...rows.map(line)].map((text) => `${text}\n`).join('');
}

export function bridgeText(bridge: BridgeFigures): string {
  if (bridge === null) return 'none: the daemon is gone';
  const { sent, received, dropped, queueDepth, lagMs } = bridge;
  const lag = lagMs === null ? '' : `, ${lagMs} ms behind`;
  return `${sent} sent, ${received} received, ${dropped} dropped, ${queueDepth} waiting${lag}`;
}

/** Why a pane is as it is, one fact a line. */
export function explainText(told: Explained, palette: Palette): string {
  const { pane, gates, queue, focusHolder, typist, active, bytes, bracketedPaste } = told;
  const facts: readonly (readonly [string, string])[] = [
    ['program', `${[pane.command, ...pane.args].join(' ')}, ${lifeText(pane)}`],
    ['screen', `${pane.cols} columns, ${pane.rows} rows${pasteText(bracketedPaste)}`],
    ['state', vectorText(pane)],
    ['gates', gates.length === 0 ? 'all open: an injection would be written now' : ''],
    ['focus', focusText(focusHolder, typist)],
    ['injecting', active ? active.eventId : 'nothing'],
    ['queue', queue.length === 0 ? 'empty' : ''],
    ['printed', bytes ? `${bytesText(bytes.read)}, ${bytesText(bytes.dropped)} not shown` : '-'],
    ['bridge', bridgeText(told.bridge)],
  ];
  const lines = facts.flatMap(([name, text]) => {
    const first = `${palette.strong(pad(name, 10))} ${printable(text)}`.trimEnd();
    if (name === 'gates') return [first, ...gates.map((gate) => reasonLine(gate))];
    if (name === 'queue') return [first, ...queue.map((one, at) => queueLine(one, at))];
    return [first];
  });
  const seen = detectorLines(told.compaction, palette);
  return [palette.strong(`pane ${printable(pane.id)}`), ...lines, ...seen, '']
    .map((line) => `${line}\n`)
    .join('')
    .replace(/\n\n$/, '\n');
}

function pasteText(isOn: boolean | null): string {
  if (isOn === null) return '';
  return isOn ? ', takes pastes as one' : ', takes pastes as keys';
}

function vectorText({ state: { activity, gates, connectivity } }: PaneRow): string {
  const locked = gates.focusLocked ? 'locked' : 'free';
  const safe = gates.safeMode ? 'on' : 'off';
  return `${activity}; focus ${locked}, compaction ${gates.compacting}, safe mode ${safe}; bridge ${connectivity.bridge}, terminal ${connectivity.pty}`;
}

function focusText(holder: string | null, typist: string | null): string {
  if (typist !== null) return `${typist} types`;
  return holder === null ? 'free' : `held by ${holder}`;
}

function reasonLine({ contractId, detail }: { contractId: string; detail: string }): string {
  return `  ${printable(contractId)}: ${printable(detail)}`;
}

function queueLine(one: Explained['queue'][number], at: number): string {
  const why = one.reasons.map(({ contractId }) => contractId).join(', ');
  const left = lengthText(Math.max(0, one.remainingMs));
  return `  ${at + 1}. ${one.eventId.slice(0, 8)} waited ${lengthText(one.waitedMs)}, ${left} left: ${printable(why)}`;
}

/** What the detector sees, whatever shape its explanation has in the hands of this version. */
function detectorLines(compaction: unknown, palette: Palette): readonly string[] {
  if (typeof compaction !== 'object' || compaction === null) return [];
  const state: unknown = Reflect.get(compaction, 'state');
  const because: unknown = Reflect.get(compaction, 'because');
  const evidence: unknown = Reflect.get(compaction, 'evidence');
  const items = Array.isArray(evidence) ? evidence : [];
  const lines = items.slice(0, 8).map((item) => `  ${printable(JSON.stringify(item))}`);
  const more = items.length > 8 ? [`  and ${countText(items.length - 8, 'piece')} more`] : [];
  const why = because === undefined ? '' : `: ${String(because)}`;
  const first = `${palette.strong(pad('detector', 10))} ${printable(`${String(state ?? 'unknown')}${why}`)}`;
  return [first, ...lines, ...more];
}
