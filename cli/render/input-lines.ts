/**
 * What is typed, told as lines: held back, let go, taken or not; and what the pane is at meanwhile.
 * The kernel's words carry no offset: they are placed by the time of the wall.
 *
 * @spec timeline execution semantics
 */
import type { AmbushEvent } from '../../machines/kernel/events/registry.ts';
import { reasonText } from '../../machines/report/why-not-taken.ts';
import { lengthText } from './units.ts';

export interface InputLine {
  readonly who: string;
  readonly says: string;
  readonly atMs: number;
  readonly mood?: 'bad';
}

const bad = { mood: 'bad' } as const;
const notTaken = { failed: 'was not seen to be taken', dropped: 'was dropped' } as const;

/** Null for what is no transition of an input, or of the pane. */
export function inputTeller(): (event: AmbushEvent) => InputLine | null {
  const ids = new Map<string, string>();
  const suspect = new Set<string>();
  let originTs = 0;
  return (event) => {
    const { correlationId, paneId, ts } = event;
    const id = ids.get(correlationId);
    const atMs = ts - originTs;
    const pane = `pane ${paneId}`;
    switch (event.type) {
      case 'run.origin.set':
        originTs = ts + event.payload.countInMs;
        return null;
      case 'input.due':
        ids.set(correlationId, event.payload.clipId);
        return null;
      case 'inject.deferred': {
        if (id === undefined) return null;
        const by = event.payload.reasons.map(({ contractId }) => contractId).join(', ');
        return { who: id, says: `held back by ${by}`, atMs };
      }
      case 'inject.resumed': {
        if (id === undefined) return null;
        return { who: id, says: `let go after ${lengthText(event.payload.waitedMs)}`, atMs };
      }
      case 'verify.false_positive':
        suspect.add(correlationId);
        return null;
      case 'input.settled':
        return settled(event.payload, suspect.delete(correlationId));
      case 'input.skipped': {
        const { clipId, reason } = event.payload;
        return { who: clipId, says: `skipped: ${reason}`, atMs: event.payload.atMs };
      }
      case 'cli.compaction.started':
        return { who: pane, says: 'compacts its context', atMs };
      case 'cli.compaction.ended': {
        const { durationMs = 0, endReason } = event.payload;
        if (endReason === 'unfounded') return null;
        return { who: pane, says: `compaction over after ${lengthText(durationMs)}`, atMs };
      }
      case 'safemode.entered':
        return { who: 'kernel', says: `safe mode: ${event.payload.triggerReason}`, atMs, ...bad };
      case 'safemode.exited':
        return { who: 'kernel', says: 'safe mode is over', atMs };
      case 'bridge.disconnected':
        return { who: 'kernel', says: 'no longer hears the hands', atMs, ...bad };
      default:
        return null;
    }
  };
}

function settled(
  payload: Extract<AmbushEvent, { readonly type: 'input.settled' }>['payload'],
  isSuspect: boolean,
): InputLine {
  const { clipId: who, outcome, reason, atMs } = payload;
  if (outcome === 'verified') {
    return { who, says: `typed, and taken${isSuspect ? ', during a compaction' : ''}`, atMs };
  }
  const why = reasonText(outcome, reason ?? null, false) ?? 'no reason told';
  const how = outcome === 'outcome_unknown' ? 'was cut off' : notTaken[outcome];
  return { who, says: `${how}: ${why}`, atMs, ...bad };
}
