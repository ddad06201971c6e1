/**
 * A kernel that goes on where the record of another ends. The record is asked again of a new
 * kernel whose effects are withheld; then it lives: what fell due meanwhile ends first, what the
 * hands may have been at ends unknown, and nothing that was asked of them is asked again.
 *
 * @spec reliability invariants
 */
import type { PaneOrder } from '../../machines/hands/pane-messages.ts';
import type { Contract } from '../../machines/kernel/contract.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { standingContracts } from '../../machines/kernel/standing-contracts.ts';
import {
  type KernelInput,
  kernelInputSchema,
  type RecoverInput,
  type StartInput,
} from '../../machines/record/kernel-lines.ts';
import { isInput, type SessionLine } from '../../machines/record/session-line.ts';
import { sketchText } from '../../machines/record/sketch.ts';
import type { Clock } from '../../runtime/host/host.ts';
import { assemble, type Core, type KernelWorld } from './core.ts';
import { EventKernel } from './event-kernel.ts';
import type { Kernel, KernelOptions, Recovery } from './face.ts';
import { Feed } from './feed.ts';
import { RecordedCourse } from './recorded-course.ts';
import { type KernelLog, Recorder } from './recorder.ts';
import { Timekeeper } from './timekeeper.ts';

type Options = KernelOptions & KernelWorld & { readonly recover: Recovery };

const nowhere: KernelLog = { write: () => {}, flush: () => {} };

/** @throws TypeError for a record that is none of a kernel's, or does not fit the options. */
export function recoverKernel(options: Options): Kernel {
  const { clock, seeded, hands, recover, log = nowhere } = options;
  const course = new RecordedCourse();
  const inputs = readInputs(course.watch(recover.lines()));
  const start = startOf(inputs, options);
  const keeper: Timekeeper = new Timekeeper((ring, fn) =>
    recorder.take(() => ({ input: 'time', ...ring }), fn),
  );
  const recorder = new Recorder({ log: course.tap(log), keeper, seeded, seed: start.seed });
  keeper.set(0, start.startMs);
  keeper.set(start.atMs, start.wallMs);
  let isLive = false;
  const send = (order: PaneOrder): void => {
    if (isLive) hands?.send(keeper.inHostTime(order));
  };
  const core = assemble({
    clock: keeper,
    random: recorder.chance,
    ...{ panes: start.panes, ttlMs: start.ttlMs, recorder },
    contracts: standingContracts,
    send: hands ? send : null,
  });
  let last: Zero = start;
  recorder.take(
    () => start,
    () => {},
  );
  const contractOf = (wanted: Standing): Contract => contractNamed(wanted, recover.contracts ?? []);
  const before = (one: KernelInput): void => {
    if (one.input === 'recover') last = one;
  };
  const sketched = new Feed({ core, keeper, inputs, contractOf, before }).run();
  course.settle();
  const kernel = new EventKernel({ ...core, hands, nowMs: () => keeper.nowMs() });
  recover.prepare?.(kernel);
  const zeroMs = zeroOf(clock, keeper, last);
  keeper.goLive(clock, zeroMs);
  isLive = true;
  const texts = textsOf(core, sketched, recover);
  const origin = clock.origin ?? null;
  const input: RecoverInput = {
    input: 'recover',
    seed: options.random.uuid(),
    bodies: [...texts].flatMap(([eventId, text]) => (text === null ? [] : [eventId])),
    ...{ zeroMs, origin },
    ...(course.brokeOff === null ? {} : { isDoubtful: true as const }),
  };
  if (!core.inputs.stopped) core.inputs.recover(input, ({ eventId }) => texts.get(eventId));
  keeper.wake();
  return kernel;
}

type Zero = Pick<StartInput, 'zeroMs' | 'origin'>;

/**
 * Instant 0 of the session on the clock of now. The same clock tells what passed; another one,
 * such as after a reboot, says nothing, so that the wall clock must do. Time never goes back.
 */
function zeroOf(clock: Clock, keeper: Timekeeper, last: Zero): number {
  const nowMs = clock.monotonicMs();
  const isSame = last.origin !== null && clock.origin === last.origin;
  if (isSame && nowMs - last.zeroMs >= keeper.monotonicMs()) return last.zeroMs;
  const passedMs = Math.max(0, clock.wallMs() - keeper.wallMs());
  return nowMs - keeper.monotonicMs() - passedMs;
}

/** Of each request that waits and whose text was not recorded: its text, or null. */
function textsOf(
  { panes }: Core,
  sketched: ReadonlySet<string>,
  recover: Recovery,
): ReadonlyMap<string, string | null> {
  const texts = new Map<string, string | null>();
  for (const { injections } of panes.values()) {
    for (const { request, isTextLost } of injections.queue) {
      if (!sketched.has(request.eventId) || isTextLost) continue;
      texts.set(request.eventId, textOf(request, recover));
    }
  }
  return texts;
}

function textOf(request: Envelope, recover: Recovery): string | null {
  const text = recover.textOf?.(request) ?? null;
  return text !== null && sketchText(text) === request.payload.body ? text : null;
}

/** The inputs among the lines, each as it must be. @throws TypeError for one that is not. */
export function* readInputs(lines: Iterable<SessionLine>): Generator<KernelInput, undefined> {
  for (const line of lines) {
    if (!isInput(line)) continue;
    const read = kernelInputSchema.safeParse(line);
    if (!read.success) {
      throw new TypeError(`Expected an input of a kernel, got a wrong ${line.input}.`);
    }
    yield read.data;
  }
}

/** The first input, which the kernel of now must fit in everything that decides. */
function startOf(
  inputs: Iterator<KernelInput>,
  { hands, panes, ttlMs }: Options,
): StartInput & KernelInput {
  const first = inputs.next().value;
  if (first?.input !== 'start') throw new TypeError('Expected the record of a kernel, got none.');
  if (first.hands !== (hands !== undefined)) {
    throw new TypeError(
      `Expected a kernel ${first.hands ? 'with' : 'without'} hands, as recorded.`,
    );
  }
  if (panes !== undefined && panes.join() !== first.panes.join()) {
    throw new TypeError(`Expected the panes ${first.panes.join(', ')}, as recorded.`);
  }
  if (ttlMs !== undefined && ttlMs !== first.ttlMs) {
    throw new TypeError(`Expected a ttlMs of ${first.ttlMs}, as recorded.`);
  }
  const { contracts }: StartInput = first;
  for (const wanted of contracts) contractNamed(wanted, standingContracts);
  for (const { id } of standingContracts) {
    if (contracts.some((contract) => contract.id === id)) continue;
    throw new TypeError(`Expected the contracts of the record, got ${id} besides.`);
  }
  return first;
}

type Standing = Pick<Contract, 'id' | 'version' | 'mode'>;

/** A contract decides anew whatever the record asks, so it must be the very one. */
function contractNamed(wanted: Standing, contracts: readonly Contract[]): Contract {
  const { id, version, mode } = wanted;
  const found = contracts.find((contract) => contract.id === id);
  if (found?.version === version && found.mode === mode) return found;
  const got = found ? `version ${found.version}, ${found.mode}` : 'none';
  throw new TypeError(
    `Expected the contract ${id} of the record, version ${version}, ${mode}; got ${got}.`,
  );
}
