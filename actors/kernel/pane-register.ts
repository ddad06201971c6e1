/**
 * The panes of a kernel: those it was made with, and those that come and go. One that comes late
 * is told what already holds for all of them.
 *
 * @spec kernel 4 4.2
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { nameMax } from '../../machines/kernel/intake.ts';
import type { Ground } from './ground.ts';
import { Pane } from './pane.actor.ts';
import type { Cause } from './voice.ts';

/** Panes of one kernel at once: every turn looks at each of them. */
export const panesMax = 128;

export const paneIdLaw = `an id of 1 to ${nameMax} characters other than "system"`;

/** `system` means all of them. */
export function isPaneId(id: unknown): id is string {
  return typeof id === 'string' && id !== '' && id.length <= nameMax && id !== 'system';
}

export class PaneRegister implements Iterable<Pane> {
  readonly #ground: Ground;
  readonly #byId = new Map<string, Pane>();
  #list: readonly Pane[] = [];
  #bridgeLost: Envelope | null = null;
  #safeSince: Cause | null = null;

  constructor(ground: Ground, ids: readonly string[]) {
    this.#ground = ground;
    for (const id of ids) this.#add(new Pane(ground, id));
  }

  get byId(): ReadonlyMap<string, Pane> {
    return this.#byId;
  }

  /** As a list that stays as it is: it is walked twice in every turn. */
  get list(): readonly Pane[] {
    return this.#list;
  }

  get isFull(): boolean {
    return this.#byId.size >= panesMax;
  }

  [Symbol.iterator](): Iterator<Pane> {
    return this.#list[Symbol.iterator]();
  }

  /** A pane whose terminal is taken to be up, until somebody says otherwise. */
  open(id: string): void {
    const pane = new Pane(this.#ground, id);
    this.#add(pane);
    if (this.#safeSince) pane.safeMode(true, this.#safeSince);
    if (this.#bridgeLost) pane.heard(this.#bridgeLost);
  }

  /** Whoever waited there is dropped; what the hands are at has an end that nobody will know. */
  close(id: string): void {
    const pane = this.#byId.get(id);
    if (!pane) return;
    pane.stop('pane_closed');
    this.#byId.delete(id);
    this.#list = [...this.#byId.values()];
  }

  /** A fact of all panes. */
  heard(event: Envelope): void {
    if (event.type === 'bridge.disconnected') this.#bridgeLost = event;
    if (event.type === 'bridge.connected') this.#bridgeLost = null;
    for (const pane of this.#list) pane.heard(event);
  }

  safeMode(on: boolean, cause: Cause): void {
    this.#safeSince = on ? cause : null;
    for (const pane of this.#list) pane.safeMode(on, cause);
  }

  #add(pane: Pane): void {
    this.#byId.set(pane.id, pane);
    this.#list = [...this.#byId.values()];
  }
}
