/**
 * The door: every contract that governs an event looks at it, in order, and each says yes or no.
 * What an enforced contract refuses is told; what a contract on trial would have refused is told
 * too, and changes nothing else.
 *
 * @spec kernel 5 5.1 5.3
 */
import { type Contract, check, governs, type PaneFacts } from '../../machines/kernel/contract.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { isEventType, type PayloadOf } from '../../machines/kernel/events/registry.ts';
import type { Problem } from '../../machines/kernel/problem.ts';
import {
  judgePromotion,
  type PromotionRecord,
  type ShadowSession,
} from '../../machines/kernel/promotion.ts';
import { freezeDeep, type Redacted, redacted, vouch } from '../../machines/kernel/redact.ts';
import type { StateVector } from '../../machines/kernel/state-vector.ts';
import {
  type Action,
  actions,
  type Decision,
  decide,
  type Reason,
} from '../../machines/kernel/verdict.ts';
import type { Cause, Voice } from './voice.ts';

/** Contracts that one kernel takes; each costs every event that it governs. */
export const contractsMax = 256;
/** Payloads of `contract.checked` that are remembered. */
const checksMax = 1_024;

export interface Failed extends Reason {
  readonly action: Action;
  readonly contract: Contract;
  readonly threw?: unknown;
}

export interface Judgement {
  readonly decision: Decision;
  /** Enforced contracts that failed, in order. */
  readonly failed: readonly Failed[];
  readonly shadows: readonly Failed[];
  readonly overrides: readonly Failed[];
  readonly checked: readonly { contractId: string; passed: boolean; mode: string }[];
}

export interface ContractCount {
  readonly mode: Contract['mode'];
  readonly evaluations: number;
  readonly failures: number;
}

const clean: Judgement = {
  decision: 'allowed',
  failed: [],
  shadows: [],
  overrides: [],
  checked: [],
};

export class Door {
  readonly #voice: Voice;
  /** Told of each violation that counts towards safe mode. */
  readonly #onViolation: (event: Envelope) => void;
  readonly #contracts = new Map<string, Contract>();
  readonly #standing: ReadonlySet<Contract>;
  readonly #routes = new Map<string, readonly Contract[]>();
  readonly #checksSaid = new Map<string, PayloadOf<'contract.checked'>>();
  readonly #counts = new Map<string, { evaluations: number; failures: number }>();

  constructor(voice: Voice, standing: readonly Contract[], onViolation: (event: Envelope) => void) {
    this.#voice = voice;
    this.#onViolation = onViolation;
    this.#standing = new Set(standing);
    for (const contract of standing) this.#add(contract);
  }

  /** @throws TypeError for a contract that is not one, or an id that is taken. */
  register(contract: Contract): void {
    const wrong = contractProblem(contract);
    if (wrong) throw new TypeError(wrong);
    if (this.#contracts.has(contract.id)) {
      throw new TypeError(`Expected a new contract id, got ${contract.id}, which is taken.`);
    }
    if (this.#contracts.size >= contractsMax) {
      throw new RangeError(`Expected at most ${contractsMax} contracts.`);
    }
    this.#add({ ...contract });
  }

