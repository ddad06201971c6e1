/**
 * The focus of one pane: claims and facts become letters for the arbiter, its decisions become
 * events, and a lock of the user's closes the gate. A lock that is told twice is one lock.
 *
 * @spec kernel 3.2 8
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';
import {
  type FocusEffect,
  type FocusEvent,
  focusMachine,
} from '../../machines/pane/focus.machine.ts';
import type { Ground } from './ground.ts';
import type { Ledger } from './ledger.ts';
import { LiveMachine } from './live-machine.ts';
import { type Cause, causeOf } from './voice.ts';

const user = 'user';

export class FocusDesk {
  readonly #ground: Ground;
  readonly #ledger: Ledger;
  readonly #paneId: string;
  readonly #live: LiveMachine;
  #holder: string | null = null;
  #heldSinceMs = 0;
  /** The standing lock, and who claims now. */
  #lock: Envelope | undefined;
  #claimant = user;
  /** The fact that is being taken in, until it is said. */
  #fact: Envelope | null = null;
  #said: Envelope | undefined;
  #cause: Cause = { eventId: null, correlationId: '' };
  #claimIsTold = false;
  /** Type of the event that was said already and is only being folded. */
  #told: string | null = null;

  constructor(ground: Ground, ledger: Ledger, paneId: string) {
    this.#ground = ground;
    this.#ledger = ledger;
    this.#paneId = paneId;
    this.#live = new LiveMachine(focusMachine, ground, {
      onEffect: (effect) => this.#act(effect as FocusEffect['type']),
    });
  }

  get holder(): string | null {
    return this.#holder;
  }

  /** Someone wants the focus; the claim itself was told. */
  claim(claim: Envelope): void {
    this.#claimIsTold = true;
    this.#begin(claim, null);
    this.#send(this.#claimLetter());
    this.#claimIsTold = false;
  }

  /** Takes in a fact about the focus and says it, or what it comes to; what was said last. */
  hear(full: Envelope): Envelope {
    if (full.type !== 'focus.locked' && full.type !== 'focus.released') {
      const told = this.#ground.voice.publish(full);
      this.heard(told);
      return told;
    }
    const letter = this.#letterOf(full);
    const again = full.type === 'focus.locked' && this.#holder === this.#claimant;
    this.#begin(full, full);
    this.#send(letter);
    const left = this.#fact;
    this.#fact = null;
    if (left === null) return this.#said ?? full;
    // A second word on a standing lock is the same lock; a lost claim is told by its outcome.
    if (again && this.#lock) return this.#lock;
    if (this.#said && full.type === 'focus.locked') return this.#said;
    return this.#ground.voice.publish(left);
  }

  /** A fact that was said already, such as typing, or one from the other side. */
  heard(told: Envelope): void {
    const letter = this.#letterOf(told);
    this.#begin(told, null);
    this.#told = told.type;
    this.#said = told;
    this.#send(letter);
    this.#told = null;
  }

  stop(): void {
    this.#live.stop();
  }

  #begin(event: Envelope, fact: Envelope | null): void {
    this.#claimant = ownerOf(event);
    this.#fact = fact;
    this.#said = undefined;
    this.#cause = fact
      ? { eventId: fact.causationId, correlationId: fact.correlationId }
      : causeOf(event);
  }

  #send(letter: FocusEvent['type'] | null): void {
    if (letter !== null) this.#live.send(letter);
  }

  #letterOf(event: Envelope): FocusEvent['type'] | null {
    this.#claimant = ownerOf(event);
    switch (event.type) {
      case 'typing.activity':
        return 'user.typed';
      case 'typing.idle':
        return 'user.idled';
      case 'focus.locked':
        return this.#claimLetter();
      case 'focus.released': {
        const named = typeof event.payload.owner === 'string';
        const owner = named ? this.#claimant : (this.#holder ?? user);
        if (owner === user) return 'user.released';
        return owner === this.#holder ? 'agent.released' : null;
      }
      default:
        return null;
    }
  }

  #claimLetter(): FocusEvent['type'] | null {
    if (this.#claimant === user) return 'user.locked';
    if (this.#holder === this.#claimant) return null;
    if (this.#holder === null || this.#holder === user) return 'agent.claimed';
    const atOnce = this.#ground.clock.monotonicMs() === this.#heldSinceMs;
    return atOnce ? 'rival.collided' : 'rival.claimed';
  }

  #act(effect: FocusEffect['type']): void {
    const loser = this.#claimant;
    const holder = this.#holder ?? user;
    switch (effect) {
      case 'lockForUser':
        this.#locked(user);
        return;
      case 'lockForAgent':
        this.#locked(this.#claimant);
        return;
      case 'releaseUser':
        this.#released(user);
        return;
      case 'releaseAgent':
        this.#released(holder);
        return;
      case 'requestArbitration':
        if (this.#claimIsTold) return;
        this.#say('focus.arbitration.requested', { owner: this.#claimant });
        return;
      case 'resolveForClaimant':
        this.#say('focus.arbitration.resolved', { winner: user, loser: holder });
        return;
      case 'resolveForHolder':
        this.#say('focus.arbitration.resolved', { winner: holder, loser });
        return;
      case 'announceConflict':
        this.#say('focus.arbitration.conflict', { holder, claimant: loser });
        return;
      case 'blockSteal':
        this.#say('focus.steal.blocked', { owner: loser, holder: user });
        return;
    }
  }

  #locked(owner: string): void {
    this.#holder = owner;
    this.#heldSinceMs = this.#ground.clock.monotonicMs();
    this.#tell('focus.locked', owner);
    this.#lock = this.#said;
    if (owner === user) this.#ledger.move('focus.locked', this.#cause);
  }

  #released(owner: string): void {
    this.#holder = null;
    this.#lock = undefined;
    this.#tell('focus.released', owner);
    if (owner === user) this.#ledger.move('focus.released', this.#cause);
  }

  /** The fact itself when it is this very event, else a word of the kernel's. */
  #tell(type: 'focus.locked' | 'focus.released', owner: string): void {
    if (this.#told === type) return;
    if (this.#fact?.type === type) {
      this.#said = this.#ground.voice.publish(this.#fact);
      this.#fact = null;
      this.#cause = causeOf(this.#said);
    } else this.#say(type, { owner });
  }

  #say(
    type:
      | 'focus.locked'
      | 'focus.released'
      | 'focus.arbitration.requested'
      | 'focus.arbitration.resolved'
      | 'focus.arbitration.conflict'
      | 'focus.steal.blocked',
    payload: Readonly<Record<string, string>>,
  ): void {
    // The union of these payloads is what the callers above give, one by one.
    const said = this.#ground.voice.say(type, this.#paneId, payload as never, this.#cause);
    this.#said = said;
    this.#cause = causeOf(said);
  }
}

function ownerOf({ payload }: Envelope): string {
  return typeof payload.owner === 'string' ? payload.owner : user;
}
