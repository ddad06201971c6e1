/**
 * The way back to the head: answers in order, to every listener, and never from within `send`,
 * because whoever sends is in the middle of a turn.
 *
 * @spec kernel 7.3
 */
import type { HandsAnswer } from '../../machines/hands/messages.ts';
import type { Clock } from '../../runtime/host/host.ts';

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
  const tell = (): void => {
    if (isTelling) return;
    isTelling = true;
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        for (const listener of listeners) listener(next);
      }
    } finally {
      isTelling = false;
    }
  };
  return {
    give(answer) {
      queue.push(answer);
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
