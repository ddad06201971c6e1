/**
 * The event kernel, alive: one door for every intent, the panes behind it, safe mode over them,
 * and a memory of all that was said. It is synchronous: a call is one turn, run to completion,
 * and its events are delivered when the turn is over.
 *
 * @spec kernel 1 5 7.6
 */
import { defaultTtlMs } from '../../machines/kernel/deferral-queue.ts';
import { standingContracts } from '../../machines/kernel/standing-contracts.ts';
import { assemble, type KernelWorld } from './core.ts';
import { EventKernel } from './event-kernel.ts';
import type { Kernel, KernelOptions } from './face.ts';
import { Recorder } from './recorder.ts';
import { recoverKernel } from './recovery.ts';
import { Timekeeper } from './timekeeper.ts';

const defaultPanes = ['1', '2', '3'] as const;

/** A kernel. Several live side by side; they share nothing. */
export function createKernel(options: KernelOptions & KernelWorld): Kernel {
  const { recover, log } = options;
  if (recover) return recoverKernel({ ...options, recover });
  if (log) return createRecorded({ ...options, log });
  const { clock, random, hands } = options;
  const core = assemble({
    ...{ clock, random },
    ...sizeOf(options),
    contracts: standingContracts,
    send: hands ? (order) => hands.send(order) : null,
    recorder: null,
  });
  return new EventKernel({ ...core, hands, nowMs: () => clock.monotonicMs() });
}

/** Its ids come from a seed, and its time stands still within each input. */
function createRecorded(
  options: KernelOptions & KernelWorld & Required<Pick<KernelOptions, 'log'>>,
): Kernel {
  const { log, clock, random, seeded, hands } = options;
  const { panes, ttlMs } = sizeOf(options);
  const seed = random.uuid();
  const keeper: Timekeeper = new Timekeeper((ring, fn) =>
    recorder.take(() => ({ input: 'time', ...ring }), fn),
  );
  const recorder = new Recorder({ log, keeper, seeded, seed });
  const [startMs, zeroMs] = [clock.wallMs(), clock.monotonicMs()];
  keeper.set(0, startMs);
  keeper.goLive(clock, zeroMs);
  const core = assemble({
    clock: keeper,
    random: recorder.chance,
    ...{ panes, ttlMs, recorder },
    contracts: standingContracts,
    send: hands ? (order) => hands.send(keeper.inHostTime(order)) : null,
  });
  const contracts = standingContracts.map(({ id, version, mode }) => ({ id, version, mode }));
  const origin = clock.origin ?? null;
  recorder.take(
    () => ({
      input: 'start',
      ...{ seed, panes: [...panes], ttlMs, hands: hands !== undefined, contracts },
      ...{ startMs, zeroMs, origin },
    }),
    () => {},
  );
  return new EventKernel({ ...core, hands, nowMs: () => keeper.nowMs() });
}

function sizeOf({ panes, ttlMs }: KernelOptions) {
  return { panes: panes ?? defaultPanes, ttlMs: ttlMs ?? defaultTtlMs };
}
