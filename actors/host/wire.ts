/**
 * The connection of one client, as the host needs it: whatever carries frames will do.
 *
 * @spec kernel 7.6
 */

import type { Sent } from '../../runtime/bridge/peer.ts';

export interface Wire {
  send(message: object): Sent;
  onMessage(listener: (message: Readonly<Record<string, unknown>>) => void): void;
  onDrain(listener: () => void): void;
  /** Told once, with the reason. */
  onClose(listener: (reason: string) => void): void;
  /** Sends what waits, then ends. */
  close(): void;
}
