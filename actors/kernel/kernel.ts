/**
 * The event kernel, alive: one door for every intent, the panes behind it, safe mode over them,
 * and a memory of all that was said. It is synchronous: a call is one turn, run to completion,
 * and its events are delivered when the turn is over.
 *
 * @spec kernel 1 5 7.6
 */
import { defaultTtlMs } from '../../machines/kernel/deferral-queue.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { Ring } from '../../machines/kernel/ring.ts';
import { SequenceWatch } from '../../machines/kernel/sequence-watch.ts';
import { standingContracts } from '../../machines/kernel/standing-contracts.ts';
import { createBus } from '../../runtime/bus/bus.ts';
import { Outbox } from '../../runtime/bus/outbox.ts';
import type { Clock, Random } from '../../runtime/host/host.ts';
import { Door } from './door.ts';
import { EventKernel } from './event-kernel.ts';
import type { Kernel, KernelOptions } from './face.ts';
import type { Ground } from './ground.ts';
import { Pane } from './pane.actor.ts';
import { Safety } from './safety.actor.ts';
import { Turns } from './turns.ts';
import { Voice } from './voice.ts';

export interface KernelWorld {
  readonly clock: Clock;
  readonly random: Random;
}

const defaultPanes = ['1', '2', '3'] as const;

/** A kernel. Several live side by side; they share nothing. */
export function createKernel(options: KernelOptions & KernelWorld): Kernel {
  const { clock, random } = options;
  const bus = createBus();
  const outbox = new Outbox(bus, () => clock.monotonicMs());
  const voice = new Voice({ outbox, clock, random });
  const panes = new Map<string, Pane>();
  const turns = new Turns(outbox, panes);
  const { hands } = options;
  const turn = <Value>(work: () => Value): Value => turns.take(work);
  const safety = new Safety({
    voice,
    world: { clock, turn },
    onChanged: (on, cause) => {
      for (const pane of panes.values()) pane.safeMode(on, cause);
    },
  });
  const door = new Door(voice, standingContracts, (violation: Envelope) => safety.count(violation));
  const ground: Ground = {
    clock,
    turn,
    voice,
    door,
    ttlMs: options.ttlMs ?? defaultTtlMs,
    order: hands ? (order) => outbox.whenQuiet(() => hands.send(order)) : null,
  };
  for (const id of options.panes ?? defaultPanes) panes.set(id, new Pane(ground, id));
  return new EventKernel({
    ground,
    bus,
    outbox,
    panes,
    turns,
    safety,
    hands,
    ring: new Ring(),
    watch: new SequenceWatch(),
  });
}
