/**
 * What stands between a kernel and its hands in a storm: it numbers what they say as hands across a
 * bridge do, says every second that they are there, and can be cut. What was on its way comes when
 * it is whole again, and some of it twice.
 */
import type { LocalHands } from '../../actors/hands/local-hands.ts';
import type { HandsMessage, PaneHands, PaneOrder } from '../../machines/hands/pane-messages.ts';

const heartbeatMs = 1_000;
const epoch = 1;

export class Relay implements PaneHands {
  readonly #panes: LocalHands['panes'];
  readonly #listeners = new Set<(message: HandsMessage) => void>();
  readonly #timer: NodeJS.Timeout;
  #seq = 0;
  #told = 0;
  #isCut = false;
  #held: HandsMessage[] = [];
  #orders: PaneOrder[] = [];

  constructor(panes: LocalHands['panes']) {
    this.#panes = panes;
    panes.onAnswer((message) => {
      const numbered = { ...message, epoch, seq: ++this.#seq } as HandsMessage;
      if (this.#isCut) this.#held.push(numbered);
      else this.#tell(numbered);
    });
    this.#timer = setInterval(() => {
      if (!this.#isCut) this.#word('hands.heartbeat');
    }, heartbeatMs);
  }

  send(order: PaneOrder): void {
    if (this.#isCut) this.#orders.push(order);
    else this.#panes.send(order);
  }

  onAnswer(listener: (message: HandsMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  greet(): void {
    for (const listener of this.#listeners) {
      listener({ is: 'hands.connected', epoch, lastSeq: this.#told });
    }
  }

  cut(): void {
    this.#isCut = true;
  }

  /** Whole again; `again`: the last order comes a second time, since nobody knew that it came. */
  heal(again: boolean): void {
    this.#isCut = false;
    this.greet();
    for (const message of this.#held.splice(0)) this.#tell(message);
    const orders = this.#orders.splice(0);
    for (const order of orders) this.#panes.send(order);
    const last = orders.at(-1);
    if (again && last) this.#panes.send(last);
    this.#word('hands.heartbeat');
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #word(is: 'hands.heartbeat'): void {
    const word = { is, epoch, panes: this.#panes.levels(), highWaterSeq: this.#told } as const;
    for (const listener of this.#listeners) listener(word);
  }

  #tell(message: HandsMessage): void {
    if ('seq' in message) this.#told = message.seq ?? this.#told;
    for (const listener of this.#listeners) listener(message);
  }
}
