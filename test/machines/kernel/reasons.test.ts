/**
 * Goal: reasons are told with the values that they rest on, and with nothing that a user typed.
 * Method: one reason through its schema and through the allow-list.
 */
import { expect, it } from 'vitest';
import { reasonsSafe, reasonsSchema } from '../../../machines/kernel/reasons.ts';
import { redactPayload } from '../../../machines/kernel/redact.ts';

const reasons = [
  { contractId: 'link-gate', detail: 'pty down', saw: { 'connectivity.pty': 'down', waiting: 2 } },
  { contractId: 'foreign', detail: 'x', saw: { 'payload.body': 'canary' }, body: 'canary' },
];

it('has a contract, a detail, and what it saw, or not', () => {
  expect(reasonsSchema.safeParse([reasons[0]]).success).toBe(true);
  expect(reasonsSchema.safeParse([{ contractId: 'a', detail: 'b' }]).success).toBe(true);
  expect(reasonsSchema.safeParse(reasons).success).toBe(false);
});

it('is told by an allow-list', () => {
  const hidden = { redacted: true, length: 6 };
  expect(redactPayload({ reasons }, new Set(reasonsSafe))).toEqual({
    reasons: [reasons[0], { ...reasons[1], saw: { 'payload.body': hidden }, body: hidden }],
  });
});
