/**
 * One side of a local connection: messages out, messages in. What waits to be sent is bounded,
 * and what is full says so; nothing is ever dropped here. Messages of one turn leave together.
 *
 * @spec kernel 7.6
 */
import type { Socket } from 'node:net';
import { createFrameReader, frameOf, type Message } from './frames.ts';

/** Characters that may wait for the other side to read; more would hide that it does not. */
export const waitingMax = 4 * 1_048_576;

/** `full`: not taken, wait for `onDrain`. `too_large`: more than a frame. `closed`: never again. */
export type Sent = 'sent' | 'full' | 'too_large' | 'closed';

export interface Peer {
  send(message: object): Sent;
  /** How much waits for the other side to read, in characters. */
  waiting(): number;
  /** What came before the first listener is kept for it. */
  onMessage(listener: (message: Message) => void): void;
  /** All that waited has left, after it was `full`. */
  onDrain(listener: () => void): void;
  /** Told once, with the reason as a sentence or a code of the system. */
  onClose(listener: (reason: string) => void): void;
  /** Reads no more until resumed, so that the other side fills up; what was read is still told. */
  pause(): void;
  resume(): void;
  /** Sends what waits, then ends. */
  close(): void;
  /** Ends at once; `reason` is what `onClose` tells here. */
  destroy(reason: string): void;
}

/** A frame with this key ends the connection: its sender could not understand the other side. */
const refusalKey = 'frameRefused';

export interface WiredPeer extends Peer {
  /** Says why, and ends. */
  refuse(reason: string): void;
}

/** Judges the first message of all; a text is the reason why the other side is refused. */
export type Greeter = (message: Message) => string | null;

export function createPeer(socket: Socket, greeter: Greeter): WiredPeer {
  return new SocketPeer(socket, greeter);
}

class SocketPeer implements WiredPeer {
  readonly #socket: Socket;
  #greeter: Greeter | null;
  readonly #drainListeners: (() => void)[] = [];
  readonly #closeListeners: ((reason: string) => void)[] = [];
  readonly #messageListeners: ((message: Message) => void)[] = [];
  #early: Message[] = [];
  /** Frames of this turn. */
  #corked = '';
  #isFull = false;
  #isPaused = false;
  #isEnding = false;
  #closedFor: string | null = null;
  #reason: string | null = null;

  constructor(socket: Socket, greeter: Greeter) {
    this.#socket = socket;
    this.#greeter = greeter;
    const reader = createFrameReader(
      (message) => this.#hear(message),
      (reason) => this.refuse(reason),
    );
    socket.on('data', (chunk: Buffer) => void reader.read(chunk));
    socket.on('drain', () => this.#drained());
    socket.on('error', (error) => {
      this.#reason ??= 'code' in error ? String(error.code) : error.message;
    });
    socket.on('end', () => {
      const how = reader.heldBytes() > 0 ? 'in the middle of a frame' : 'in order';
      this.#reason ??= `The other side ended ${how}.`;
    });
    socket.on('close', () => this.#closed(this.#reason ?? 'The connection was closed.'));
  }

  send(message: object): Sent {
    if (this.#isEnding || this.#closedFor !== null) return 'closed';
    const frame = frameOf(message);
    if (frame === null) return 'too_large';
    // One frame always fits, or it would never leave.
    if (this.waiting() > 0 && this.waiting() + frame.length > waitingMax) {
      this.#isFull = true;
      return 'full';
    }
    if (this.#corked === '') process.nextTick(() => this.#flush());
    this.#corked += frame;
    return 'sent';
  }

  waiting(): number {
    return this.#corked.length + this.#socket.writableLength;
  }

  onMessage(listener: (message: Message) => void): void {
    this.#messageListeners.push(listener);
    const early = this.#early;
    this.#early = [];
    for (const message of early) listener(message);
    if (!this.#isPaused) this.#socket.resume();
  }

  onDrain(listener: () => void): void {
    this.#drainListeners.push(listener);
  }

  onClose(listener: (reason: string) => void): void {
    if (this.#closedFor === null) this.#closeListeners.push(listener);
    else listener(this.#closedFor);
  }

  pause(): void {
    this.#isPaused = true;
    this.#socket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#socket.resume();
  }

  close(): void {
    if (this.#isEnding) return;
    this.#flush();
    this.#isEnding = true;
    this.#reason ??= 'It was closed here.';
    this.#socket.end();
    // The other side may never read: what it says from here on must not keep us.
    this.#socket.resume();
  }

  destroy(reason: string): void {
    this.#isEnding = true;
    this.#reason ??= reason;
    this.#socket.destroy();
  }

  refuse(reason: string): void {
    if (this.#isEnding) return;
    this.#reason ??= reason;
    this.send({ [refusalKey]: reason });
    this.close();
  }

  #hear(message: Message): void {
    if (this.#isEnding) return;
    const refusal = message[refusalKey];
    if (typeof refusal === 'string') {
      this.destroy(`The other side refused: ${refusal}`);
      return;
    }
    if (this.#greeter !== null) {
      const reason = this.#greeter(message);
      this.#greeter = null;
      if (reason !== null) this.refuse(reason);
      return;
    }
    if (this.#messageListeners.length > 0) {
      for (const listener of this.#messageListeners) listener(message);
      return;
    }
    this.#early.push(message);
    this.#socket.pause();
  }

  #flush(): void {
    if (this.#corked === '' || this.#isEnding) return;
    const frames = this.#corked;
    this.#corked = '';
    this.#socket.write(frames);
    // Written through at once: no `drain` is going to come.
    if (this.#isFull && this.#socket.writableLength === 0) this.#drained();
  }

  #drained(): void {
    if (!this.#isFull || this.#corked !== '') return;
    this.#isFull = false;
    for (const listener of this.#drainListeners) listener();
  }

  #closed(reason: string): void {
    if (this.#closedFor !== null) return;
    this.#closedFor = reason;
    for (const listener of this.#closeListeners) listener(reason);
  }
}
