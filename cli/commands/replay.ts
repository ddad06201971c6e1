/**
 * `ambush replay FILE`: asks a recorded session again of a fresh kernel, and says whether it
 * decides the same, or which verdicts differ.
 *
 * @spec kernel 5.3
 * @spec reliability invariants
 */
import { resolve } from 'node:path';
import { type Replayed, replaySession } from '../../actors/replay/replay.ts';
import type { Contract } from '../../machines/kernel/contract.ts';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import { readContracts } from '../../runtime/formats/contract-file.ts';
import { createSeededRandom } from '../../runtime/host/random.ts';
import { complain } from '../complaint.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Io, wantsColor } from '../io.ts';
import { openAny } from '../open-log.ts';
import { logNotes } from '../render/log-notes.ts';
import { coloured, plain } from '../render/palette.ts';
import { replayJson, replayText } from '../render/replay.ts';

export interface ReplayOptions {
  /** The session log; `-` is standard input. */
  readonly file: string;
  /** Modules that export contracts. */
  readonly contracts: readonly string[];
  /** Ids of contracts that are enforced in the replay. */
  readonly enforced: readonly string[];
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Returns the exit status: 0 for the same, 1 where something differs, 2 with the problems. */
export async function runReplay(options: ReplayOptions, io: Io): Promise<number> {
  const contracts = await contractsOf(options, io);
  const opened = await openAny(options.file, io);
  if (!contracts.ok || !opened.ok) {
    return complain([contracts, opened].flatMap(problemsOf), options.json, io);
  }
  const log = opened.value;
  try {
    const [given, enforced] = [contracts.value, options.enforced];
    const replay = replaySession(log, { seeded: createSeededRandom, contracts: given, enforced });
    io.stderr.write(logNotes(log, wantsColor(io, io.stderr) ? coloured : plain));
    if (!replay.ok) return complain(replay.problems, options.json, io);
    print(replay.value, options, io);
    return replay.value.isSame ? exitCodes.pass : exitCodes.weakness;
  } finally {
    log.close();
  }
}

function print(replayed: Replayed, { file, json, quiet }: ReplayOptions, io: Io): void {
  const { stdout } = io;
  if (json) stdout.write(replayJson(replayed));
  else if (!quiet || !replayed.isSame) {
    const palette = wantsColor(io, stdout) ? coloured : plain;
    stdout.write(replayText(replayed, file, stdout.columns, palette));
  }
}

/** Every problem of every file; an id that is given twice is one, too. */
async function contractsOf(
  { contracts }: ReplayOptions,
  io: Io,
): Promise<Result<readonly Contract[]>> {
  const read = await Promise.all(
    contracts.map((name) => readContracts(resolve(io.cwd, name), name)),
  );
  const found = read.flatMap((one) => (one.ok ? one.value : []));
  const ids = found.map(({ id }) => id);
  const twice = [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))].map(
    (id): Problem => ({
      code: 'CONTRACT_TWICE',
      message: `Expected each contract once, got ${id} twice.`,
      where: { path: '--contract' },
      hint: 'Try it without one of the files, or give one of the contracts another id.',
    }),
  );
  const problems = [...read.flatMap(problemsOf), ...twice];
  return problems.length > 0 ? refuse(problems) : succeed(found);
}

function problemsOf(result: Result<unknown>): readonly Problem[] {
  return result.ok ? [] : result.problems;
}
