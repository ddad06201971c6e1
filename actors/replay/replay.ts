/**
 * A recorded session asked again of a fresh kernel, in virtual time: the same verdicts and the
 * same events, or every verdict that differs. With a contract that was changed, what it would have
 * decided.
 *
 * @spec kernel 5.3
 * @spec reliability invariants
 */
import type { Contract } from '../../machines/kernel/contract.ts';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import { standingContracts } from '../../machines/kernel/standing-contracts.ts';
import type { KernelInput } from '../../machines/record/kernel-lines.ts';
import type { SessionLine } from '../../machines/record/session-line.ts';
import { type IntentTrail, sameVerdicts } from '../../machines/record/verdict-trail.ts';
import { didYouMean } from '../../machines/timeline/suggest.ts';
import type { Random } from '../../runtime/host/host.ts';
import { assemble } from '../kernel/core.ts';
import { Feed } from '../kernel/feed.ts';
import { Recorder } from '../kernel/recorder.ts';
import { readInputs } from '../kernel/recovery.ts';
import { Timekeeper } from '../kernel/timekeeper.ts';
import {
  type Counted,
  type NamedContract,
  readRecord,
  type SessionRecord,
  Tally,
} from './session-record.ts';

export interface ReplaySource {
  /** What the user called it. */
  readonly name: string;
  /** Each call reads anew. */
  lines(): Iterable<SessionLine>;
}

export interface ReplayOptions {
  readonly seeded: (seed: string) => Random;
  /** In place of those with the same id, or besides. */
  readonly contracts: readonly Contract[];
  /** Ids of contracts that are enforced in the replay, whatever their mode. */
  readonly enforced: readonly string[];
}

export interface ContractChange {
  readonly id: string;
  /** Null for one that the session did not have. */
  readonly recorded: Omit<NamedContract, 'id'> | null;
  readonly now: Omit<NamedContract, 'id'>;
}

export interface Difference {
  readonly recorded: IntentTrail;
  readonly now: IntentTrail | null;
}

export interface Replayed {
  readonly isSame: boolean;
  readonly inputs: number;
  readonly lastMs: number;
  readonly isWhole: boolean;
  readonly intents: number;
  readonly verdicts: { readonly recorded: Counted; readonly now: Counted };
  readonly events: { readonly recorded: Counted; readonly now: Counted };
  readonly differences: readonly Difference[];
  /** Contracts that were given, or have another version or mode than recorded. */
  readonly contracts: readonly ContractChange[];
}

/** What no record rings, since things went otherwise, is at most so late. */
const lateMaxMs = 50;

export function replaySession(source: ReplaySource, options: ReplayOptions): Result<Replayed> {
  const read = readRecord(source.lines(), source.name);
  if (!read.ok) return read;
  const record = read.value;
  const cast = castOf(record, options, source.name);
  if (!cast.ok) return cast;
  const exact = run(source, record, cast.value, options, false);
  const isExact = exact.verdicts().hash === record.verdicts.hash;
  // Where something changed, timers are set that nobody recorded: they ring by themselves.
  const tally = isExact ? exact : run(source, record, cast.value, options, true);
  const differences = differencesOf(record, tally);
  const changes = cast.value.changes;
  return succeed({
    isSame: isSame(record, tally, options),
    inputs: record.inputs,
    lastMs: record.lastMs,
    isWhole: record.isWhole,
    intents: record.trail.intents.length,
    verdicts: { recorded: record.verdicts, now: tally.verdicts() },
    events: { recorded: record.events, now: tally.events() },
    differences,
    contracts: changes,
  });
}

/** With other contracts the events may say more; then only the verdicts count. */
function isSame(record: SessionRecord, tally: Tally, options: ReplayOptions): boolean {
  if (record.verdicts.hash !== tally.verdicts().hash) return false;
  if (options.contracts.length > 0 || options.enforced.length > 0) return true;
  return record.events.hash === tally.events().hash;
}

function differencesOf({ trail }: SessionRecord, tally: Tally): readonly Difference[] {
  return trail.intents.flatMap((recorded, at) => {
    const now = tally.trail.intents[at] ?? null;
    return now && sameVerdicts(recorded, now) ? [] : [{ recorded, now }];
  });
}

interface Cast {
  readonly initial: readonly Contract[];
  readonly registered: ReadonlyMap<string, Contract>;
  readonly changes: readonly ContractChange[];
}

