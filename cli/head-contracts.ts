/**
 * The contracts of a host that is starting: each module is run, in its turn and for a while, and each
 * contract has an id that nobody else has.
 *
 * @spec kernel 5.1 5.3
 */
import { contractsMax } from '../actors/kernel/door.ts';
import type { HeadOrders } from '../machines/control/head-orders.ts';
import type { Contract } from '../machines/kernel/contract.ts';
import { type Problem, type Result, refuse, succeed } from '../machines/kernel/problem.ts';
import { standingContracts } from '../machines/kernel/standing-contracts.ts';
import { readContracts } from '../runtime/formats/contract-file.ts';
import type { Clock } from '../runtime/host/host.ts';
import { loadedTooLate, loadPatienceMs } from './head-word.ts';

interface Found {
  readonly contract: Contract;
  /** The module, as the user said it. */
  readonly name: string;
}

/** All problems of all modules; `onLoading` is told whose turn it is, and null in the end. */
export async function contractsOf(
  modules: HeadOrders['contracts'],
  clock: Clock,
  onLoading: (name: string | null) => void,
): Promise<Result<readonly Contract[]>> {
  const found: Found[] = [];
  const problems: Problem[] = [];
  for (const { path, name } of modules) {
    onLoading(name);
    const read = await inTime(readContracts(path, name), name, clock);
    if (read.ok) found.push(...read.value.map((contract) => ({ contract, name })));
    else problems.push(...read.problems);
  }
  if (modules.length > 0) onLoading(null);
  problems.push(...takenIds(found), ...beyondBound(found));
  return problems.length > 0 ? refuse(problems) : succeed(found.map(({ contract }) => contract));
}

function inTime<Value>(
  work: Promise<Result<Value>>,
  name: string,
  clock: Clock,
): Promise<Result<Value>> {
  let timer: unknown;
  const late = new Promise<Result<Value>>((resolve) => {
    timer = clock.setTimeout(() => resolve(refuse([loadedTooLate(name)])), loadPatienceMs);
  });
  return Promise.race([work, late]).finally(() => clock.clearTimeout(timer));
}

function takenIds(found: readonly Found[]): readonly Problem[] {
  const owners = new Map(standingContracts.map(({ id }) => [id, 'a contract that always stands']));
  return found.flatMap(({ contract: { id }, name }) => {
    const owner = owners.get(id);
    if (owner === undefined) {
      owners.set(id, `one of ${name}`);
      return [];
    }
    return {
      code: 'CONTRACT_ID_TAKEN',
      message: `Expected a contract with an id of its own, got ${id}, which is ${owner}.`,
      where: { file: name },
      hint: 'Try another id; `ambush contracts ls` lists those of a host that is up.',
    };
  });
}

function beyondBound(found: readonly Found[]): readonly Problem[] {
  const max = contractsMax - standingContracts.length;
  const first = found[max];
  if (first === undefined) return [];
  const message = `Expected at most ${max} contracts of your own, got ${found.length}.`;
  const where = { file: first.name };
  return [{ code: 'TOO_MANY_CONTRACTS', message, where, hint: 'Try fewer modules.' }];
}
