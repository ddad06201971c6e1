/**
 * One look of a contract at one event: what passes, and what a failure says.
 */
import { type Contract, check } from '../../../../machines/kernel/contract.ts';
import type { PaneFacts } from '../../../../machines/kernel/evidence.ts';
import { restingVector, type StateVector } from '../../../../machines/kernel/state-vector.ts';

export const restingFacts: PaneFacts = {
  overlayOpen: false,
  visible: true,
  focusHolder: null,
  injecting: false,
  waiting: 0,
  submitter: null,
};

export interface Look {
  readonly type?: string;
  readonly source?: string;
  readonly payload?: Record<string, unknown>;
  readonly activity?: StateVector['activity'];
  readonly gates?: Partial<StateVector['gates']>;
  readonly connectivity?: Partial<StateVector['connectivity']>;
  readonly facts?: Partial<PaneFacts>;
}

/** `passed`, or `action: detail`. */
export function look(contract: Contract, at: Look = {}): string {
  const id = '00000000-0000-4000-8000-000000000001';
  const event = {
    eventId: id,
    correlationId: id,
    causationId: null,
    type: at.type ?? contract.appliesTo[0] ?? '',
    source: at.source ?? 'injection.js',
    paneId: '1',
    ts: 0,
    seq: 1,
    payload: at.payload ?? {},
  };
  const vector: StateVector = {
    activity: at.activity ?? 'idle',
    gates: { ...restingVector.gates, ...at.gates },
    connectivity: { ...restingVector.connectivity, ...at.connectivity },
  };
  const outcome = check(contract, event, vector, { ...restingFacts, ...at.facts });
  return outcome.passed ? 'passed' : `${outcome.action}: ${outcome.detail}`;
}