  /** Enforces a contract that was on trial, or says every criterion that its record misses. */
  promote(record: PromotionRecord): readonly Problem[] {
    const contract = this.#contracts.get(record.contractId);
    if (contract?.mode !== 'shadow') {
      const got = contract ? `${contract.id}, which is enforced` : record.contractId;
      const message = `Expected a contract in shadow mode, got ${got}.`;
      return [{ code: 'PROMOTION_UNKNOWN', message }];
    }
    const problems = judgePromotion(record, contract);
    if (problems.length > 0) return problems;
    this.#add({ ...contract, mode: 'enforced' });
    this.#voice.say('contract.promoted', 'system', {
      contractId: contract.id,
      version: contract.version,
      sessions: record.sessions.filter(({ evaluations }) => evaluations > 0).length,
      signOffs: [...new Set(record.signOffs)],
    });
    return [];
  }

  /** What this session adds to the record of a contract on trial. */
  shadowSession(contractId: string, sessionId: string): ShadowSession | null {
    const count = this.#counts.get(contractId);
    if (!count || this.#contracts.get(contractId)?.mode !== 'shadow') return null;
    const { evaluations, failures } = count;
    return { sessionId, evaluations, violations: failures, falsePositives: 0 };
  }

  counts(): Readonly<Record<string, ContractCount>> {
    return Object.fromEntries(
      [...this.#contracts].map(([id, { mode }]) => [
        id,
        { mode, ...(this.#counts.get(id) ?? { evaluations: 0, failures: 0 }) },
      ]),
    );
  }

  /** Looks, decides, says nothing. */
  evaluate(event: Envelope, vector: StateVector, facts: PaneFacts, critical = false): Judgement {
    const contracts = this.#route(event.type);
    if (contracts.length === 0) return clean;
    // Contracts of others look at it too, and must not be able to change it.
    if (contracts.some((contract) => !this.#standing.has(contract))) freezeDeep(event);
    const failed: Failed[] = [];
    const shadows: Failed[] = [];
    const overrides: Failed[] = [];
    const checked: { contractId: string; passed: boolean; mode: string }[] = [];
    for (const contract of contracts) {
      const outcome = check(contract, event, vector, facts);
      this.#count(contract.id, outcome.passed);
      checked.push({ contractId: contract.id, passed: outcome.passed, mode: contract.mode });
      if (outcome.passed) continue;
      const { passed: _, ...rest } = outcome;
      const failure: Failed = { contractId: contract.id, contract, ...rest };
      if (contract.mode === 'shadow') shadows.push(failure);
      else if (critical && contract.bypass === 'critical' && !('threw' in failure)) {
        overrides.push(failure);
      } else failed.push(failure);
    }
    const decision = decide(failed.map(({ action }) => action));
    return { decision, failed, shadows, overrides, checked };
  }

  /** Tells what was decided about an event. */
  announce(judgement: Judgement, type: string, paneId: string, cause: Cause): void {
    const { failed, shadows, overrides, checked } = judgement;
    if (checked.length > 0 && this.#voice.telemetry) {
      const payload = this.#checks(type, checked);
      this.#voice.say('contract.checked', paneId, payload, cause, 'contracts');
    }
    for (const one of shadows) {
      this.#report(one);
      const payload = this.#breach(one, type, false);
      this.#voice.say('contract.shadow.violation', paneId, payload, cause);
    }
    for (const one of overrides) {
      const { contractId } = one;
      const detail = this.tellable(one);
      const payload = { contractId, eventType: type, reason: 'critical', detail };
      this.#voice.say('contract.override', paneId, payload, cause);
    }
    for (const one of failed) this.#violate(one, type, paneId, cause);
  }

  /** A fact that should never have come about: the harm is done, so it is told and counted. */
  audit(judgement: Judgement, type: string, paneId: string, cause: Cause): void {
    const failed = judgement.failed.map((one): Failed => ({ ...one, action: 'block' }));
    this.announce({ ...judgement, failed }, type, paneId, cause);
  }

  /** The detail of a standing contract; those of others may quote what a user typed. */
  tellable({ contract, detail }: Failed): string | Redacted {
    const ours = this.#voice.devMode || this.#standing.has(contract);
    return ours ? detail : redacted(detail);
  }

  /** The same contracts say the same of most events: one payload for all of those. */
  #checks(eventType: string, checked: Judgement['checked']) {
    let key = eventType;
    for (const { passed } of checked) key += passed ? '+' : '-';
    const known = this.#checksSaid.get(key);
    if (known) return known;
    const made = vouch({ eventType, decisions: checked.map((one) => ({ ...one })) });
    if (this.#checksSaid.size < checksMax) this.#checksSaid.set(key, made);
    return made;
  }

  #violate(one: Failed, type: string, paneId: string, cause: Cause): void {
    this.#report(one);
    const { action, contract } = one;
    const counted = action === 'block';
    const asked = action === contract.action && contract.emitOnViolation === 'contract.violation';
    if (!counted && action !== 'continue' && !asked) return;
    const payload = this.#breach(one, type, counted);
    const told = this.#voice.say('contract.violation', paneId, payload, cause);
    if (counted) this.#onViolation(told);
  }

  /** A predicate that threw is a fault of the contract's, told without quoting it. */
  #report({ contractId, threw }: Failed): void {
    if (threw === undefined) return;
    const reason = threw instanceof Error ? threw.message : String(threw);
    const payload = { stage: `contract:${contractId}`, eventType: 'contract.checked', reason };
    this.#voice.say('bus.error', 'system', payload, undefined, 'event-bus.js');
  }

  #breach(one: Failed, eventType: string, counted: boolean) {
    const { contractId, action, contract } = one;
    const detail = this.tellable(one);
    return { contractId, eventType, severity: contract.severity, action, detail, counted };
  }

  #add(contract: Contract): void {
    this.#contracts.set(contract.id, contract);
    this.#routes.clear();
    this.#checksSaid.clear();
  }

  #route(type: string): readonly Contract[] {
    const known = this.#routes.get(type);
    if (known) return known;
    const made = [...this.#contracts.values()].filter((contract) => governs(contract, type));
    this.#routes.set(type, made);
    return made;
  }

  #count(contractId: string, passed: boolean): void {
    let count = this.#counts.get(contractId);
    if (!count) {
      count = { evaluations: 0, failures: 0 };
      this.#counts.set(contractId, count);
    }
    count.evaluations += 1;
    if (!passed) count.failures += 1;
  }
}

/** The reasons of a verdict. */
export function reasonsOf(failed: readonly Failed[]): readonly Reason[] {
  return failed.map(({ contractId, detail }) => ({ contractId, detail }));
}

function contractProblem(contract: Contract): string | null {
  const { id, appliesTo, preconditions, action, mode, emitOnViolation } = contract;
  if (typeof id !== 'string' || id === '') return 'Expected a contract with an id.';
  if (!Array.isArray(appliesTo) || !Array.isArray(preconditions)) {
    return `Expected ${id} to have lists appliesTo and preconditions.`;
  }
  if (!actions.includes(action)) return `Expected ${id} to have an action, got ${action}.`;
  if (mode !== 'enforced' && mode !== 'shadow') {
    return `Expected ${id} to be enforced or shadow, got ${mode}.`;
  }
  if (emitOnViolation !== undefined && !isEventType(emitOnViolation)) {
    return `Expected ${id} to emit a type of the taxonomy, got ${emitOnViolation}.`;
  }
  return null;
}
