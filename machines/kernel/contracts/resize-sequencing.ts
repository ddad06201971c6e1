/**
 * Fitting happens on a visible pane only, and never between the first write and the end of an
 * injection (incident 19). Stale wishes are merged into the last.
 *
 * @spec kernel 4.2 8
 */
import type { Contract, Precondition } from '../contract.ts';

const paneIsVisible: Precondition = (_event, _vector, { visible }) =>
  visible || { detail: 'pane_hidden', action: 'skip' };

/** A lost link hides an injection that is under way from the activity: the fact counts. */
const noInjection: Precondition = (event, _vector, { injecting }) =>
  event.type === 'resize.requested' ||
  !injecting || { detail: 'an injection is under way', action: 'defer' };

export const resizeSequencing: Contract = {
  id: 'resize-sequencing',
  version: 1,
  owner: 'kernel',
  appliesTo: ['resize.requested', 'resize.started', 'pty.resize.requested'],
  preconditions: [paneIsVisible, noInjection],
  reads: ['type', 'visible', 'injecting'],
  severity: 'block',
  action: 'skip',
  fallbackAction: 'skip the fit; the last size follows when the pane is free and seen',
  mode: 'enforced',
  emitOnViolation: 'fit.skipped',
  bypass: 'none',
};
