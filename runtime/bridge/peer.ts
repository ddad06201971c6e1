/**
 * One side of a local connection: messages out, messages in. What waits to be sent is bounded,
 * and what is full says so; nothing is ever dropped here.
 *
 * @spec kernel 7.6
 */

/** Characters that may wait for the other side to read; more would hide that it does not. */
export const waitingMax = 4 * 1_048_576;

/** `full`: not taken, wait for `onDrain`. `too_large`: more than a frame. `closed`: never again. */
export type Sent = 'sent' | 'full' | 'too_large' | 'closed';

export type Message = Readonly<Record<string, unknown>>;

export interface Peer {
  send(message: object): Sent;
  /** The same for a message that is JSON on one line already. */
  sendLine(json: string): Sent;
  /** How much waits for the other side to read, in characters. */
  waiting(): number;
  /** What came before the first listener is kept for it. `characters` is the length of its frame. */
  onMessage(listener: (message: Message, characters: number) => void): void;
  /** What waited has left. */
  onDrain(listener: () => void): void;
  /** Told once, with the reason as a sentence or a code of the system. */
  onClose(listener: (reason: string) => void): void;
  /** Reads no more until resumed, so that the other side fills up; what was read is still told. */
  pause(): void;
  resume(): void;
  /** Sends what waits, then ends. */
  close(): void;
  /** Says why, then ends; the other side is told the same reason. */
  refuse(reason: string): void;
  /** Ends at once; `reason` is what `onClose` tells here. */
  destroy(reason: string): void;
}
