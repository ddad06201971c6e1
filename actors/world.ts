/**
 * What every actor of a run shares: the clock, the hands, one voice per noun, and the origin
 * that offsets count from.
 */

import type { Hands, HandsCommand } from '../machines/hands/messages.ts';
import { type Envelope, metaOf } from '../machines/kernel/envelope.ts';
import type { Bus } from '../runtime/bus/bus.ts';
import { createSpeaker, type Speaker, voiceTrouble } from '../runtime/bus/speaker.ts';
import type { Clock, Random } from '../runtime/host/host.ts';

/** A command without its meta, which is made from the event that caused it. */
export type Order = HandsCommand extends infer Command
  ? Command extends HandsCommand
    ? Omit<Command, 'meta'>
    : never
  : never;

type Voice = 'conductor' | 'track' | 'clip' | 'input' | 'target' | 'hands' | 'constraint';

export interface World {
  readonly clock: Clock;
  readonly voices: Readonly<Record<Voice, Speaker>>;
  /** Sends a command to the hands on account of an event. */
  order(order: Order, because: Envelope): void;
  /** Sets the instant that offset 0 refers to. */
  setOrigin(monotonicMs: number): void;
  /** Opens the hands: their time begins. */
  openHands(because: Envelope): void;
  /** Offset of a time of the hands, and the other way round. */
  offsetOf(handsMs: number): number;
  handsTimeOf(offsetMs: number): number;
  /** Offset of now, in milliseconds with three decimals. */
  offset(): number;
  /** Calls back at an offset from the origin; at once when that is past. Returns the way to forget it. */
  at(offsetMs: number, then: () => void): () => void;
}

export function createWorld(input: {
  readonly clock: Clock;
  readonly hands: Hands;
  readonly random: Random;
  readonly bus: Bus;
}): World {
  const { clock, hands, random, bus } = input;
  const speaking = { bus, clock, random };
  voiceTrouble(speaking);
  let origin = clock.monotonicMs();
  /** When the time of the hands began, as this side's clock has it. */
  let opened = origin;
  const order = (command: Order, because: Envelope): void =>
    hands.send({ ...command, meta: metaOf(because) } as HandsCommand);
  return {
    clock,
    voices: {
      conductor: createSpeaker('conductor', speaking),
      track: createSpeaker('track', speaking),
      clip: createSpeaker('clip', speaking),
      input: createSpeaker('input', speaking),
      target: createSpeaker('target', speaking),
      hands: createSpeaker('hands', speaking),
      constraint: createSpeaker('constraint', speaking),
    },
    order,
    setOrigin(monotonicMs) {
      origin = monotonicMs;
    },
    openHands(because) {
      opened = clock.monotonicMs();
      const { origin: of } = clock;
      const instant = of === undefined ? undefined : { origin: of, monotonicMs: opened };
      order({ do: 'hands.open', ...(instant === undefined ? {} : { instant }) }, because);
    },
    offsetOf: (handsMs) => thousandths(opened + handsMs - origin),
    handsTimeOf: (offsetMs) => origin + offsetMs - opened,
    offset: () => thousandths(clock.monotonicMs() - origin),
    at(offsetMs, then) {
      const handle = clock.setTimeout(then, Math.max(0, origin + offsetMs - clock.monotonicMs()));
      return () => clock.clearTimeout(handle);
    },
  };
}

export function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}
