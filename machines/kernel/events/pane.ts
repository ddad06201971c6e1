/**
 * What lies over a pane, whether it is seen, what its program is busy with, and its vector.
 *
 * @spec kernel 3.4 9.7
 */
import { z } from 'zod';
import { defineEvent } from './definition.ts';

const fact = { lane: 'A', priority: 'lifecycle' } as const;
const overlay = z.strictObject({ overlay: z.string() }).partial();
const confidence = z.number();
const detectorVersion = z.union([z.string(), z.number()]);
/** Some of the state vector, nested as it is. */
const part = z.record(z.string(), z.unknown());

export const paneEvents = {
  'overlay.opened': defineEvent({
    ...fact,
    emitter: 'renderer.js',
    description: 'A dialog covers the pane.',
    payload: overlay,
    safe: ['overlay'],
  }),
  'overlay.closed': defineEvent({
    ...fact,
    emitter: 'renderer.js',
    description: 'The dialog is gone.',
    payload: overlay,
    safe: ['overlay'],
  }),
  'cli.compaction.suspected': defineEvent({
    ...fact,
    emitter: 'terminal.js',
    description: 'The program may be compacting its context.',
    payload: z
      .strictObject({ confidence, detectorVersion, signals: z.array(z.unknown()) })
      .partial(),
    safe: ['confidence', 'detectorVersion', 'signals', 'signals.signal', 'signals.name'],
  }),
  'cli.compaction.started': defineEvent({
    ...fact,
    emitter: 'terminal.js',
    description: 'The program compacts its context; what is typed now would be lost.',
    payload: z
      .strictObject({ confidence, detectorVersion, transitionReason: z.string() })
      .partial(),
    safe: ['confidence', 'detectorVersion', 'transitionReason'],
  }),
  'cli.compaction.ended': defineEvent({
    ...fact,
    emitter: 'terminal.js',
    description: 'The compaction is over, or the suspicion was unfounded.',
    payload: z.strictObject({ durationMs: z.number(), endReason: z.string() }).partial(),
    safe: ['durationMs', 'endReason'],
  }),
  'pane.state.changed': defineEvent({
    ...fact,
    emitter: 'kernel',
    description: 'What changed in the state vector: the parts before and after, never empty.',
    payload: z.strictObject({ from: part, to: part }),
    safe: ['from', 'from.*', 'to', 'to.*'],
  }),
  'pane.visibility.changed': defineEvent({
    ...fact,
    emitter: 'renderer.js',
    description: 'The pane is seen, or hidden.',
    payload: z.strictObject({ visible: z.boolean() }).partial(),
    safe: ['visible'],
  }),
  'ui.longtask.detected': defineEvent({
    lane: 'B',
    priority: 'telemetry',
    emitter: 'renderer.js',
    description: 'The main thread was blocked for more than 50 ms.',
    payload: z.strictObject({ durationMs: z.number() }).partial(),
    safe: ['durationMs'],
  }),
} as const;
