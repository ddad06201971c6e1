/**
 * The ledger of one pane: its state vector, moved by letters, each change told with its cause.
 *
 * @spec kernel 4
 */

import type { PayloadOf } from '../../machines/kernel/events/registry.ts';
import { vouch } from '../../machines/kernel/redact.ts';
import { diffVectors, isLegal, type StateVector } from '../../machines/kernel/state-vector.ts';
import type { Place } from '../../machines/kernel/step-table.ts';
import { type PaneEvent, paneMachine, vectorOf } from '../../machines/pane/pane.machine.ts';
import { LiveMachine, type LiveWorld } from './live-machine.ts';
import type { Cause, Voice } from './voice.ts';

type Change = PayloadOf<'pane.state.changed'>;

const vectors = new WeakMap<Place, StateVector>();
const changes = new WeakMap<StateVector, WeakMap<StateVector, Change>>();

export class Ledger {
  readonly #voice: Voice;
  readonly #paneId: string;
  readonly #live: LiveMachine;
  #cause: Cause | undefined;
  #vector: StateVector;
  /** Type of what moved the vector since the pane last settled; null when nothing did. */
  edge: string | null = null;

  constructor(voice: Voice, paneId: string, world: LiveWorld) {
    this.#voice = voice;
    this.#paneId = paneId;
    this.#live = new LiveMachine(paneMachine, world, {
      onMoved: (to, letter) => this.#tell(to, letter),
    });
    this.#vector = vectorAt(this.#live.place);
  }

  /** The same object until it changes; never changed itself. */
  get vector(): StateVector {
    return this.#vector;
  }

  move(letter: PaneEvent['type'], cause: Cause): void {
    this.#cause = cause;
    this.#live.send(letter);
  }

  stop(): void {
    this.#live.stop();
  }

  #tell(to: Place, letter: string): void {
    const from = this.#vector;
    this.#vector = vectorAt(to);
    this.edge = letter;
    const payload = changeOf(from, this.#vector);
    if (!payload) return;
    if (!isLegal(this.#vector)) throw new Error('Expected a legal state vector.');
    this.#voice.say('pane.state.changed', this.#paneId, payload, this.#cause);
  }
}

/** There are a few hundred vectors, so what changed between two is told with one payload. */
function changeOf(from: StateVector, to: StateVector): Change | null {
  let known = changes.get(from);
  if (!known) {
    known = new WeakMap();
    changes.set(from, known);
  }
  const change = known.get(to);
  if (change) return change;
  const diff = diffVectors(from, to);
  if (!diff) return null;
  const made = vouch({ from: { ...diff.from }, to: { ...diff.to } });
  known.set(to, made);
  return made;
}

function vectorAt(place: Place): StateVector {
  const known = vectors.get(place);
  if (known) return known;
  const vector = vectorOf(place.value);
  Object.freeze(vector.gates);
  Object.freeze(vector.connectivity);
  vectors.set(place, Object.freeze(vector));
  return vector;
}
