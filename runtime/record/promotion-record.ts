/**
 * The record of a contract on trial, on disk: one JSON file per contract, replaced whole so that
 * a crash leaves the old or the new one.
 *
 * @spec kernel 5.3
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import {
  type PromotionRecord,
  promotionRecordSchema,
  type ShadowSession,
} from '../../machines/kernel/promotion.ts';

/** Contract ids are kebab-case, so that an id cannot lead out of the directory. */
const idPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

function fileOf(directory: string, contractId: string): string {
  if (!idPattern.test(contractId)) {
    throw new TypeError(`Expected a contract id in kebab-case, got ${contractId}.`);
  }
  return join(directory, `${contractId}.json`);
}

/** The record of a contract; a problem when there is none or it cannot be read. */
export function readPromotionRecord(
  directory: string,
  contractId: string,
): Result<PromotionRecord> {
  const file = fileOf(directory, contractId);
  try {
    return succeed(promotionRecordSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse([
      {
        code: 'PROMOTION_RECORD',
        message: `Expected the record of ${contractId}, got: ${reason}`,
        where: { file },
      },
    ]);
  }
}

export function writePromotionRecord(directory: string, record: PromotionRecord): void {
  const file = fileOf(directory, record.contractId);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const draft = `${file}.new`;
  writeFileSync(draft, `${JSON.stringify(promotionRecordSchema.parse(record), null, 2)}\n`);
  renameSync(draft, file);
}

/** The record with one more session; a session told twice counts once, with its last figures. */
export function addShadowSession(record: PromotionRecord, session: ShadowSession): PromotionRecord {
  const others = record.sessions.filter(({ sessionId }) => sessionId !== session.sessionId);
  return { ...record, sessions: [...others, session] };
}
