/**
 * One operation on a pane at a time: a quick second one waits its turn. A second submitter within
 * the same operation is no queue but a double submit (incident 14): blocked, and a violation.
 *
 * @spec kernel 5.2 8
 */
import type { Contract, Precondition } from '../contract.ts';

const oneSubmitter: Precondition = (event, _vector, { submitter }) =>
  event.type === 'resize.requested' ||
  submitter === null ||
  submitter === event.source || {
    detail: `second submitter in one correlation: ${event.source} after ${submitter}`,
    action: 'block',
  };

const noOtherOperation: Precondition = (event, { activity }) =>
  event.type === 'inject.submit.requested' ||
  (activity !== 'injecting' && activity !== 'resizing') || {
    detail: `${activity} is under way`,
    action: 'defer',
  };

export const ownershipExclusive: Contract = {
  id: 'ownership-exclusive',
  version: 1,
  owner: 'kernel',
  appliesTo: ['inject.requested', 'inject.submit.requested', 'resize.requested'],
  preconditions: [oneSubmitter, noOtherOperation],
  reads: ['type', 'source', 'submitter', 'activity'],
  severity: 'block',
  action: 'block',
  fallbackAction: 'block and say so',
  mode: 'enforced',
  emitOnViolation: 'contract.violation',
  bypass: 'none',
};
