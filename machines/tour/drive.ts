/**
 * Takes tours and probes through a real system. The driver does to the system what an event stands
 * for, and settles when the system has acknowledged it: nobody sleeps, and time is the driver's too.
 *
 * @spec reliability simulation
 */
import type { Letter } from './graph.ts';
import type { Path, Probe } from './tour.ts';

/** What a system shows; what is left out is not compared. */
export interface Sight {
  /** One `region.state` per region, or the one state, as in `Step.to`. */
  readonly state?: readonly string[];
  /** Types of the effects since it was last looked at, in order. */
  readonly effects?: readonly string[];
}

/** The hands of whoever tests. Anything may be a promise; a rejection is told as a difference. */
export interface Driver<System> {
  /** A fresh system in the initial state. */
  readonly start: () => System | PromiseLike<System>;
  /** Does what the letter stands for, and settles when the system has acknowledged it. */
  readonly act: (system: System, letter: Letter) => unknown;
  readonly look: (system: System) => Sight | PromiseLike<Sight>;
  /** Ends a system that is no longer needed. */
  readonly stop?: (system: System) => unknown;
}

/** Where a system left its model. */
export interface Difference {
  /** States passed and letters sent, up to and with the one that failed: `a --go--> b --stop-->`. */
  readonly trail: string;
  readonly expected: Sight;
  /** What was seen, or what was thrown. */
  readonly got: Sight | { readonly thrown: unknown };
}

/** Takes each path on a fresh system, up to its first difference. Empty: it kept to its model. */
export async function walkTour<System>(
  paths: readonly Path[],
  driver: Driver<System>,
): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  for (const path of paths) {
    await withSystem(driver, async (system) => {
      const { difference } = await walkPath(path, driver, system);
      if (difference) found.push(difference);
    });
  }
  return found;
}

/**
 * Goes to the state of each probe and sends what must be ignored there, one letter after the
 * other, and begins again with a fresh system after each difference.
 */
export async function walkProbes<System>(
  probes: readonly Probe[],
  driver: Driver<System>,
): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  for (const { state, way, ignored } of probes) {
    let left = ignored;
    while (left.length > 0) {
      left = await withSystem(driver, async (system) => {
        const { trail, difference } = await walkPath(way, driver, system);
        if (difference) {
          found.push(difference);
          return [];
        }
        for (const [index, letter] of left.entries()) {
          const here = `${trail || state.join(' ')} --${letter.name}-->`;
          const expected = { state, effects: [] };
          const failure = await step(driver, system, letter, expected);
          if (failure === null) continue;
          found.push({ trail: here, expected, got: failure });
          return left.slice(index + 1);
        }
        return [];
      });
    }
  }
  return found;
}

interface Walked {
  readonly trail: string;
  readonly difference?: Difference;
}

async function walkPath<System>(
  path: Path,
  driver: Driver<System>,
  system: System,
): Promise<Walked> {
  let trail = '';
  for (const { letter, from, to, effects } of path) {
    const sent = `${trail || from.join(' ')} --${letter.name}-->`;
    const expected = { state: to, effects };
    const got = await step(driver, system, letter, expected);
    if (got !== null) return { trail: sent, difference: { trail: sent, expected, got } };
    trail = `${sent} ${to.join(' ')}`;
  }
  return { trail };
}

/** Null when the system did as expected. */
async function step<System>(
  { act, look }: Driver<System>,
  system: System,
  letter: Letter,
  expected: Sight,
): Promise<Difference['got'] | null> {
  try {
    await act(system, letter);
    const seen = await look(system);
    return agree(seen.state, expected.state) && agree(seen.effects, expected.effects) ? null : seen;
  } catch (thrown) {
    return { thrown };
  }
}

function agree(seen: readonly string[] | undefined, expected: readonly string[] | undefined) {
  return seen === undefined || expected === undefined || seen.join('\n') === expected.join('\n');
}

async function withSystem<System, Value>(
  { start, stop }: Driver<System>,
  work: (system: System) => Promise<Value>,
): Promise<Value> {
  const system = await start();
  try {
    return await work(system);
  } finally {
    await stop?.(system);
  }
}
