/**
 * What it means that the target is well: it runs and is ready, it answers when it is asked, every
 * server that had answered the timeline's own signals does so again, and what the file names holds.
 *
 * @spec timeline phase 2
 */
import type { Evaluation } from '../expression/expression.ts';
import type { UserSignal } from '../signal/user-signal.ts';

export interface Signs {
  /** It runs, and its ready probe has answered in this life. */
  readonly isUp: boolean;
  /** Why it does not answer; null when it does, or has no probe to be asked by. */
  readonly silence: string | null;
  /** Signals that had a figure before, and what they read now. */
  readonly asked: Readonly<Record<string, number | null>>;
  /** What the file names; null where it names nothing. */
  readonly when: Evaluation | null;
}

export interface Wellness {
  readonly isWell: boolean;
  readonly saw: Evaluation['saw'];
}

export function wellness({ isUp, silence, asked, when }: Signs): Wellness {
  const isWell =
    isUp &&
    silence === null &&
    Object.values(asked).every((figure) => figure !== null) &&
    (when === null || when.value === true);
  return { isWell, saw: { up: isUp, answers: silence ?? true, ...asked, ...when?.saw } };
}

/** Those for which a server is asked: no figure means that it does not answer. */
export function askedSignals(signals: readonly UserSignal[]): readonly string[] {
  const servers = ['http', 'tcp', 'prometheus'];
  return signals.filter(({ source }) => servers.includes(source.kind)).map(({ name }) => name);
}
