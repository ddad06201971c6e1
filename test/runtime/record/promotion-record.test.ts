/**
 * Goal: the record of a contract on trial survives on disk, whole or not at all.
 * Method: real files in a directory of our own.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  addShadowSession,
  readPromotionRecord,
  writePromotionRecord,
} from '../../../runtime/record/promotion-record.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'promotion-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const empty = { contractId: 'on-trial', version: 1, sessions: [], replay: null, signOffs: [] };
const session = { sessionId: 's1', evaluations: 4, violations: 1, falsePositives: 0 };

it('is read as it was written, and nothing else is left', () => {
  const record = addShadowSession(empty, session);
  writePromotionRecord(directory, empty);
  writePromotionRecord(directory, record);
  expect(readPromotionRecord(directory, 'on-trial')).toEqual({ ok: true, value: record });
  expect(readdirSync(directory)).toEqual(['on-trial.json']);
});

it('counts a session that is told twice once', () => {
  const twice = addShadowSession(addShadowSession(empty, session), { ...session, evaluations: 9 });
  expect(twice.sessions).toEqual([{ ...session, evaluations: 9 }]);
});

it('is a problem when it is missing or broken', () => {
  writeFileSync(join(directory, 'broken.json'), '{"contractId":');
  for (const id of ['missing', 'broken']) {
    const read = readPromotionRecord(directory, id);
    expect(read.ok ? [] : read.problems.map(({ code }) => code)).toEqual(['PROMOTION_RECORD']);
  }
});

it('leads nowhere else', () => {
  expect(() => readPromotionRecord(directory, '../../etc/passwd')).toThrow(TypeError);
  expect(() => writePromotionRecord(directory, { ...empty, contractId: 'a/b' })).toThrow(TypeError);
});
