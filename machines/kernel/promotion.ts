/**
 * From shadow to enforced: only when all four criteria are met, and each is on record.
 *
 * @spec kernel 5.3
 */
import { z } from 'zod';
import { type Problem, type Result, refuse, succeed } from './problem.ts';

/** Sessions in which the contract must have been evaluated. */
export const sessionsMin = 5;
export const signOffsMin = 2;

export const promotionRecordSchema = z.strictObject({
  contractId: z.string().min(1),
  version: z.number(),
  /** Sessions in shadow mode; one without an evaluation counts for nothing. */
  sessions: z.array(
    z.strictObject({
      sessionId: z.string().min(1),
      evaluations: z.number().int().nonnegative(),
      violations: z.number().int().nonnegative(),
      /** Violations that a person judged to be wrong. */
      falsePositives: z.number().int().nonnegative(),
    }),
  ),
  /** What replaying recorded sessions with the contract enforced has shown; null before that. */
  replay: z
    .strictObject({
      /** Hash of the verdict sequence that the replay produced. */
      digest: z.string().min(1),
      wouldHaveBlocked: z.number().int().nonnegative(),
      confirmed: z.boolean(),
    })
    .nullable(),
  /** Names of the agents who agree. */
  signOffs: z.array(z.string().min(1)),
});

export type PromotionRecord = z.infer<typeof promotionRecordSchema>;
export type ShadowSession = PromotionRecord['sessions'][number];

/** A copy of what is a record at all; it is recorded as it is. */
export function readPromotion(record: unknown): Result<PromotionRecord> {
  let parsed: ReturnType<typeof promotionRecordSchema.safeParse>;
  try {
    parsed = promotionRecordSchema.safeParse(record);
  } catch {
    return refuse([{ code, message: 'Expected a record, got one that throws.', hint }]);
  }
  if (parsed.success) return succeed(parsed.data);
  return refuse(
    parsed.error.issues.map(({ path, code: wrong }) => {
      const name = path.join('.');
      const message = `Expected a record of a promotion, got a wrong ${name || 'value'} (${wrong}).`;
      return { code, message, ...(name ? { where: { path: name } } : {}), hint };
    }),
  );
}

const code = 'PROMOTION_RECORD';
const hint = 'Try contractId, version, sessions, replay and signOffs.';

/** Every criterion that is not met; empty when the contract may be enforced. */
export function judgePromotion(
  record: PromotionRecord,
  contract: { readonly id: string; readonly version: number },
): readonly Problem[] {
  const counted = new Map(
    record.sessions
      .filter(({ evaluations }) => evaluations > 0)
      .map((session) => [session.sessionId, session]),
  );
  const falsePositives = record.sessions.reduce((sum, one) => sum + one.falsePositives, 0);
  const signOffs = new Set(record.signOffs).size;
  const problems: Problem[] = [];
  const expected = (code: string, wanted: string, got: string) =>
    problems.push({ code, message: `Expected ${wanted}, got ${got}.` });

  if (record.contractId !== contract.id || record.version !== contract.version) {
    const got = `${record.contractId} version ${record.version}`;
    expected('PROMOTION_OTHER', `a record of ${contract.id} version ${contract.version}`, got);
  }
  if (counted.size < sessionsMin) {
    const wanted = `at least ${sessionsMin} sessions in which it was evaluated`;
    expected('PROMOTION_SESSIONS', wanted, `${counted.size}`);
  }
  if (falsePositives > 0) {
    expected('PROMOTION_FALSE_POSITIVES', 'no false positive', `${falsePositives}`);
  }
  if (!record.replay?.confirmed) {
    const got = record.replay ? 'one that disagrees' : 'none';
    expected('PROMOTION_REPLAY', 'a replay that confirms what it would have blocked', got);
  }
  if (signOffs < signOffsMin) {
    const wanted = `the sign-off of at least ${signOffsMin} agents`;
    expected('PROMOTION_SIGN_OFFS', wanted, `${signOffs}`);
  }
  return problems;
}
