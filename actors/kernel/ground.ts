/**
 * What every part of a live kernel shares: the clock, the voice, the door, the hands.
 */
import type { PaneOrder } from '../../machines/hands/pane-messages.ts';
import type { Verdict } from '../../machines/kernel/verdict.ts';
import type { Clock } from '../../runtime/host/host.ts';
import type { Door } from './door.ts';
import type { LiveWorld } from './live-machine.ts';
import type { Voice } from './voice.ts';

export interface Ground extends LiveWorld {
  readonly clock: Clock;
  readonly voice: Voice;
  readonly door: Door;
  /** How long an intent may wait. */
  readonly ttlMs: number;
  /** Asks the hands once all events so far were delivered; null when whoever submits does the work. */
  readonly order: ((order: PaneOrder) => void) | null;
  /** Hears what was decided of an intent that had to wait. */
  readonly decided: (verdict: Verdict) => void;
}
