/**
 * What the link tells of itself, once a second.
 *
 * @spec kernel 7.4
 */

export interface BridgeStats {
  /** Lines that left, and lines that came, in this epoch. */
  readonly sent: number;
  readonly received: number;
  /** Messages of Lane B that were dropped before they left. */
  readonly dropped: number;
  /** Messages that wait to leave. */
  readonly queueDepth: number;
  /** How long the oldest of them has waited; 0 where none does. */
  readonly lagMs: number;
}

export const noStats: BridgeStats = { sent: 0, received: 0, dropped: 0, queueDepth: 0, lagMs: 0 };
