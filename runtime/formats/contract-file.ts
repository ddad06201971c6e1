/**
 * A module of a user's own that exports contracts: its default export, or any of its names, each a
 * contract or a list of them. The module is run: it is code, not data.
 *
 * @spec kernel 5.1 5.3
 */
import { pathToFileURL } from 'node:url';
import type { Contract } from '../../machines/kernel/contract.ts';
import { contractProblem } from '../../machines/kernel/contract-shape.ts';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';

/** `name` is what the user called the file. */
export async function readContracts(
  path: string,
  name: string,
): Promise<Result<readonly Contract[]>> {
  const where = { file: name };
  const no = (code: string, message: string, hint: string): Result<never> =>
    refuse([{ code, message, where, hint }]);
  let exported: readonly unknown[];
  try {
    const module: unknown = await import(pathToFileURL(path).href);
    exported = Object.values(module as Record<string, unknown>).flat();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const message = `Expected a module that can be loaded; ${said}`;
    return no('CONTRACT_NOT_LOADED', message, `Try \`node ${name}\`: it shows where it fails.`);
  }
  const found = [...new Set(exported.filter(isLikeContract))];
  if (found.length === 0) {
    const hint = 'Try `export const contract = { id, version, appliesTo, preconditions, … };`.';
    return no('NO_CONTRACT', 'Expected a module that exports a contract, got none.', hint);
  }
  const wrong = found.flatMap((one) => contractProblem(one) ?? []);
  if (wrong.length === 0) return succeed(found);
  const hint = 'Try to mend that part of the contract; the guide on the kernel shows a whole one.';
  return refuse(wrong.map((message): Problem => ({ code: 'CONTRACT', message, where, hint })));
}

/** Whatever else a module exports is none of ours. */
function isLikeContract(value: unknown): value is Contract {
  return typeof value === 'object' && value !== null && 'id' in value && 'preconditions' in value;
}
