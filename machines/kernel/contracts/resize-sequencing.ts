/**
 * Fitting happens on a visible pane only, and never between the first write and the end of an
 * injection (incident 19). Stale wishes are merged into the last.
 *
 * @spec kernel 4.2 8
 */
import type { Contract, Precondition } from '../contract.ts';

const paneIsVisible: Precondition = (_event, _vector, { visible }) =>
  visible || { detail: 'pane_hidden', action: 'skip' };

const noInjection: Precondition = (event, { activity }) =>
  event.type === 'resize.requested' ||
  activity !== 'injecting' || { detail: 'an injection is under way', action: 'defer' };

export const resizeSequencing: Contract = {
  id: 'resize-sequencing',
  version: 1,
  owner: 'kernel',
  appliesTo: ['resize.requested', 'resize.started', 'pty.resize.requested'],
  preconditions: [paneIsVisible, noInjection],
  reads: ['type', 'visible', 'activity'],
  severity: 'block',
  action: 'skip',
  fallbackAction: 'skip the fit; the last size follows when the pane is free and seen',
  mode: 'enforced',
  emitOnViolation: 'fit.skipped',
  bypass: 'none',
};
