/**
 * The way back to the head: answers in order, to every listener, and never from within `send`,
 * because whoever sends is in the middle of a turn. Those that wait are bounded: figures are
 * dropped first, and how many is told. What tells a change is never dropped; a run can have only
 * so many of them.
 *
 * @spec kernel 7.3
 */
import type { HandsAnswer } from '../../machines/hands/messages.ts';
import type { Clock } from '../../runtime/host/host.ts';

/** Answers that wait to be told; a turn of the head takes a few milliseconds of them. */
export const answersMax = 10_000;

/** They tell how much there is at a moment, and the next will tell it again. */
const figures: ReadonlySet<HandsAnswer['is']> = new Set([
  'target.output',
  'stressor.measured',
  'sampled',
]);

export interface Answers {
  give(answer: HandsAnswer): void;
  listen(listener: (answer: HandsAnswer) => void): () => void;
  /** Runs the handling of a command; what it answers at once is told in a later turn. */
  during(handle: () => void): void;
}

export function createAnswers(clock: Clock): Answers {
  const listeners = new Set<(answer: HandsAnswer) => void>();
  const queue: HandsAnswer[] = [];
  let depth = 0;
  let isTelling = false;
  let isDue = false;
  let dropped = 0;
  const tell = (): void => {
    if (isTelling) return;
    isTelling = true;
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        for (const listener of listeners) listener(next);
        if (queue.length > 0 || dropped === 0) continue;
        const count = dropped;
        dropped = 0;
        queue.push({ meta: next.meta, is: 'answers.dropped', count });
      }
    } finally {
      isTelling = false;
    }
  };
  return {
    give(answer) {
      if (queue.length >= answersMax && figures.has(answer.is)) dropped += 1;
      else queue.push(answer);
      if (depth === 0 && !isDue) tell();
      else if (!isTelling && !isDue) {
        isDue = true;
        clock.setTimeout(() => {
          isDue = false;
          tell();
        }, 0);
      }
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    during(handle) {
      depth++;
      try {
        handle();
      } finally {
        depth--;
      }
    },
  };
}
