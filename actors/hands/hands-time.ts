/**
 * The hands' own time: it begins at 0 with `hands.open`, so that no instant of this host's clock
 * ever crosses the port. The head may have another clock, or be another host.
 *
 * @spec kernel 7.3
 */
import type { HandsCommand } from '../../machines/hands/messages.ts';
import type { Clock } from '../../runtime/host/host.ts';

type Instant = Extract<HandsCommand, { do: 'hands.open' }>['instant'];

export interface HandsTime {
  /** The host's clock, counting from the opening. */
  readonly clock: Clock;
  /**
   * Time begins now, or at the instant where it is one of this clock; until then it counts from
   * the making of the hands.
   */
  open(instant?: Instant): void;
  /** Hands' time of a monotonic instant of this host. */
  at(instantMs: number): number;
  /** Monotonic instant of this host at a hands' time. */
  instantOf(atMs: number): number;
}

export function createHandsTime(clock: Clock): HandsTime {
  let openedMs = clock.monotonicMs();
  return {
    clock: {
      monotonicMs: () => clock.monotonicMs() - openedMs,
      wallMs: () => clock.wallMs(),
      setTimeout: (fn, delayMs) => clock.setTimeout(fn, delayMs),
      clearTimeout: (handle) => clock.clearTimeout(handle),
    },
    open(instant) {
      const isOurs = instant !== undefined && instant.origin === clock.origin;
      openedMs = isOurs ? instant.monotonicMs : clock.monotonicMs();
    },
    at: (instantMs) => instantMs - openedMs,
    instantOf: (atMs) => openedMs + atMs,
  };
}
