/**
 * The laws of input lanes: there is a terminal to type into, and the pane that a lane names is it.
 *
 * @spec timeline language
 */
import type { Problem } from '../../kernel/problem.ts';
import type { TimelineInput } from '../schema.ts';
import { oneOf, showText } from '../show.ts';
import { placeOf, type SourceDocument } from '../source.ts';
import { didYouMean } from '../suggest.ts';
import { paneIds, targetPaneId } from './input.ts';

export function inputProblems(document: SourceDocument, input: TimelineInput): Problem[] {
  const hasTerminal = input.target?.pane !== undefined;
  return (input.tracks ?? []).flatMap((track, at): Problem[] => {
    if ('axis' in track) return [];
    const where = placeOf(document, ['tracks', at, 'pane']);
    if (!paneIds.includes(track.pane)) {
      const shown = paneIds.map(showText);
      const message = `Expected the pane of the target, ${oneOf(shown)}; got ${showText(track.pane)}.`;
      const hint = didYouMean(track.pane, paneIds) ?? `Try ${showText(targetPaneId)}.`;
      return [{ code: 'UNKNOWN_PANE', message, where, hint }];
    }
    if (hasTerminal) return [];
    const message = 'Expected a target in a pane, to type into; got one with plain pipes.';
    return [
      {
        code: 'NO_PANE',
        message,
        where,
        hint: 'Try "target: { pane: { cols: 100, rows: 30 } }".',
      },
    ];
  });
}
