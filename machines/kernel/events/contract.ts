/**
 * The contracts at the door: what was checked, broken, overridden, promoted.
 *
 * @spec kernel 3.6
 */
import { z } from 'zod';
import { safeEvidence } from '../evidence.ts';
import { defineEvent } from './definition.ts';

const said = { lane: 'A', priority: 'contract', emitter: 'kernel' } as const;
/** The values that the contract decided on, where it says what it reads. */
const saw = z.record(z.string(), z.unknown()).optional();
const breach = z.strictObject({
  contractId: z.string(),
  eventType: z.string(),
  severity: z.string(),
  action: z.string(),
  detail: z.unknown(),
  /** Whether it counts towards safe mode. */
  counted: z.boolean(),
  saw,
});
/** The door redacts the details of contracts that are not ours: they may quote a user. */
const breachSafe = [
  ...(['contractId', 'eventType', 'severity', 'action', 'detail', 'counted', 'saw'] as const),
  ...safeEvidence('saw'),
] as const;

export const contractEvents = {
  'contract.checked': defineEvent({
    lane: 'B',
    priority: 'telemetry',
    emitter: 'kernel',
    description: 'One decision per contract that governs the event, in order, and what it saw.',
    payload: z.strictObject({
      eventType: z.string(),
      decisions: z.array(
        z.strictObject({ contractId: z.string(), passed: z.boolean(), mode: z.string(), saw }),
      ),
    }),
    safe: [
      ...(['eventType', 'decisions', 'decisions.contractId', 'decisions.mode'] as const),
      ...safeEvidence('decisions.saw'),
    ],
  }),
  'contract.violation': defineEvent({
    ...said,
    description: 'An enforced contract was broken.',
    payload: breach,
    safe: breachSafe,
  }),
  'contract.shadow.violation': defineEvent({
    ...said,
    description: 'A contract on trial would have been broken; nothing else came of it.',
    payload: breach,
    safe: breachSafe,
  }),
  'contract.override': defineEvent({
    ...said,
    description: 'A recovery intent passed a closed gate.',
    payload: z.strictObject({
      contractId: z.string(),
      eventType: z.string(),
      reason: z.string(),
      detail: z.unknown(),
      saw,
    }),
    safe: ['contractId', 'eventType', 'reason', 'detail', 'saw', ...safeEvidence('saw')],
  }),
  'contract.promoted': defineEvent({
    ...said,
    description: 'A contract on trial met all four criteria and is enforced from now on.',
    payload: z.strictObject({
      contractId: z.string(),
      version: z.number(),
      sessions: z.number().int(),
      signOffs: z.array(z.string()),
    }),
    safe: ['contractId', 'version', 'sessions', 'signOffs'],
  }),
} as const;
