/**
 * Since when each value that a contract may read is as it is, and because of what: folded from the
 * facts of Lane A, so that it is known whether or not Lane B was on.
 *
 * @spec kernel 4
 */
import { restingVector } from '../kernel/state-vector.ts';
import type { LoggedEvent } from '../record/session-line.ts';
import { flat } from './value.ts';

/** Where a value comes from. */
export interface Since {
  readonly value: unknown;
  /** Milliseconds since the session began; null when it was so from the first event on. */
  readonly atMs: number | null;
  /** What made it so, the first cause first; empty when nothing in this log did. */
  readonly by: readonly LoggedEvent[];
}

export type Snapshot = ReadonlyMap<string, Since>;

/** Events that are remembered as possible causes; causes come shortly before their effects. */
const recentMax = 1_024;
/** Causes that are named for one value. */
const byMax = 3;

const atRest: Snapshot = new Map(
  [
    ...flat(restingVector),
    ['overlayOpen', false] as const,
    ['visible', true] as const,
    ['focusHolder', null] as const,
    ['waiting', 0] as const,
  ].map(([name, value]) => [name, { value, atMs: null, by: [] }]),
);

/** What stood at each of these events, in the pane of that event. One pass over the log. */
export function standingAt(
  events: Iterable<LoggedEvent>,
  eventIds: ReadonlySet<string>,
): ReadonlyMap<string, Snapshot> {
  const found = new Map<string, Snapshot>();
  const standing = new Standing();
  for (const event of events) {
    standing.hear(event);
    if (eventIds.has(event.eventId)) found.set(event.eventId, standing.at(event.paneId));
    if (found.size === eventIds.size) break;
  }
  return found;
}

export class Standing {
  readonly #panes = new Map<string, Map<string, Since>>();
  readonly #recent = new Map<string, LoggedEvent>();
  readonly #overlays = new Map<string, Set<string>>();
  #telemetry: Since = { value: true, atMs: null, by: [] };

  hear(event: LoggedEvent): void {
    this.#remember(event);
    const { type, payload } = event;
    switch (type) {
      case 'pane.state.changed':
        for (const [name, value] of flat(payload.to)) this.#note(event, name, value);
        return;
      case 'overlay.opened':
      case 'overlay.closed':
        this.#note(event, 'overlayOpen', this.#covers(event));
        return;
      case 'pane.visibility.changed':
        this.#note(event, 'visible', payload.visible !== false);
        return;
      case 'focus.locked':
        this.#note(event, 'focusHolder', payload.owner ?? 'user');
        return;
      case 'focus.released':
        this.#note(event, 'focusHolder', null);
        return;
      case 'queue.depth.changed':
        this.#note(event, 'waiting', payload.depth);
        return;
      case 'telemetry.disabled':
      case 'telemetry.enabled':
        this.#telemetry = this.#since(event, type === 'telemetry.enabled');
    }
  }

  /** Every value of a pane now, `telemetry` included: whether Lane B is on. */
  at(paneId: string): Snapshot {
    const known = new Map([...atRest, ...(this.#panes.get(paneId) ?? [])]);
    for (const [name, since] of this.#panes.get('system') ?? []) {
      const own = known.get(name);
      if ((own?.atMs ?? Number.NEGATIVE_INFINITY) < (since.atMs ?? 0)) known.set(name, since);
    }
    return known.set('telemetry', this.#telemetry);
  }

  #note(event: LoggedEvent, name: string, value: unknown): void {
    let pane = this.#panes.get(event.paneId);
    if (!pane) {
      pane = new Map();
      this.#panes.set(event.paneId, pane);
    }
    if (pane.has(name) && pane.get(name)?.value === value) return;
    pane.set(name, this.#since(event, value));
  }

  #since(event: LoggedEvent, value: unknown): Since {
    const by: LoggedEvent[] = [];
    let next: LoggedEvent | undefined = event;
    while (next && by.length < byMax) {
      // The change itself says nothing that its value does not.
      if (next.type !== 'pane.state.changed') by.unshift(next);
      next = next.causationId === null ? undefined : this.#recent.get(next.causationId);
    }
    return { value, atMs: event.atMs, by };
  }

  #covers({ type, paneId, payload }: LoggedEvent): boolean {
    const open = this.#overlays.get(paneId) ?? new Set();
    this.#overlays.set(paneId, open);
    if (type === 'overlay.opened') open.add(String(payload.overlay ?? ''));
    else if (payload.overlay === undefined) open.clear();
    else open.delete(String(payload.overlay));
    return open.size > 0;
  }

  #remember(event: LoggedEvent): void {
    this.#recent.set(event.eventId, event);
    if (this.#recent.size <= recentMax) return;
    const [oldest] = this.#recent.keys();
    if (oldest !== undefined) this.#recent.delete(oldest);
  }
}
