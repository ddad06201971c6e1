/**
 * A statechart as JSON text: the config that `createMachine(JSON.parse(text)).provide(…)` takes. What
 * the names in it stand for is told in the root's `meta.needs`, so that whoever does not have this
 * package can give them bodies.
 *
 * @spec timeline phase 1
 */
import type { AnyStateMachine } from 'xstate';
import { type Body, bodiesOf, outlineOf } from './outline.ts';

/** What to give to `.provide(…)`, as data. */
export interface Needs {
  readonly actions: Readonly<Record<string, ActionNeed>>;
  /** Names of predicates over the event. */
  readonly guards: readonly string[];
  /** Lengths in milliseconds; null when it is computed. */
  readonly delays: Readonly<Record<string, number | null>>;
}

/** `emit({ type })`, `raise({ type }, { delay, id })`, `cancel(id)`, or a function of one's own. */
export type ActionNeed =
  | { readonly emit: string }
  | { readonly raise: string; readonly delay: string | null; readonly id: string | null }
  | { readonly cancel: string }
  | { readonly custom: true };

export function needsOf(machine: AnyStateMachine): Needs {
  const delays = Object.entries(machine.implementations.delays);
  return {
    actions: Object.fromEntries(bodiesOf(machine).map(([name, body]) => [name, needOf(body)])),
    guards: outlineOf(machine).guards,
    delays: Object.fromEntries(
      delays.map(([name, length]) => [name, typeof length === 'number' ? length : null]),
    ),
  };
}

export function chartJson(machine: AnyStateMachine): string {
  const { id, ...config } = machine.config;
  const whole = { id, meta: { needs: needsOf(machine) }, ...config };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function needOf({ type, event, delay, id, sendId }: Body): ActionNeed {
  if (type === 'xstate.emit' && event) return { emit: event.type };
  if (type === 'xstate.cancel' && sendId !== undefined) return { cancel: sendId };
  if (type === 'xstate.raise' && event) {
    return { raise: event.type, delay: delay ?? null, id: id ?? null };
  }
  return { custom: true };
}
