/**
 * Which events of a plan can never start on this host, and why: figures that it does not tell, lives
 * that the program does not have, hangs that nobody asks about, and whoever follows from those.
 *
 * @spec timeline phase 2
 */
import type { Expression } from '../expression/expression.ts';
import type { TargetPolicy } from '../timeline.ts';
import type { GraphEvent } from './causal-graph.ts';
import { endText, type StartWish, type WantedOutcome, type Wish } from './wish.ts';

export interface ReachInput {
  readonly events: readonly GraphEvent[];
  readonly target: Pick<TargetPolicy, 'ready' | 'restart'>;
  /** Signals of which this host has no figure. */
  readonly silent: ReadonlySet<string>;
  readonly expressionOf: (text: string) => Expression | null;
}

/** Counts of lives are tried one by one; more say nothing new. */
const livesTriedMax = 40;
const lifeSignals: ReadonlySet<string> = new Set(['crashes', 'exits', 'restarts']);

/** Why, by id. */
export function unreachableIn(input: ReachInput): ReadonlyMap<string, string> {
  const known = new Map<string, string | null>();
  const byId = new Map(input.events.map((event) => [event.id, event]));
  const { restart, ready } = input.target;
  const livesMax = 1 + (restart.policy === 'never' ? 0 : restart.atMost);
  const canHang = ready !== undefined && !('output' in ready);

  function whyNot(id: string): string | null {
    const found = known.get(id);
    if (found !== undefined) return found;
    // Circles are refused with the file; here they only must not go on for ever.
    known.set(id, null);
    const start = byId.get(id)?.start;
    const why = start === undefined ? null : whyNoStart(start);
    known.set(id, why);
    return why;
  }

  function whyNoStart({ when, after }: StartWish): string | null {
    const links = after.map(({ from }) => firstOf(from.map(whyNoEnd)));
    if (links.length > 0 && links.every((why) => why !== null)) return links[0] ?? null;
    return when === null ? null : whyNever(when);
  }

  function whyNoEnd(end: { eventId: string; outcome: WantedOutcome }): string | null {
    if (whyNot(end.eventId) !== null) return `${end.eventId} can never start`;
    if (end.outcome !== 'hang' || canHang) return null;
    return `nobody would see ${endText(end)}: that takes ready: { tcp } or { http }`;
  }

  function whyNever(wish: Wish): string | null {
    switch (wish.is) {
      case 'ended':
        return whyNoEnd(wish);
      case 'all':
        return firstOf(wish.of.map(whyNever));
      case 'any': {
        const whys = wish.of.map(whyNever);
        return whys.every((why) => why !== null) ? (whys[0] ?? null) : null;
      }
      case 'holds':
        return whyFalse(wish.text, input, livesMax);
    }
  }

  const found = input.events.map(({ id }) => [id, whyNot(id)] as const);
  return new Map(found.flatMap(([id, why]) => (why === null ? [] : [[id, why] as const])));
}

function firstOf(whys: readonly (string | null)[]): string | null {
  return whys.find((why) => why !== null) ?? null;
}

/** Why an expression is false whatever happens. */
function whyFalse(
  text: string,
  { expressionOf, silent, target }: ReachInput,
  livesMax: number,
): string | null {
  const expression = expressionOf(text);
  if (expression === null) return null;
  const windowed = expression.windows.map(({ signal }) => signal);
  const signals = [...new Set([...expression.signals, ...windowed])];
  if (signals.length > 0 && signals.every((name) => silent.has(name))) {
    return `this host has no figure of ${signals.join(' and ')}`;
  }
  const isOfLives =
    signals.length > 0 && signals.every((name) => lifeSignals.has(name)) && windowed.length === 0;
  if (!isOfLives || expression.eventIds.length > 0 || couldHold(expression, livesMax)) return null;
  const lives = livesMax === 1 ? 'one life' : `${livesMax} lives at most`;
  return `the program has ${lives} (restart: ${target.restart.policy})`;
}

/** Every count of ends that so many lives can come to is tried. */
function couldHold(expression: Expression, livesMax: number): boolean {
  if (livesMax > livesTriedMax) return true;
  for (let crashes = 0; crashes <= livesMax; crashes += 1) {
    for (let exits = 0; crashes + exits <= livesMax; exits += 1) {
      for (let restarts = 0; restarts < livesMax; restarts += 1) {
        const signals = { crashes, exits, restarts };
        if (expression.evaluate({ signals, events: {}, windows: {} }).value === true) return true;
      }
    }
  }
  return false;
}
