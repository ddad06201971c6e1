/**
 * Invariant 55, for events that a signal modulates: what is asked of them follows the signal at every
 * tick, from one end at the lower bound to the other at the upper one, and stays where it was while
 * there is no figure.
 *
 * @spec reliability invariants
 */
import type { History } from './history.ts';
import type { PlayedTimeline } from './play-timeline.ts';

/** Told at the tick, and in force well before the next. */
const followsMs = 500;
/** Changes below this share of the way need not be told. */
const untold = 0.01;

export function* modulationFaults(
  { model, plan, events }: PlayedTimeline,
  history: History,
): Generator<string> {
  const lagMs = 2 * Math.max(0, ...model.faults.lagsMs);
  for (const { id, axis, sideChain: ends } of plan.events) {
    const own = model.events.find((one) => one.id === id);
    const chain = own?.sideChain;
    const mayGiveWay = model.rules.some((rule) => rule.axis === axis);
    const isDeaf = model.faults.stress[id]?.ignoresAdjust === true;
    if (!chain || !ends || mayGiveWay || isDeaf) continue;
    const levels: { readonly atMs: number; readonly level: number }[] = [
      { atMs: Number.NEGATIVE_INFINITY, level: ends.from },
    ];
    for (const { place, sample } of history.samples) {
      const figure = history.look(place, sample.atMs).figure(chain.by);
      const [low, high] = chain.between;
      if (figure === null) continue;
      const share = Math.min(1, Math.max(0, (figure - low) / (high - low)));
      levels.push({ atMs: sample.atMs, level: ends.from + share * (ends.to - ends.from) });
    }
    const slack = untold * Math.abs(ends.to - ends.from) + 1e-9;
    for (const { type, payload } of events) {
      if (type === 'run.stop.requested') break;
      if (type !== 'stressor.measured' || payload.clipId !== id) continue;
      const [atMs, asked] = [Number(payload.atMs), Number(payload.asked)];
      // The one before the span is in force when it begins.
      const first = levels.findLastIndex((one) => one.atMs <= atMs - followsMs - lagMs);
      const within = levels
        .slice(Math.max(0, first))
        .filter((one) => one.atMs <= atMs)
        .map(({ level }) => level);
      const [least, most] = [Math.min(...within), Math.max(...within)];
      if (asked >= least - slack && asked <= most + slack) continue;
      yield `${id} asks ${asked} at ${atMs}, and ${chain.by} asks for ${least} to ${most}`;
      break;
    }
  }
}
