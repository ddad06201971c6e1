/**
 * Hands in another process: what their terminals say is numbered within an epoch, level states
 * come every second, and the way is one stream in which words are late, lost or told twice. When
 * the hands begin anew, what is still under way is of the old epoch.
 *
 * @spec kernel 7.5
 * @spec reliability simulation
 */
import type { PaneHands, PaneOrder } from '../../../embed/kernel.ts';
import type { HandsMessage, HandsWord } from '../../../machines/hands/pane-messages.ts';
import type { Dice } from '../kernel/dice.ts';
import type { FaultKind } from '../kernel/faults.ts';
import type { Said } from '../kernel/terminals.ts';
import type { World } from '../kernel/world.ts';

const beatMs = 1_000;
const lateMaxMs = 2_500;

export class RemoteHands implements PaneHands {
  readonly #world: World;
  readonly #terminals: PaneHands;
  readonly #dice: Dice;
  /** Whether what would come now is heard by anyone. */
  readonly #isHeard: () => boolean;
  #epoch = 1;
  #seq = 0;
  #arrivesMs = 0;
  #tell: (message: HandsMessage) => void = () => {};

  constructor(world: World, terminals: PaneHands, dice: Dice, isHeard: () => boolean) {
    this.#world = world;
    this.#terminals = terminals;
    this.#dice = dice;
    this.#isHeard = isHeard;
    terminals.onAnswer((answer) => this.say(answer as Said));
    this.#connect();
    world.clock.deliver(() => this.#beat(), beatMs, 3);
  }

  send(order: PaneOrder): void {
    this.#terminals.send(order);
  }

  onAnswer(listener: (message: HandsMessage) => void): () => void {
    this.#tell = listener;
    return () => {};
  }

  /** An answer of the terminals, as a word of this epoch. */
  say(answer: Said): void {
    this.#seq += 1;
    this.#send({ ...answer, epoch: this.#epoch, seq: this.#seq });
  }

  /** They begin anew: another epoch, another connection, terminals as they were. */
  restart(): void {
    this.#epoch += 1;
    this.#seq = 0;
    this.#arrivesMs = 0;
    this.#connect();
  }

  /** Someone else listens now. */
  greet(): void {
    if (this.#dice.chance(0.5)) this.#connect();
  }

  #connect(): void {
    this.#send({ is: 'hands.connected', epoch: this.#epoch, lastSeq: this.#seq });
  }

  #beat(): void {
    const { panes, down, clock } = this.#world;
    const word: HandsWord = {
      is: 'hands.heartbeat',
      epoch: this.#epoch,
      panes: Object.fromEntries(panes.map((id) => [id, down.has(id) ? 'down' : 'up'])),
      highWaterSeq: this.#seq,
    };
    this.#send(word);
    clock.deliver(() => this.#beat(), beatMs, 3);
  }

  #send(message: HandsMessage): void {
    const isLost = this.#has('lost-words', 0.06);
    const isTwice = this.#has('twice-words', 0.05);
    const lateMs = this.#has('late-words', 0.1) ? this.#dice.below(lateMaxMs) : 0;
    if (isLost || this.#world.down.has('bridge')) return;
    const { clock } = this.#world;
    const nowMs = clock.monotonicMs();
    this.#arrivesMs = Math.max(this.#arrivesMs, nowMs + 1 + lateMs);
    for (let time = 0; time < (isTwice ? 2 : 1); time += 1) {
      clock.deliver(() => this.#arrive(message), this.#arrivesMs - nowMs, 2);
    }
  }

  #arrive(message: HandsMessage): void {
    if (this.#world.down.has('bridge') || !this.#isHeard()) return;
    this.#world.call({ ask: 'answer', answer: message }, () => {
      this.#tell(message);
      return null;
    });
  }

  #has(kind: FaultKind, probability: number): boolean {
    const drawn = this.#dice.chance(probability);
    return drawn && !this.#world.healed && this.#world.faults.has(kind);
  }
}
