/**
 * Who may have a screen drawn now. All panes share one process: parsing goes round in small slices
 * within a budget, whoever has little first, so that a flood elsewhere neither blocks the loop nor
 * keeps a quiet pane waiting.
 *
 * @spec kernel 7.6
 */
import type { Clock } from '../../runtime/host/host.ts';

/** Longest stretch of parsing before everything else has its turn. */
export const budgetMs = 8;
/** What is left for the others between two stretches. */
const restMs = 2;

export interface Parser {
  /** Bytes that wait. */
  waiting(): number;
  /** Parses one slice of them. */
  parse(): void;
}

export interface ParseRota {
  /** Something waits. */
  wake(parser: Parser): void;
  forget(parser: Parser): void;
}

export function createParseRota(clock: Clock): ParseRota {
  /** In the order of their turns. */
  const waiting = new Set<Parser>();
  let isDue = false;

  function stretch(): void {
    isDue = false;
    const untilMs = clock.monotonicMs() + budgetMs;
    for (let next = pick(); next !== undefined; next = pick()) {
      waiting.delete(next);
      next.parse();
      if (next.waiting() > 0) waiting.add(next);
      if (clock.monotonicMs() >= untilMs) break;
    }
    if (waiting.size > 0) arm(restMs);
  }

  function arm(delayMs: number): void {
    if (isDue) return;
    isDue = true;
    clock.setTimeout(stretch, delayMs);
  }

  /** The one with the least among those who wait longest. */
  function pick(): Parser | undefined {
    let best: Parser | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const one of waiting) {
      const bytes = Math.max(smallBytes, one.waiting());
      if (bytes < least) [best, least] = [one, bytes];
      if (least === smallBytes) break;
    }
    return least <= smallBytes ? best : waiting.values().next().value;
  }

  return {
    wake(parser) {
      waiting.add(parser);
      arm(0);
    },
    forget: (parser) => void waiting.delete(parser),
  };
}

/** Whoever has no more than this is served before the floods. */
const smallBytes = 8 * 1024;
