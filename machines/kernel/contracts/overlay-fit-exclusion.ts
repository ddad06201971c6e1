/**
 * No screen is fitted while a dialog covers it (incident 23).
 *
 * @spec kernel 5.2 8
 */
import type { Contract } from '../contract.ts';

export const overlayFitExclusion: Contract = {
  id: 'overlay-fit-exclusion',
  version: 1,
  owner: 'kernel',
  appliesTo: ['resize.started', 'resize.requested'],
  preconditions: [(_event, _vector, { overlayOpen }) => !overlayOpen || { detail: 'overlay_open' }],
  reads: ['overlayOpen'],
  severity: 'block',
  action: 'skip',
  fallbackAction: 'skip the fit; the last size follows when the dialog is gone',
  mode: 'enforced',
  emitOnViolation: 'fit.skipped',
  bypass: 'none',
};
