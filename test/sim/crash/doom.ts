/**
 * The instant at which a head dies: at the end of a call, within a write to the disk, at a line of
 * its record, before or after an order, at an event.
 *
 * @spec reliability faults
 */
import type { Act } from '../kernel/schedule.ts';

const instants = ['call', 'write', 'line', 'order', 'event'] as const;

export type Instant = (typeof instants)[number];

export class Doom {
  readonly at: Instant;
  /** Of the bytes of a write that is torn, the part that gets there. */
  readonly part: number;
  /** An order that it dies at is on its way. */
  readonly isSent: boolean;
  readonly downMs: number;
  #left: number;

  constructor({ n, flag, odd }: Act) {
    this.at = instants[n % instants.length] ?? 'call';
    this.part = (n % 97) / 96;
    this.isSent = flag;
    this.downMs = [0, 0, 1, 40, 1_000, 10_000, 44_999, 100_000][(n >> 2) % 8] ?? 0;
    this.#left = odd ? 1 + (n % 60) : 1 + (n % 4);
  }

  /** Whether this is the instant. */
  strikes(at: Instant): boolean {
    if (at !== this.at) return false;
    this.#left -= 1;
    return this.#left <= 0;
  }
}
