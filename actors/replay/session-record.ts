/**
 * What a session log says of the kernel that wrote it, read once: how it began, its contracts,
 * its verdicts and events as fingerprints, and when its timers rang.
 *
 * @spec reliability invariants
 */
import {
  definitionOf,
  type EventType,
  isEventType,
} from '../../machines/kernel/events/registry.ts';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import {
  type KernelInput,
  kernelInputSchema,
  type StartInput,
} from '../../machines/record/kernel-lines.ts';
import {
  isEnd,
  isEvent,
  isInput,
  isVerdict,
  type LoggedEvent,
  type SessionLine,
} from '../../machines/record/session-line.ts';
import { VerdictTrail, verdictText } from '../../machines/record/verdict-trail.ts';
import { createDigest } from '../../runtime/record/digest.ts';

export interface NamedContract {
  readonly id: string;
  readonly version: number;
  readonly mode: 'enforced' | 'shadow';
}

export interface Counted {
  readonly count: number;
  /** SHA-256. */
  readonly hash: string;
}

export interface SessionRecord {
  readonly start: StartInput & KernelInput;
  /** Registered later on. */
  readonly registered: readonly NamedContract[];
  readonly inputs: number;
  readonly verdicts: Counted;
  /** Of Lane A. */
  readonly events: Counted;
  readonly trail: VerdictTrail;
  /** How often a timer rang that was due then. */
  readonly rings: ReadonlyMap<number, number>;
  /** How late the latest of them rang. */
  readonly lateMs: number;
  readonly lastMs: number;
  /** The session was closed; else the last lines may be lost. */
  readonly isWhole: boolean;
}

/** Folds lines into counts and fingerprints; of the first so many only, where that is said. */
export class Tally {
  readonly trail = new VerdictTrail();
  readonly #verdicts = createDigest();
  readonly #events = createDigest();
  readonly #most: { readonly verdicts: number; readonly events: number };
  #verdictCount = 0;
  #eventCount = 0;

  constructor(most = { verdicts: Number.POSITIVE_INFINITY, events: Number.POSITIVE_INFINITY }) {
    this.#most = most;
  }

  add(line: SessionLine): void {
    if (isEvent(line)) this.#addEvent(line);
    else if (!isVerdict(line) || this.#verdictCount < this.#most.verdicts) this.#addOther(line);
  }

  #addOther(line: SessionLine): void {
    const intent = this.trail.add(line);
    if (!intent) return;
    this.#verdictCount += 1;
    this.#verdicts.add(verdictText(intent));
  }

  verdicts(): Counted {
    return { count: this.#verdictCount, hash: this.#verdicts.hex() };
  }

  events(): Counted {
    return { count: this.#eventCount, hash: this.#events.hex() };
  }

  #addEvent({ atMs: _, ...event }: LoggedEvent): void {
    const { type } = event;
    if (!isEventType(type) || laneOf(type) !== 'A' || this.#eventCount >= this.#most.events) return;
    this.#eventCount += 1;
    this.#events.add(JSON.stringify(event));
  }
}

export function readRecord(lines: Iterable<SessionLine>, file: string): Result<SessionRecord> {
  const tally = new Tally();
  const registered: NamedContract[] = [];
  const rings = new Map<number, number>();
  let start: (StartInput & KernelInput) | null = null;
  let [inputs, lastMs, lateMs, number] = [0, 0, 0, 0];
  let isWhole = false;
  for (const line of lines) {
    number += 1;
    lastMs = line.atMs;
    if (isEnd(line)) isWhole = line.end === 'closed';
    tally.add(line);
    if (!isInput(line)) continue;
    const read = kernelInputSchema.safeParse(line);
    if (!read.success) return refuse([unreadableInput(line.input, number, file)]);
    inputs += 1;
    const one = read.data;
    if (one.input === 'start') start ??= one;
    if (start === null) return refuse([noKernel(file)]);
    if (one.input === 'contract') registered.push(one);
    if (one.input !== 'time') continue;
    rings.set(one.dueMs, (rings.get(one.dueMs) ?? 0) + 1);
    lateMs = Math.max(lateMs, one.atMs - one.dueMs);
  }
  if (start === null) return refuse([noKernel(file)]);
  const counted = { verdicts: tally.verdicts(), events: tally.events(), trail: tally.trail };
  return succeed({ start, registered, inputs, ...counted, rings, lateMs, lastMs, isWhole });
}

function laneOf(type: EventType): string {
  return definitionOf(type).lane;
}

function noKernel(file: string): Problem {
  return {
    code: 'NO_INPUTS',
    message: 'Expected the log of a recorded kernel, got one without its inputs.',
    where: { file },
    hint: 'Try a log that `createKernel({ log })` wrote; one of `ambush run` has events only.',
  };
}

/** `line` counts the lines behind the header, in all segments. */
function unreadableInput(input: string, line: number, file: string): Problem {
  return {
    code: 'INPUT_UNREADABLE',
    message: `Expected an input that this version knows, got another ${input}.`,
    where: { file, line: line + 1 },
    hint: 'Try the version of Ambush that wrote the log.',
  };
}
