/**
 * What the taxonomy knows of one event type. Types that it does not know are refused at the door.
 *
 * @spec kernel 3
 */
import type { z } from 'zod';

/**
 * A: the control path, bounded, in order, lossless. B: telemetry, which may drop its oldest
 * events and says so.
 */
export type LaneName = 'A' | 'B';

/** Order within Lane A when several events wait: contract before lifecycle before telemetry. */
export type Priority = 'contract' | 'lifecycle' | 'telemetry';

export interface EventDefinition<Payload = Readonly<Record<string, unknown>>> {
  readonly lane: LaneName;
  readonly priority: Priority;
  readonly emitter: string;
  readonly description: string;
  readonly payload: z.ZodType<Payload>;
  /**
   * What of the payload is harmless; everything else is redacted. A key keeps a plain value, a
   * list of plain values, and the numbers and truths inside an object; text inside an object
   * needs a path of its own, such as `reasons.contractId`, or `reasons.*`.
   */
  readonly safe: readonly ((keyof Payload & string) | `${keyof Payload & string}.${string}`)[];
}

/** A definition whose payload's type is not known statically. */
export type AnyEventDefinition = Omit<EventDefinition, 'payload' | 'safe'> & {
  readonly payload: z.ZodType;
  readonly safe: readonly string[];
};

/** Keeps the payload's type while it is written down. */
export function defineEvent<Payload>(
  definition: EventDefinition<Payload>,
): EventDefinition<Payload> {
  return definition;
}
