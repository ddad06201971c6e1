/**
 * Why an input was not seen to be taken, as a clause for people, from the words of the kernel.
 *
 * @spec timeline reporting
 */
import type { InputOutcome } from '../timeline/condition/wish.ts';

const words: Readonly<Record<string, string>> = {
  ttl_expired: 'it waited for a gate until its time was up',
  compaction_timeout: 'it waited for the compaction to end until its time was up',
  queue_full: 'too many waited already',
  pane_closed: 'the run was over while it waited',
  kernel_stopped: 'the run was over while it waited',
  lossy_transform: 'it could not be carried over whole',
  text_lost: 'its text was lost',
  blocked: 'a contract blocked it',
  verify_timeout: 'the program was not seen to take it',
  write_timeout: 'the terminal did not acknowledge it',
  submit_timeout: 'the submit key was not acknowledged',
  never_shown: 'the program showed nothing of it',
  verification_failed: 'the program did not take it',
  rejected_not_alive: 'the program had ended',
  rejected_terminal_missing: 'its terminal was gone',
  error: 'the program did not read',
};

/** Null for one that was taken, or of which nothing more is known. */
export function reasonText(
  outcome: InputOutcome | null,
  reason: string | null,
  isOpen: boolean,
): string | null {
  if (isOpen) return 'nothing was heard of its end';
  if (outcome === 'verified') return null;
  if (outcome === 'outcome_unknown') return 'nobody knows whether it was taken';
  return reason === null ? null : (words[reason] ?? reason);
}