function castOf(record: SessionRecord, options: ReplayOptions, file: string): Result<Cast> {
  const given = new Map(options.contracts.map((contract) => [contract.id, contract]));
  const was = new Map(
    [...record.start.contracts, ...record.registered].map((one) => [one.id, one]),
  );
  const ours = new Set(standingContracts.map(({ id }) => id));
  const known = new Set([...ours, ...was.keys(), ...given.keys()]);
  const problems: Problem[] = [
    ...record.registered.filter(({ id }) => !given.has(id)).map((one) => missing(one, file)),
    ...options.enforced.filter((id) => !known.has(id)).map((id) => unknown(id, known)),
  ];
  if (problems.length > 0) return refuse(problems);
  const now = (contract: Contract): Contract => {
    const one = given.get(contract.id) ?? contract;
    return options.enforced.includes(one.id) ? { ...one, mode: 'enforced' } : one;
  };
  const later = new Set(record.registered.map(({ id }) => id));
  const added = options.contracts.filter(({ id }) => !ours.has(id) && !later.has(id));
  const initial = [...standingContracts, ...added].map(now);
  const registered = new Map(
    options.contracts.filter(({ id }) => later.has(id)).map((one) => [one.id, now(one)]),
  );
  const changes = [...initial, ...registered.values()].flatMap((one) => changeOf(one, was, given));
  return succeed({ initial, registered, changes });
}

function changeOf(
  { id, version, mode }: Contract,
  was: ReadonlyMap<string, NamedContract>,
  given: ReadonlyMap<string, Contract>,
): readonly ContractChange[] {
  const before = was.get(id);
  if (!given.has(id) && before?.version === version && before.mode === mode) return [];
  const recorded = before ? { version: before.version, mode: before.mode } : null;
  return [{ id, recorded, now: { version, mode } }];
}

function missing({ id, version }: NamedContract, file: string): Problem {
  return {
    code: 'CONTRACT_MISSING',
    message: `Expected the contract ${id} (version ${version}), which the session registered.`,
    where: { file },
    hint: 'Try --contract FILE.mjs: a log names contracts, but has no code.',
  };
}

function unknown(id: string, known: ReadonlySet<string>): Problem {
  return {
    code: 'UNKNOWN_CONTRACT',
    message: `Expected a contract of the session or one that is given, got ${JSON.stringify(id)}.`,
    where: { path: '--enforce' },
    hint: didYouMean(id, [...known]) ?? 'Try the id of a contract that is given with --contract.',
  };
}

/** Asks everything again; what a crash cut from the record's end is not compared. */
function run(
  source: ReplaySource,
  record: SessionRecord,
  cast: Cast,
  { seeded }: ReplayOptions,
  ringsAlone: boolean,
): Tally {
  const { start, verdicts, events } = record;
  const most = ringsAlone ? undefined : { verdicts: verdicts.count, events: events.count };
  const tally = new Tally(record.isWhole ? undefined : most);
  const log = { write: (line: SessionLine) => tally.add(plain(line)), flush: () => {} };
  const keeper = new Timekeeper(() => {});
  const recorder = new Recorder({ log, keeper, seeded, seed: start.seed });
  keeper.set(0, start.startMs);
  const core = assemble({
    clock: keeper,
    random: recorder.chance,
    ...{ panes: start.panes, ttlMs: start.ttlMs, recorder, contracts: cast.initial },
    send: start.hands ? () => {} : null,
  });
  const alone = ringsAlone ? new Alone(record, keeper, recorder) : null;
  const contractOf = ({ id }: { readonly id: string }): Contract => {
    const contract = cast.registered.get(id);
    if (!contract) throw new Error(`Expected the contract ${id} in the cast.`);
    return contract;
  };
  const inputs = readInputs(source.lines());
  const before = (one: KernelInput): void => alone?.before(one);
  new Feed({ core, keeper, inputs, contractOf, before }).run();
  alone?.until(record.lastMs);
  return tally;
}

/** Rings what the record does not ring. */
class Alone {
  readonly #ahead: Map<number, number>;
  readonly #keeper: Timekeeper;
  readonly #recorder: Recorder;
  #count = 0;
  /** As late as the record's own timers, which on a virtual clock are on time. */
  readonly #lateMs: number;

  constructor({ rings, lateMs }: SessionRecord, keeper: Timekeeper, recorder: Recorder) {
    this.#ahead = new Map(rings);
    this.#lateMs = Math.min(lateMs, lateMaxMs);
    this.#keeper = keeper;
    this.#recorder = recorder;
  }

  before(one: KernelInput): void {
    this.until(one.atMs - this.#lateMs);
    if (one.input !== 'time') return;
    this.#ahead.set(one.dueMs, (this.#ahead.get(one.dueMs) ?? 0) - 1);
  }

  until(untilMs: number): void {
    const keeper = this.#keeper;
    const isRecorded = (dueMs: number): boolean => (this.#ahead.get(dueMs) ?? 0) > 0;
    for (
      let dueMs = keeper.next(isRecorded);
      dueMs !== null && dueMs <= untilMs;
      dueMs = keeper.next(isRecorded)
    ) {
      const due = dueMs;
      keeper.set(Math.max(due, keeper.monotonicMs()));
      this.#count += 1;
      this.#recorder.besides(`alone ${this.#count}`, () => keeper.ring({ dueMs: due, nth: 0 }));
    }
  }
}

/** A line as it would be read back, so that both fingerprints are of the same text. */
function plain(line: SessionLine): SessionLine {
  return JSON.parse(JSON.stringify(line)) as SessionLine;
}
