/**
 * The door: every contract that governs an event looks at it, in order, and each says yes or no.
 * What an enforced contract refuses is told; what a contract on trial would have refused is told
 * too, and changes nothing else.
 *
 * @spec kernel 5 5.1 5.3
 */
import { type Contract, check } from '../../machines/kernel/contract.ts';
import { contractProblem } from '../../machines/kernel/contract-shape.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { Look, PaneFacts } from '../../machines/kernel/evidence.ts';
import type { Problem } from '../../machines/kernel/problem.ts';
import {
  judgePromotion,
  type PromotionRecord,
  type ShadowSession,
} from '../../machines/kernel/promotion.ts';
import { freezeDeep, type Redacted, redacted } from '../../machines/kernel/redact.ts';
import { standingContracts } from '../../machines/kernel/standing-contracts.ts';
import type { StateVector } from '../../machines/kernel/state-vector.ts';
import { thrownText } from '../../machines/kernel/thrown.ts';
import { type Action, type Decision, decide, type Reason } from '../../machines/kernel/verdict.ts';
import { Route, sawOf } from './route.ts';
import type { Cause, Voice } from './voice.ts';

/** Contracts that one kernel takes; each costs every event that it governs. */
export const contractsMax = 256;

export interface Failed extends Reason {
  readonly action: Action;
  readonly contract: Contract;
  /** What lay before it; told as evidence, if it is told at all. */
  readonly look: Look;
  readonly threw?: unknown;
}

export interface Judgement {
  readonly decision: Decision;
  /** Enforced contracts that failed, in order. */
  readonly failed: readonly Failed[];
  readonly shadows: readonly Failed[];
  readonly overrides: readonly Failed[];
  /** What the contracts looked at; null when none governs the event. */
  readonly look: Look | null;
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
  look: null,
};

const noneBroken: readonly string[] = [];

export class Door {
  readonly #voice: Voice;
  /** Told of each violation that counts towards safe mode. */
  readonly #onViolation: (event: Envelope) => void;
  readonly #contracts = new Map<string, Contract>();
  readonly #standing: ReadonlySet<Contract>;
  readonly #routes = new Map<string, Route>();
  readonly #counts = new Map<string, { evaluations: number; failures: number }>();

  /** `initial` are enforced or on trial from the start; those that are ours among them. */
  constructor(voice: Voice, initial: readonly Contract[], onViolation: (event: Envelope) => void) {
    this.#voice = voice;
    this.#onViolation = onViolation;
    this.#standing = new Set(standingContracts);
    for (const contract of initial) this.#add(contract);
  }

  /** @throws TypeError for a contract that is none or whose id is taken, RangeError when full. */
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
      const hint = 'Try the id of one that was registered as `shadow`, and is not promoted yet.';
      return [{ code: 'PROMOTION_UNKNOWN', message, hint }];
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

  /** Whether any contract looks at events of the type. */
  governs(type: string): boolean {
    return this.#route(type).contracts.length > 0;
  }

  /** Looks, decides, says nothing; it counts for the record of every contract that looked. */
  evaluate(event: Envelope, vector: StateVector, facts: PaneFacts, critical = false): Judgement {
    const judgement = this.consider(event, vector, facts, critical);
    const broken = brokenIn(judgement);
    for (const { id } of this.#route(event.type).contracts) this.#count(id, !broken.includes(id));
    return judgement;
  }

  /** The same for an event that is only thought of: nothing is counted. */
  consider(event: Envelope, vector: StateVector, facts: PaneFacts, critical = false): Judgement {
    const { contracts, hasForeign } = this.#route(event.type);
    if (contracts.length === 0) return clean;
    // Contracts of others look at it too, and must not be able to change it.
    if (hasForeign) freezeDeep(event);
    const look = { event, vector, facts };
    const failed: Failed[] = [];
    const shadows: Failed[] = [];
    const overrides: Failed[] = [];
    for (const contract of contracts) {
      const outcome = check(contract, event, vector, facts);
      if (outcome.passed) continue;
      const { passed: _, ...rest } = outcome;
      const failure: Failed = { contractId: contract.id, contract, look, ...rest };
      if (contract.mode === 'shadow') shadows.push(failure);
      else if (critical && contract.bypass === 'critical' && !('threw' in failure)) {
        overrides.push(failure);
      } else failed.push(failure);
    }
    const decision = decide(failed.map(({ action }) => action));
    return { decision, failed, shadows, overrides, look };
  }

  /** Tells what was decided about an event. */
  announce(judgement: Judgement, type: string, paneId: string, cause: Cause): void {
    const { failed, shadows, overrides, look } = judgement;
    if (look && this.#voice.telemetry) {
      const payload = this.#route(type).checks(look, brokenIn(judgement));
      this.#voice.say('contract.checked', paneId, payload, cause, 'contracts');
    }
    for (const one of shadows) {
      this.#report(one);
      const payload = this.#breach(one, type, false);
      this.#voice.say('contract.shadow.violation', paneId, payload, cause);
    }
    for (const one of overrides) {
      const { contractId } = one;
      const told = { detail: this.tellable(one), ...sawOf(one.contract, one.look) };
      const payload = { contractId, eventType: type, reason: 'critical', ...told };
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
    return this.tellableOf(contract.id, detail);
  }

  /** The same of a reason in a verdict, whose contract is named only. */
  tellableOf(contractId: string, detail: string): string | Redacted {
    const contract = this.#contracts.get(contractId);
    const ours = this.#voice.devMode || !contract || this.#standing.has(contract);
    return ours ? detail : redacted(detail);
  }

  /** A reason as it is told: with the values that the contract decided on. */
  reason(one: Failed) {
    return {
      contractId: one.contractId,
      detail: this.tellable(one),
      ...sawOf(one.contract, one.look),
    };
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
    const reason = thrownText(threw);
    const payload = { stage: `contract:${contractId}`, eventType: 'contract.checked', reason };
    this.#voice.say('bus.error', 'system', payload, undefined, 'event-bus.js');
  }

  #breach(one: Failed, eventType: string, counted: boolean) {
    const { contractId, action, contract } = one;
    const told = { detail: this.tellable(one), ...sawOf(contract, one.look) };
    return { contractId, eventType, severity: contract.severity, action, counted, ...told };
  }

  #add(contract: Contract): void {
    this.#contracts.set(contract.id, contract);
    this.#routes.clear();
  }

  #route(type: string): Route {
    const known = this.#routes.get(type);
    if (known) return known;
    const made = new Route(type, this.#contracts.values(), this.#standing);
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

function brokenIn({ failed, shadows, overrides }: Judgement): readonly string[] {
  if (failed.length === 0 && shadows.length === 0 && overrides.length === 0) return noneBroken;
  return [...failed, ...shadows, ...overrides].map(({ contractId }) => contractId);
}
