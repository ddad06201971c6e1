/**
 * A contract: the events it governs, what must be true of them, and what happens otherwise.
 *
 * @spec kernel 5 5.1
 */
import type { Envelope } from './envelope.ts';
import type { PaneFacts, Readable } from './evidence.ts';
import { matchesPattern } from './pattern.ts';
import type { StateVector } from './state-vector.ts';
import type { Action } from './verdict.ts';

/** A failed precondition may say more than no: what exactly, and a milder or harder action. */
export interface Failing {
  readonly detail: string;
  readonly action?: Action;
}

/**
 * A pure predicate: true when the contract is kept. It sees the intent unredacted, and must
 * change nothing. One that throws fails closed.
 */
export type Precondition = (
  event: Envelope,
  vector: StateVector,
  facts: PaneFacts,
) => boolean | Failing;

export interface Contract {
  /** Kebab-case, unique. */
  readonly id: string;
  readonly version: number;
  readonly owner: string;
  /** Event types, `family.*` or `*`. */
  readonly appliesTo: readonly string[];
  readonly preconditions: readonly Precondition[];
  /**
   * What the preconditions read, all of it, such as `gates.focusLocked` or `payload.policy`; told
   * with each decision as the values it was made on. Without it a decision is told without them.
   */
  readonly reads?: readonly Readable[];
  readonly severity: 'block' | 'warn' | 'info';
  readonly action: Action;
  /** What happens deterministically when the action leads nowhere, in words. */
  readonly fallbackAction: string;
  readonly mode: 'enforced' | 'shadow';
  readonly emitOnViolation: string;
  /** Whether kill, restart and manual input pass all the same, with `contract.override`. */
  readonly bypass?: 'critical' | 'none';
  /** Reason of the drop when an intent that this contract held back expires. */
  readonly expiryReason?: string;
}

export type Outcome =
  | { readonly passed: true }
  | {
      readonly passed: false;
      readonly action: Action;
      readonly detail: string;
      /** The predicate threw; what it threw. */
      readonly threw?: unknown;
    };

const kept: Outcome = { passed: true };

export function governs(contract: Contract, type: string): boolean {
  return contract.appliesTo.some((pattern) => matchesPattern(pattern, type));
}

/** Every precondition must hold; the first that does not decides. */
export function check(
  contract: Contract,
  event: Envelope,
  vector: StateVector,
  facts: PaneFacts,
): Outcome {
  for (const precondition of contract.preconditions) {
    try {
      const answer = precondition(event, vector, facts);
      if (answer === true) continue;
      if (typeof answer === 'object' && answer !== null) {
        return { passed: false, action: answer.action ?? contract.action, detail: answer.detail };
      }
      return { passed: false, action: contract.action, detail: `${contract.id} does not hold` };
    } catch (threw) {
      return { passed: false, action: 'block', detail: 'the predicate threw', threw };
    }
  }
  return kept;
}
