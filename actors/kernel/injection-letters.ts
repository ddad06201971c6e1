/**
 * What an answer of the hands, or a fact that is reported, says to the machine of an injection.
 *
 * @spec kernel 3.1 7.7
 */
import type { PaneAnswer } from '../../machines/hands/pane-messages.ts';
import type { InjectionEvent } from '../../machines/pane/injection.machine.ts';

type Letters = Readonly<Record<string, InjectionEvent['type']>>;

export function letterOf(answer: PaneAnswer): InjectionEvent['type'] {
  switch (answer.is) {
    case 'pane.write.acked':
      return 'write.accepted';
    case 'pane.submitted':
      return 'submit.sent';
    case 'pane.verified':
      return 'verification.seen';
    default:
      return 'failure.seen';
  }
}

/** Facts about a text that the hands keep. */
export const keptLetters: Letters = {
  'inject.deferred': 'write.waits',
  'inject.resumed': 'write.resumed',
  'inject.dropped': 'write.dropped',
};

/** Facts that others report of what the kernel drives: evidence, or too late. */
export const reportedLetters: Letters = {
  'inject.verified': 'verification.seen',
  'verify.pass': 'verification.seen',
  'inject.failed': 'failure.seen',
};

/** Refusals of a write that asking again does not change: a read-only pane stays one. */
export const finalStatuses: ReadonlySet<string> = new Set([
  'error',
  'rejected_mode_noninteractive',
]);

export function isEnd(type: string): boolean {
  return type === 'inject.failed' || type === 'inject.dropped';
}
