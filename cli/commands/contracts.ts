/**
 * `ambush contracts ls|approve|reject|promote`: the contracts of the host, and the trial of those that
 * are not enforced yet.
 *
 * @spec kernel 5.3
 */
import {
  type ContractRow,
  contractListSchema,
  contractRowSchema,
} from '../../machines/control/values.ts';
import type { Io } from '../io.ts';
import { askHost, type Printing } from '../on-host.ts';
import type { Palette } from '../render/palette.ts';
import { pad, printable } from '../render/printable.ts';
import { countText } from '../render/units.ts';

export function runContractsList(printing: Printing, io: Io): Promise<number> {
  return askHost({ do: 'contracts.list' }, contractListSchema, printing, io, listText);
}

export interface JudgeOptions extends Printing {
  readonly contractId: string;
  readonly says: 'approve' | 'reject';
  /** Who says so. */
  readonly by: string;
}

export function runContractsJudge(options: JudgeOptions, io: Io): Promise<number> {
  const { contractId, says, by } = options;
  const asked = { do: 'contracts.judge', contractId, says, by } as const;
  return askHost(asked, contractRowSchema, options, io, trialText);
}

export interface PromoteOptions extends Printing {
  readonly contractId: string;
}

export function runContractsPromote(options: PromoteOptions, io: Io): Promise<number> {
  const asked = { do: 'contracts.promote', contractId: options.contractId } as const;
  return askHost(
    asked,
    contractRowSchema,
    options,
    io,
    ({ id }) => `${printable(id)} is enforced.\n`,
  );
}

function listText(
  { contracts }: { readonly contracts: readonly ContractRow[] },
  palette: Palette,
): string {
  const width = Math.max(...contracts.map(({ id }) => id.length), 8);
  const line = (cells: readonly string[]): string =>
    `${cells
      .map((cell, at) => pad(cell, at === 0 ? width : 10))
      .join('  ')
      .trimEnd()}\n`;
  const rows = contracts.map(({ id, mode, evaluations, failures, trial }) => {
    const row = line([printable(id), mode, `${evaluations}`, `${failures}`]);
    return trial ? `${row}${missesText(trial.misses)}` : row;
  });
  return [
    palette.faint(line(['contract', 'mode', 'looked', 'refused']).trimEnd()),
    '\n',
    ...rows,
  ].join('');
}

function trialText({ id, trial }: ContractRow): string {
  const { sessions = 0, signOffs = [], misses = [] } = trial ?? {};
  const names = signOffs.length === 0 ? 'nobody' : signOffs.map(printable).join(', ');
  return `${printable(id)}: ${countText(sessions, 'session')}, approved by ${names}.\n${missesText(misses)}`;
}

function missesText(misses: readonly string[]): string {
  return misses.map((miss) => `  ${printable(miss)}\n`).join('');
}
