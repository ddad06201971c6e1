/**
 * What a plan waits for besides its events: what aborts it, and figures that it asks for in vain.
 *
 * @spec timeline phase 2
 */
import { wishText } from '../../machines/timeline/condition/wish.ts';
import { readerText } from '../../machines/timeline/expression/readers.ts';
import type { SilentSignal } from '../../machines/timeline/forecast.ts';
import type { Plan } from '../../machines/timeline/timeline.ts';
import type { Palette } from './palette.ts';
import { cut, printable, wrap } from './printable.ts';

/** What aborts the run; none for a plan that names nothing. */
export function abortLines({ abort }: Plan, width: number, palette: Palette): readonly string[] {
  if (abort === undefined) return [];
  return [palette.faint(cut(`  aborted when ${printable(wishText(abort))}`, width)), ''];
}

/** None where this host tells all that is asked. */
export function silentLines(
  silent: readonly SilentSignal[],
  width: number,
  palette: Palette,
): readonly string[] {
  if (silent.length === 0) return [];
  const lines = silent.flatMap(({ signal, readers }) =>
    wrap(printable(`${signal}: ${readers.map(readerText).join('; ')}`), width - 4),
  );
  return [
    palette.faint(cut('  this host has no figure, so that these are false:', width)),
    ...lines.map((line) => `  ${line}`),
    '',
  ];
}
