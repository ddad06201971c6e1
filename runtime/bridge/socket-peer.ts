/**
 * A peer on a socket. Messages of one turn leave together.
 *
 * @spec kernel 7.2 7.6
 */
import type { Socket } from 'node:net';
import { createFrameReader, frameOf, isFrame } from './frames.ts';
import { type Message, type Peer, type Sent, waitingMax } from './peer.ts';

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
  readonly #messageListeners: ((message: Message, characters: number) => void)[] = [];
  #early: (readonly [Message, number])[] = [];
  /** Frames of this turn. */
  #corked = '';
  #isPaused = false;
  #isEnding = false;
  #closedFor: string | null = null;
  #reason: string | null = null;

  constructor(socket: Socket, greeter: Greeter) {
    this.#socket = socket;
    this.#greeter = greeter;
    const reader = createFrameReader(
      (message, characters) => this.#hear(message, characters),
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
    return this.sendLine(frameOf(message));
  }

  sendLine(json: string): Sent {
    if (this.#isEnding || this.#closedFor !== null) return 'closed';
    if (!isFrame(json)) return 'too_large';
    const waiting = this.waiting();
    // One frame always fits, or it would never leave.
    if (waiting > 0 && waiting + json.length > waitingMax) return 'full';
    if (this.#corked === '') process.nextTick(() => this.#flush());
    this.#corked += `${json}\n`;
    return 'sent';
  }

  waiting(): number {
    return this.#corked.length + this.#socket.writableLength;
  }

  onMessage(listener: (message: Message, characters: number) => void): void {
    this.#messageListeners.push(listener);
    const early = this.#early;
    this.#early = [];
    for (const [message, characters] of early) listener(message, characters);
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

  #hear(message: Message, characters: number): void {
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
      for (const listener of this.#messageListeners) listener(message, characters);
      return;
    }
    this.#early.push([message, characters]);
    this.#socket.pause();
  }

  #flush(): void {
    if (this.#corked === '' || this.#isEnding) return;
    const frames = this.#corked;
    this.#corked = '';
    this.#socket.write(frames);
  }

  #drained(): void {
    for (const listener of this.#drainListeners) listener();
  }

  #closed(reason: string): void {
    if (this.#closedFor !== null) return;
    this.#closedFor = reason;
    for (const listener of this.#closeListeners) listener(reason);
  }
}
