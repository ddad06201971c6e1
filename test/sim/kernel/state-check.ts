/**
 * Invariants 29 to 37, 40 and 41: the state vector against the model, with its timed steps; the
 * focus; resizes; safe mode. Needs turns that nothing interrupts.
 *
 * @spec reliability invariants
 */
import type { Envelope, StateVector } from '../../../embed/kernel.ts';
import type { House } from './house.ts';
import type { PaneModel } from './pane-model.ts';
import type { Accuse, Checker, Turn } from './turn.ts';

/** The sustained times of the law. */
const cooldownMs = 1_500;
const recoveryMs = 60_000;
const fitMs = 2_000;

type Part = { readonly [key: string]: unknown };

export class StateCheck implements Checker {
  readonly #accuse: Accuse;
  readonly #house: House;
  readonly #folded = new Map<string, StateVector>();
  readonly #locks = new Map<string, string>();

  constructor(accuse: Accuse, house: House) {
    this.#accuse = accuse;
    this.#house = house;
  }

  turn(turn: Turn): void {
    const late = this.#house.view.lateMaxMs;
    for (const [id, pane] of this.#house.panes) {
      if (pane.compacting === 'cooldown' && turn.dueMs > pane.cooldownSinceMs + cooldownMs + late) {
        this.#accuse(34, 'a cooldown does not end');
      }
      this.#compare(id, pane);
    }
  }

  end(): void {
    for (const [id, pane] of this.#house.panes) {
      const { activity } = this.#house.view.state(id);
      if (activity !== 'idle') this.#accuse(31, `pane ${id} is ${activity} though all healed`);
      // Hands that were asked often enough in vain may have done it: the size itself is looked at.
      if (pane.wish !== null && pane.unanswered === 0)
        this.#accuse(36, `pane ${id} still has a size to take`);
    }
  }

  event(event: Envelope, turn: Turn): void {
    if (event.type === 'focus.locked' || event.type === 'focus.released') this.#lock(event);
    if (event.type !== 'pane.state.changed') return;
    const pane = this.#house.of(event.paneId);
    if (!pane) return;
    this.#fold(event);
    this.#adopt(pane, event, turn);
  }

  /** What only time brings: allowed when its time has come. */
  #adopt(pane: PaneModel, { payload }: Envelope, { atMs }: Turn): void {
    const to = payload.to as { activity?: string; gates?: Part };
    if (to.gates?.compacting === 'none' && pane.compacting === 'cooldown') {
      if (atMs < pane.cooldownSinceMs + cooldownMs) this.#accuse(34, 'a cooldown ends early');
      pane.compacting = 'none';
    }
    if (to.activity === 'error' && !pane.failed && !pane.linked) {
      const lost = Object.values(pane.links).filter(({ up }) => !up);
      const due = Math.min(...lost.map(({ lostAtMs }) => lostAtMs)) + recoveryMs;
      if (atMs < due) this.#accuse(32, 'recovery is given up early');
      pane.failed = true;
    }
    if (to.activity === 'idle' && pane.fit && pane.op === 'resize') {
      if (atMs < pane.fit.sinceMs + fitMs) this.#accuse(36, 'a fit is given up early');
      pane.giveUpFit();
    }
  }

  #fold(event: Envelope): void {
    const { paneId, payload } = event;
    const before = this.#folded.get(paneId) ?? resting();
    const { from, to } = payload as { from: Part; to: Part };
    if (Object.keys(to).length === 0) this.#accuse(29, 'an empty diff');
    const asBefore = fold(before, from);
    if (text(asBefore) !== text(before)) this.#accuse(29, 'a diff from what was not so');
    const after = fold(before, to);
    if (text(after) === text(before)) this.#accuse(29, 'a diff of nothing');
    const lost = after.connectivity.bridge === 'down' || after.connectivity.pty === 'down';
    const mends = after.activity === 'recovering' || after.activity === 'error';
    if (lost !== mends) this.#accuse(30, `${text(after)} is no legal state`);
    this.#folded.set(paneId, after);
  }

  /** Locks of one owner and releases of it take turns, and nobody else's come between. */
  #lock({ type, paneId, payload, causationId }: Envelope): void {
    const owner = typeof payload.owner === 'string' ? payload.owner : null;
    const holder = this.#locks.get(paneId);
    if (type === 'focus.locked') {
      const who = owner ?? 'user';
      if (holder === who) this.#accuse(35, `${who} locks pane ${paneId} twice`);
      else if (holder) this.#accuse(35, `${who} has the focus, and ${holder} did not let go`);
      this.#locks.set(paneId, who);
      return;
    }
    if (holder === undefined) {
      if (causationId !== null) this.#accuse(35, `pane ${paneId} is released, and nobody has it`);
    } else if (owner === null || owner === holder) this.#locks.delete(paneId);
  }

  #compare(id: string, pane: PaneModel): void {
    const { view } = this.#house;
    const state = view.state(id);
    const folded = this.#folded.get(id) ?? resting();
    if (text(folded) !== text(state)) {
      this.#accuse(29, `the diffs of pane ${id} say ${text(folded)}, it is ${text(state)}`);
    }
    const model = pane.vector();
    if (text(model) !== text(state)) {
      this.#accuse(blamed(model, state), `pane ${id} is ${text(state)}, not ${text(model)}`);
    }
    const holder = view.focusHolder(id);
    if (holder !== pane.holder) this.#accuse(35, `${holder} has the focus, not ${pane.holder}`);
  }
}

function blamed(model: StateVector, state: StateVector): number {
  if (text(model.connectivity) !== text(state.connectivity)) return 33;
  if (model.gates.focusLocked !== state.gates.focusLocked) return 35;
  if (model.gates.compacting !== state.gates.compacting) return 34;
  if (model.gates.safeMode !== state.gates.safeMode) return 40;
  return model.activity === 'recovering' || state.activity === 'recovering' ? 32 : 31;
}

function resting(): StateVector {
  return {
    activity: 'idle',
    gates: { focusLocked: false, compacting: 'none', safeMode: false },
    connectivity: { bridge: 'up', pty: 'up' },
  };
}

function fold(vector: StateVector, part: Part): StateVector {
  return {
    activity: (part.activity ?? vector.activity) as StateVector['activity'],
    gates: { ...vector.gates, ...(part.gates as Part) },
    connectivity: { ...vector.connectivity, ...(part.connectivity as Part) },
  };
}

const text = (value: unknown): string => JSON.stringify(value);
