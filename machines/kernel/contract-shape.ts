/**
 * Whether something that a stranger hands in is a contract at all.
 *
 * @spec kernel 5.1
 */
import type { Contract } from './contract.ts';
import { isEventType } from './events/registry.ts';
import { isReadable, readables } from './evidence.ts';
import { told } from './told.ts';
import { actions } from './verdict.ts';

/** What is wrong with it, in words; null when nothing is. */
export function contractProblem(contract: Contract): string | null {
  if (typeof contract !== 'object' || contract === null) {
    return `Expected a contract, got ${told(contract)}.`;
  }
  const {
    id,
    version,
    appliesTo,
    preconditions,
    action,
    mode,
    emitOnViolation,
    reads = [],
  } = contract;
  if (typeof id !== 'string' || id === '') return 'Expected a contract with an id.';
  if (!Number.isFinite(version)) {
    return `Expected ${id} to have a version, a number; got ${told(version)}.`;
  }
  if (!Array.isArray(appliesTo) || !Array.isArray(preconditions)) {
    return `Expected ${id} to have lists appliesTo and preconditions.`;
  }
  if (!actions.includes(action)) return `Expected ${id} to have an action, got ${action}.`;
  if (mode !== 'enforced' && mode !== 'shadow') {
    return `Expected ${id} to be enforced or shadow, got ${mode}.`;
  }
  if (!Array.isArray(reads) || !reads.every(isReadable)) {
    return `Expected ${id} to read what there is (${readables.join(', ')}, payload.KEY), got ${reads}.`;
  }
  if (emitOnViolation !== undefined && !isEventType(emitOnViolation)) {
    return `Expected ${id} to emit a type of the taxonomy, got ${emitOnViolation}.`;
  }
  return null;
}
