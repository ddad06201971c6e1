/**
 * The contracts that govern one event type, and what is told of their decisions: each with the
 * values that it was made on. These are looked up only when they are told, and most of the time
 * they are those of before: then the payload is the same, too.
 *
 * @spec kernel 5 5.1
 */
import { type Contract, governs } from '../../machines/kernel/contract.ts';
import type { PayloadOf } from '../../machines/kernel/events/registry.ts';
import {
  type Evidence,
  evidenceOf,
  type Look,
  type PaneFacts,
} from '../../machines/kernel/evidence.ts';
import { vouch } from '../../machines/kernel/redact.ts';
import type { StateVector } from '../../machines/kernel/state-vector.ts';

export type Checks = PayloadOf<'contract.checked'>;

interface Said {
  readonly source: string;
  readonly broken: string;
  readonly facts: PaneFacts;
  readonly payload: Checks;
}

export class Route {
  readonly contracts: readonly Contract[];
  /** Whether contracts of others are among them. */
  readonly hasForeign: boolean;
  /** Whether what they saw follows from the vector, the facts and the source alone. */
  readonly #repeats: boolean;
  readonly #said = new WeakMap<StateVector, Said>();

  constructor(type: string, all: Iterable<Contract>, standing: ReadonlySet<Contract>) {
    this.contracts = [...all].filter((contract) => governs(contract, type));
    this.hasForeign = this.contracts.some((contract) => !standing.has(contract));
    this.#repeats = this.contracts.every(readsNoPayload);
  }

  /** The payload of `contract.checked`: one decision of each contract, in order. */
  checks(look: Look, brokenIds: readonly string[]): Checks {
    const { source } = look.event;
    const { vector, facts } = look;
    const broken = brokenIds.length === 0 ? '' : JSON.stringify(brokenIds);
    const known = this.#repeats ? this.#said.get(vector) : undefined;
    if (known?.source === source && known.broken === broken && isSame(known.facts, facts)) {
      return known.payload;
    }
    const payload = this.#made(look, new Set(brokenIds));
    if (this.#repeats) this.#said.set(vector, { source, broken, facts, payload: vouch(payload) });
    return payload;
  }

  #made(look: Look, broken: ReadonlySet<string>): Checks {
    const decisions = this.contracts.map((contract) => ({
      contractId: contract.id,
      passed: !broken.has(contract.id),
      mode: contract.mode,
      ...sawOf(contract, look),
    }));
    return { eventType: look.event.type, decisions };
  }
}

/** The values that a contract decided on, where it says what it reads. */
export function sawOf({ reads }: Contract, look: Look): { readonly saw?: Evidence } {
  return reads ? { saw: evidenceOf(reads, look) } : {};
}

/** Every fact, so that a new one cannot be forgotten. */
const facts: Readonly<Record<keyof PaneFacts, true>> = {
  ...{ waiting: true, submitter: true, overlayOpen: true, visible: true },
  ...{ focusHolder: true, injecting: true },
};
const factNames = Object.keys(facts) as readonly (keyof PaneFacts)[];

function isSame(one: PaneFacts, other: PaneFacts): boolean {
  for (const name of factNames) if (one[name] !== other[name]) return false;
  return true;
}

function readsNoPayload({ reads }: Contract): boolean {
  return reads?.every((name) => !name.startsWith('payload.')) ?? true;
}
