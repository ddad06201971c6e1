/**
 * What an expression may ask about the pane of the target and about the kernel behind it. They are
 * there in timelines that run their program in a pane.
 *
 * @spec kernel 4.1
 * @spec timeline phase 2
 */
import { paneIds } from '../input/input.ts';
import type { SignalDeclaration } from './signals.ts';

export const compactingStates = ['none', 'suspected', 'confirmed', 'cooldown'] as const;
export type Compacting = (typeof compactingStates)[number];

const count = { type: 'double', unit: '', min: 0 } as const;

/** What `pane("1")` has. */
const fields: Readonly<Record<string, Omit<SignalDeclaration, 'name'>>> = {
  compacting: {
    type: 'string',
    unit: '',
    words: compactingStates,
    says: 'Whether the program compacts its context, as far as its screen and its hooks tell.',
  },
  queue_depth: { ...count, says: 'Inputs that wait for a gate of the pane.' },
  injections_failed: {
    ...count,
    says: 'Inputs into the pane that were not seen to be taken: failed, dropped, or of unknown outcome.',
  },
};

export const paneFields = Object.keys(fields);

/** As an expression names it. */
export function paneSignal(paneId: string, field: string): string {
  return `pane("${paneId}").${field}`;
}

export const paneSignals: readonly SignalDeclaration[] = [
  ...paneIds.flatMap((id) =>
    Object.entries(fields).map(([field, rest]) => ({ name: paneSignal(id, field), ...rest })),
  ),
  { name: 'injections_failed', ...count, says: 'The same over all panes.' },
  {
    name: 'safe_mode',
    type: 'bool',
    unit: '',
    says: 'Whether the kernel is in safe mode: it then holds back all but recovery intents.',
  },
];

export const paneSignalNames: ReadonlySet<string> = new Set(paneSignals.map(({ name }) => name));

/** What they are at one tick. */
export interface PaneFigures {
  readonly compacting: Compacting;
  readonly queueDepth: number;
  readonly injectionsFailed: number;
}

export function paneSignalsAt(
  panes: Readonly<Record<string, PaneFigures>>,
  safeMode: boolean,
): Readonly<Record<string, number | boolean | string>> {
  const all = Object.entries(panes).flatMap(([id, figures]) => [
    [paneSignal(id, 'compacting'), figures.compacting],
    [paneSignal(id, 'queue_depth'), figures.queueDepth],
    [paneSignal(id, 'injections_failed'), figures.injectionsFailed],
  ]);
  const failed = Object.values(panes).reduce((sum, one) => sum + one.injectionsFailed, 0);
  return { ...Object.fromEntries(all), injections_failed: failed, safe_mode: safeMode };
}
