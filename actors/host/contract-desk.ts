/**
 * The contracts of the kernel for people: which there are, what those on trial have shown, who
 * agrees, and the promotion of one whose record meets every criterion.
 *
 * @spec kernel 5.3
 */
import type { RequestOf } from '../../machines/control/requests.ts';
import type { ContractRow } from '../../machines/control/values.ts';
import type { Contract } from '../../machines/kernel/contract.ts';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import {
  judgePromotion,
  type PromotionRecord,
  type ShadowSession,
} from '../../machines/kernel/promotion.ts';
import type { Kernel } from '../kernel/face.ts';

/** Where the records of contracts on trial are kept from session to session. */
export interface PromotionShelf {
  /** Null where there is none yet. */
  read(contractId: string): Result<PromotionRecord | null>;
  write(record: PromotionRecord): void;
}

export interface ContractDeskInput {
  readonly kernel: Kernel;
  readonly shelf: PromotionShelf;
  readonly sessionId: string;
  /** Those that this session registered, standing ones aside. */
  readonly registered: readonly Contract[];
}

export class ContractDesk {
  readonly #input: ContractDeskInput;
  /** Contracts whose violations in this session a person has called wrong. */
  readonly #wrong = new Set<string>();

  constructor(input: ContractDeskInput) {
    this.#input = input;
  }

  list(): readonly ContractRow[] {
    return Object.entries(this.#input.kernel.stats().contracts).map(([id, count]) => ({
      ...{ id, mode: count.mode, evaluations: count.evaluations, failures: count.failures },
      trial: this.#trial(id),
    }));
  }

  judge({ contractId, by, says }: RequestOf<'contracts.judge'>): Result<ContractRow> {
    const record = this.#record(contractId);
    if (!record.ok) return record;
    const others = record.value.signOffs.filter((name) => name !== by);
    const signOffs = says === 'approve' ? [...others, by] : others;
    if (says === 'reject') this.#wrong.add(contractId);
    this.#input.shelf.write({ ...this.#withSession(record.value), signOffs });
    return this.#row(contractId);
  }

  promote(contractId: string): Result<ContractRow> {
    const record = this.#record(contractId);
    if (!record.ok) return record;
    const problems = this.#input.kernel.promoteContract(this.#withSession(record.value));
    return problems.length > 0 ? refuse(problems) : this.#row(contractId);
  }

  /** What this session has shown goes on record. */
  close(): void {
    for (const { id } of this.#input.registered) {
      const record = this.#record(id);
      if (record.ok) this.#input.shelf.write(this.#withSession(record.value));
    }
  }

  #row(contractId: string): Result<ContractRow> {
    const row = this.list().find(({ id }) => id === contractId);
    return row ? succeed(row) : refuse([this.#unknown(contractId)]);
  }

  #trial(contractId: string): ContractRow['trial'] {
    const record = this.#record(contractId);
    if (!record.ok) return null;
    const whole = this.#withSession(record.value);
    const misses = judgePromotion(whole, { id: contractId, version: whole.version });
    const sessions = whole.sessions.filter(({ evaluations }) => evaluations > 0).length;
    return { sessions, signOffs: whole.signOffs, misses: misses.map(({ message }) => message) };
  }

  /** Of a contract that is on trial now. */
  #record(contractId: string): Result<PromotionRecord> {
    const { registered, shelf } = this.#input;
    const contract = registered.find(({ id }) => id === contractId);
    if (!contract || !this.#session(contractId)) return refuse([this.#unknown(contractId)]);
    const read = shelf.read(contractId);
    if (!read.ok) return read;
    const { version } = contract;
    // A record of another version says nothing of this one.
    if (read.value?.version === version) return succeed(read.value);
    return succeed({ contractId, version, sessions: [], replay: null, signOffs: [] });
  }

  #session(contractId: string): ShadowSession | null {
    const session = this.#input.kernel.shadowSession(contractId, this.#input.sessionId);
    if (session !== null) return session;
    const count = this.#input.kernel.stats().contracts[contractId];
    if (count?.mode !== 'shadow') return null;
    const { sessionId } = this.#input;
    return { sessionId, evaluations: 0, violations: 0, falsePositives: 0 };
  }

  #withSession(record: PromotionRecord): PromotionRecord {
    const session = this.#session(record.contractId);
    if (session === null) return record;
    const others = record.sessions.filter(({ sessionId }) => sessionId !== session.sessionId);
    const isWrong = this.#wrong.has(record.contractId);
    const falsePositives = isWrong ? Math.max(1, session.violations) : 0;
    return { ...record, sessions: [...others, { ...session, falsePositives }] };
  }

  #unknown(contractId: string): Problem {
    const trials = this.#input.registered.map(({ id }) => id).filter((id) => this.#session(id));
    const hint =
      trials.length > 0
        ? `Try one of ${trials.join(', ')}.`
        : 'Try `ambush up --contract FILE.mjs`: the contracts of a module begin on trial.';
    const got = JSON.stringify(contractId);
    return {
      code: 'NOT_ON_TRIAL',
      message: `Expected the id of a contract on trial, got ${got}.`,
      hint,
    };
  }
}
