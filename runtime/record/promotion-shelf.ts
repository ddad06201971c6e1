/**
 * Where the records of contracts on trial are kept between sessions of this user.
 *
 * @spec kernel 5.3
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Result, succeed } from '../../machines/kernel/problem.ts';
import type { PromotionRecord } from '../../machines/kernel/promotion.ts';
import { readPromotionRecord, writePromotionRecord } from './promotion-record.ts';

/** `$XDG_STATE_HOME/ambush/contracts`, else below the home of the user. */
export function recordsDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const given = env.XDG_STATE_HOME;
  const state = given?.startsWith('/') ? given : join(env.HOME ?? homedir(), '.local', 'state');
  return join(state, 'ambush', 'contracts');
}

export interface PromotionShelf {
  /** Null where there is none yet. */
  read(contractId: string): Result<PromotionRecord | null>;
  write(record: PromotionRecord): void;
}

export function createPromotionShelf(directory: string): PromotionShelf {
  return {
    read(contractId) {
      if (!existsSync(join(directory, `${contractId}.json`))) return succeed(null);
      return readPromotionRecord(directory, contractId);
    },
    write: (record) => writePromotionRecord(directory, record),
  };
}
