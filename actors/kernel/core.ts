/**
 * A kernel put together: its parts know each other, and nothing has been asked of it yet.
 *
 * @spec kernel 1 5 7.6
 */
import type { PaneHands, PaneOrder } from '../../machines/hands/pane-messages.ts';
import type { Contract } from '../../machines/kernel/contract.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { Ring } from '../../machines/kernel/ring.ts';
import { SequenceWatch } from '../../machines/kernel/sequence-watch.ts';
import { createBus } from '../../runtime/bus/bus.ts';
import type { Clock, Random } from '../../runtime/host/host.ts';
import { Door } from './door.ts';
import type { Ground } from './ground.ts';
import { HandsLink } from './hands-link.ts';
import { Inputs, type Parts } from './inputs.ts';
import { PaneRegister } from './pane-register.ts';
import type { Recorder } from './recorder.ts';
import { whenRejected } from './rejection.ts';
import { Safety } from './safety.actor.ts';
import { Trouble } from './trouble.ts';
import { Turns } from './turns.ts';
import { Voice } from './voice.ts';

export interface KernelWorld {
  readonly clock: Clock;
  readonly random: Random;
  /** Chance that is the same whenever the seed is. */
  readonly seeded: (seed: string) => Random;
}

export interface CoreInput {
  readonly clock: Clock;
  readonly random: Random;
  readonly panes: readonly string[];
  readonly ttlMs: number;
  /** Those that are there from the start, in the order in which they look. */
  readonly contracts: readonly Contract[];
  /** Null when whoever submits does the work. */
  readonly send: PaneHands['send'] | null;
  readonly recorder: Recorder | null;
}

export interface Core extends Parts {
  readonly inputs: Inputs;
}

export function assemble(input: CoreInput): Core {
  const { clock, random, recorder, send } = input;
  const bus = createBus(clock);
  const voice = new Voice({ bus, clock, random });
  const turn = <Value>(work: () => Value): Value => turns.take(work);
  const safety = new Safety({
    voice,
    world: { clock, turn },
    onChanged: (on, cause) => register.safeMode(on, cause),
  });
  const door = new Door(voice, input.contracts, (violation: Envelope) => safety.count(violation));
  const order = (one: PaneOrder): void =>
    bus.whenQuiet(() => {
      // What leads to an effect is safe before the effect is.
      recorder?.flush();
      whenRejected(send?.(one), (error) => inputs.threwLate('hands', error));
    });
  const ground: Ground = {
    clock,
    turn,
    voice,
    door,
    ttlMs: input.ttlMs,
    order: send ? order : null,
    decided: (verdict) => recorder?.verdict(verdict),
  };
  const register: PaneRegister = new PaneRegister(ground, input.panes);
  const turns: Turns = new Turns(bus, register);
  const ring = new Ring();
  const trouble = new Trouble(voice, ring);
  recorder?.hook({
    tellable: (contractId, detail) => door.tellableOf(contractId, detail),
    failed: (error) => trouble.logFailed(error),
  });
  const watch = new SequenceWatch();
  const handsLink = new HandsLink({ ground, register, trouble });
  const live = { register, panes: register.byId, turns, safety, handsLink, trouble };
  const parts = { ground, bus, ring, watch, recorder, ...live };
  const inputs = new Inputs(parts);
  listen(parts, inputs);
  return { ...parts, inputs };
}

/** What was said is remembered; who threw, and what was lost, is told. */
function listen(parts: Parts, inputs: Inputs): void {
  const { ground, bus, ring, trouble, recorder } = parts;
  let tsBefore = Number.NaN;
  let nowMs = 0;
  bus.remember((event) => {
    recorder?.event(event);
    // Events of the same millisecond are of the same age.
    if (event.ts !== tsBefore) nowMs = ground.clock.monotonicMs();
    tsBefore = event.ts;
    ring.append(event, nowMs);
    trouble.ringLoss();
  });
  bus.onTrouble({
    dropped: (loss) => trouble.dropped('lane-b', 'queue_full', loss),
    threw: (eventType, error) => inputs.threw(eventType, error),
  });
}
