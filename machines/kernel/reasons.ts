/**
 * Why an intent was not let through: every contract that failed, in order, and the values that it
 * decided on. Said by several families.
 *
 * @spec kernel 4.4 5.1
 */
import { z } from 'zod';
import { safeEvidence } from './evidence.ts';

export const reasonsSchema = z.array(
  z.strictObject({
    contractId: z.string(),
    detail: z.unknown(),
    /** The values that the contract decided on, where it says what it reads. */
    saw: z.record(z.string(), z.unknown()).optional(),
  }),
);
/** The door redacts the details of contracts that are not ours: they may quote a user. */
export const reasonsSafe = [
  ...(['reasons', 'reasons.contractId', 'reasons.detail'] as const),
  ...safeEvidence('reasons.saw'),
] as const;
