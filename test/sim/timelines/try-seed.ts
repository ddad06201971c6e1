/**
 * One seed: it is drawn, played, played again, and judged.
 *
 * @spec reliability simulation
 */
import { drawTimeline } from './draw.ts';
import type { ModelTimeline } from './model.ts';
import { type PlayedTimeline, playTimeline, readModel } from './play-timeline.ts';
import { differences, faultsOf, type TimelineFault } from './timeline-check.ts';

export interface Tried {
  readonly seed: number;
  readonly model: ModelTimeline;
  /** Null for a file that was refused. */
  readonly played: PlayedTimeline | null;
  /** Codes of the problems of a refused file. */
  readonly refused: readonly string[];
  readonly faults: readonly TimelineFault[];
}

export async function trySeed(seed: number): Promise<Tried> {
  const model = drawTimeline(seed);
  if (model.isCircular && readModel(model).ok) {
    const what = 'a circle was not refused';
    return { seed, model, played: null, refused: [], faults: [{ invariant: 56, what }] };
  }
  const playing = await playTimeline(model);
  if (playing.is === 'refused') {
    const refused = playing.problems.map(({ code }) => code);
    const isDue = model.isCircular && refused.includes('CHAIN_CYCLE');
    const what = `a file was refused: ${JSON.stringify(playing.problems.slice(0, 2))}`;
    const faults = isDue || isFair(refused) ? [] : [{ invariant: 56 as const, what }];
    return { seed, model, played: null, refused, faults };
  }
  const { played } = playing;
  const again = await playTimeline(drawTimeline(seed));
  const faults = [
    ...faultsOf(played),
    ...(again.is === 'played' ? differences(played, again.played) : []),
  ];
  return { seed, model, played, refused: [], faults };
}

/** What the draw may get wrong: nothing of it is about circles. */
const fair: ReadonlySet<string> = new Set(['CONDITION_CONSTANT', 'NO_ROOM']);

function isFair(codes: readonly string[]): boolean {
  return codes.every((code) => fair.has(code));
}
