/**
 * Invariant 55, for what a timeline expects: what became of each expectation is worked out again from
 * the log alone. One that must always hold is broken at the first tick at which it does not, one that
 * must be seen is kept at the first at which it is; all else is judged when the run is over.
 *
 * @spec reliability invariants
 */
import { isDeepStrictEqual } from 'node:util';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import { type Known, type Look, seenBy, truthOf, usualKind } from './expression-oracle.ts';
import type { History } from './history.ts';
import type { ModelExpectation, ModelTimeline } from './model.ts';

interface Verdict {
  readonly judgement: string;
  /** Id of the sample at which it was decided; null when the run was over. */
  readonly cause: string | null;
  /** Null where nothing was ever known. */
  readonly saw: Readonly<Record<string, Known>> | null;
}

export function* expectationFaults(model: ModelTimeline, history: History): Generator<string> {
  const { events } = history;
  if (history.samples.length === 0) return;
  const judged = events.filter(({ type }) => type === 'expectation.judged');
  const isTick = ({ causationId }: Envelope) =>
    events.some(({ type, eventId }) => type === 'sample.taken' && eventId === causationId);
  const closing = judged.find((one) => !isTick(one));
  const closedAt = closing === undefined ? events.length : events.indexOf(closing);
  const stop = events.find(({ type }) => type === 'run.stop.requested')?.payload.reason;
  // A system that refuses the target another life ends the run as well.
  const isRefused = events.some(({ type }) => type === 'target.spawn.failed');
  const isCut = isRefused || ['interrupt', 'abort', 'hands-failed'].includes(String(stop));
  for (const [index, expectation] of model.expect.entries()) {
    const said = judged.filter(({ payload }) => payload.index === index);
    const [told] = said;
    if (said.length !== 1 || !told) {
      yield `expectation ${index} was judged ${said.length} times`;
      continue;
    }
    const due = verdict(expectation, history, closedAt, Number(told.payload.atMs));
    const isOpen = due.cause === null || isLastTick(history, due.cause, closedAt);
    // Whoever interrupts while the run is being ended leaves it open as well.
    const mayBeCut = isCut || model.faults.interruptAtMs !== null;
    const { judgement, saw } = told.payload;
    if (mayBeCut && isOpen && judgement === 'unjudged') continue;
    if (isCut && due.cause === null) yield `expectation ${index} was judged in a run that was cut`;
    if (judgement !== due.judgement) {
      yield `expectation ${index} is ${String(judgement)}, and was due to be ${due.judgement}`;
    } else if ((due.cause ?? closing?.causationId) !== told.causationId) {
      yield `expectation ${index} was judged at another moment than at ${due.cause}`;
    } else if (due.saw !== null && !isDeepStrictEqual({ ...(saw as object) }, { ...due.saw })) {
      yield `expectation ${index} saw ${JSON.stringify(saw)}, and there was ${JSON.stringify(due.saw)}`;
    }
  }
}

/** An abort at a tick comes before what is expected is looked at. */
function isLastTick(history: History, cause: string, closedAt: number): boolean {
  const last = history.samples.findLast(({ place }) => place < closedAt);
  return last !== undefined && history.events[last.place]?.eventId === cause;
}

/** `closedMs`: when the run was over. */
function verdict(
  { is, test }: ModelExpectation,
  history: History,
  closedAt: number,
  closedMs: number,
): Verdict {
  const kind = is === 'usual' ? usualKind(test) : is;
  const ticks = history.samples.filter(({ place }) => place < closedAt);
  const looks: { readonly cause: string | null; readonly look: Look }[] = ticks.map(
    ({ place, sample }) => ({
      cause: history.events[place]?.eventId ?? null,
      look: history.look(place, sample.atMs, null),
    }),
  );
  looks.push({ cause: null, look: history.look(closedAt, closedMs, null) });
  const known = looks.flatMap(({ cause, look }) => {
    const truth = truthOf(test, look);
    return truth === null ? [] : [{ cause, truth, saw: seenBy(test, look) }];
  });
  const decisive =
    kind === 'finally' ? undefined : known.find(({ truth }) => truth === (kind === 'sometimes'));
  const last = decisive ?? known.at(-1);
  if (last === undefined) return { judgement: 'unavailable', cause: null, saw: null };
  const judgement = last.truth ? 'kept' : 'broken';
  return { judgement, cause: decisive?.cause ?? null, saw: last.saw };
}
