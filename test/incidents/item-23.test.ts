/**
 * Item 23: the settings dialog froze, because terminals were fitted under it.
 * Goal: no fit while a dialog is open; the last size follows when it is gone.
 * Method: the chain of then, for wishes and for fits, over one pane and over all.
 */
import { expect, it } from 'vitest';
import { createScene } from '../actors/kernel/scene.ts';

const wish = { type: 'resize.requested', paneId: '1', source: 'renderer.js' };

it.each(['1', 'system'])('skips the fit while a dialog lies over %s', (over) => {
  const { kernel, fact, types, chain } = createScene();
  fact('overlay.opened', { overlay: 'settings' }, over);
  const verdict = kernel.submit({ ...wish, payload: { cols: 80, rows: 24 } });
  expect(verdict.decision).toBe('skipped');
  expect(verdict.reasons).toEqual([
    { contractId: 'overlay-fit-exclusion', detail: 'overlay_open' },
  ]);
  expect(chain(verdict.event?.correlationId ?? '')).toEqual(['resize.requested', 'fit.skipped']);
  expect(kernel.query({ type: 'fit.skipped' })[0]?.payload).toEqual({
    reason: 'overlay_open',
    reasons: [
      { contractId: 'overlay-fit-exclusion', detail: 'overlay_open', saw: { overlayOpen: true } },
    ],
  });
  kernel.submit({ ...wish, payload: { cols: 90, rows: 24 } });
  expect(types('resize.coalesced')).toEqual([]);
  fact('overlay.closed', { overlay: 'settings' }, over);
  expect(kernel.query({ type: 'resize.coalesced' })[0]?.payload).toEqual({
    cols: 90,
    rows: 24,
    count: 2,
  });
});

it('does not let a fit be said to have started under a dialog', () => {
  const { kernel, fact, types } = createScene();
  fact('overlay.opened');
  const verdict = kernel.submit({ ...wish, type: 'resize.started', source: 'terminal.js' });
  expect(verdict.decision).toBe('skipped');
  expect(verdict.event?.type).toBe('fit.skipped');
  expect(types('resize.started')).toEqual([]);
  expect(kernel.stats().violations).toBe(0);
});

it('counts a fit that happened all the same as a violation', () => {
  const { kernel, fact, types } = createScene();
  fact('overlay.opened');
  fact('resize.started');
  expect(types('contract.violation')).toEqual(['contract.violation']);
  expect(kernel.stats().violations).toBe(1);
});
