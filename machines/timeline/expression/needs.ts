/**
 * Which events an expression needs to have begun, or to be over, before it can be true at all: those
 * that make it false while they wait, whatever else is known.
 *
 * @spec timeline phase 2
 */
import type { Expression, Scope } from './expression.ts';
import { compileExpression } from './load.ts';

export interface Need {
  readonly eventId: string;
  /** It must be over; else it must have begun. */
  readonly isOver: boolean;
}

/** What is known of an event that waits, and of one that plays; a crash is known while it does. */
const waiting = [{ state: 'pending', outcome: 'none' }] as const;
const playing = [
  ...['armed', 'starting', 'running', 'stopping'].map((state) => ({ state, outcome: 'none' })),
  ...['running', 'stopping'].map((state) => ({ state, outcome: 'crash' })),
];

export function needsOf({
  eventIds,
  evaluate,
}: Pick<Expression, 'eventIds' | 'evaluate'>): readonly Need[] {
  const isFalse = (id: string, event: { state: string; outcome: string }): boolean =>
    evaluate({ signals: {}, windows: {}, events: { [id]: event } }).value === false;
  return eventIds.flatMap((eventId): readonly Need[] => {
    if (!waiting.every((event) => isFalse(eventId, event))) return [];
    return [{ eventId, isOver: playing.every((event) => isFalse(eventId, event)) }];
  });
}

/** The same of a text; nothing for one that cannot be read, which is told elsewhere. */
export function createNeeds(scope: Scope): (text: string) => readonly Need[] {
  return (text) => {
    if (!text.includes('event')) return [];
    const compiled = compileExpression(text, scope);
    return compiled.ok ? needsOf(compiled.value) : [];
  };
}
