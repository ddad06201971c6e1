/**
 * Who looks at which pane. Each is shown the screen first and then what is printed; one that
 * reads too slowly misses some of it, is told how much, and is shown the screen anew.
 *
 * @spec kernel 7.6
 */
import { paintOf } from '../../machines/control/paint.ts';
import { outputEnd } from '../../machines/hands/output-end.ts';
import type { PanePicture } from '../../machines/hands/pane-messages.ts';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import type { Clock } from '../../runtime/host/host.ts';
import type { Client, Stream } from './client.ts';
import type { PaneBook, PaneRecord } from './pane-book.ts';

type Seen = Extract<PanePicture, { is: 'pane.seen' }>;
type Output = Extract<PanePicture, { is: 'pane.output' }>;

/** After so long without another loss a screen can be drawn that stays right. */
const calmMs = 500;
/** Hands that do not answer so long do not answer. */
const lookPatienceMs = 5_000;

export interface ViewersInput {
  readonly book: PaneBook;
  readonly clock: Clock;
}

export interface Size {
  readonly cols: number;
  readonly rows: number;
}

export interface Look {
  /** The number of the stream. */
  readonly id: number;
  readonly size: Size | null;
  /** The pane in whose terminal it is shown; null where that is none of ours. */
  readonly within: string | null;
  readonly onLeft: () => void;
}

interface Viewer {
  readonly client: Client;
  /** Of its terminal; null for one that takes the pane as it is. */
  size: Size | null;
  readonly within: string | null;
  stream: Stream | null;
  /** Was shown the screen, and all since. */
  isFresh: boolean;
  /** Output from before these bytes is on the screen that it was shown. */
  shownFrom: number;
  /** Items that it missed since. */
  missed: number;
  /** Will show the screen anew. */
  timer: unknown;
}

export class Viewers {
  readonly #input: ViewersInput;
  readonly #byPane = new Map<string, Set<Viewer>>();
  readonly #looks = new Map<string, (seen: Result<Seen>) => void>();

  constructor(input: ViewersInput) {
    this.#input = input;
  }

  count(paneId: string): number {
    return this.#byPane.get(paneId)?.size ?? 0;
  }

  has(paneId: string, name: string): boolean {
    return this.#of(paneId).some(({ client }) => client.name === name);
  }

  attach(pane: PaneRecord, client: Client, { id, size, within, onLeft }: Look): void {
    const viewer: Viewer = { client, size, within, stream: null, isFresh: false, ...unseen };
    viewer.stream = client.stream(id, {
      onRoom: () => {
        if (!viewer.isFresh) this.#paint(pane, viewer);
      },
      onOver: () => {
        this.#leave(pane, viewer);
        onLeft();
      },
    });
    if (viewer.stream === null) return;
    const viewers = this.#byPane.get(pane.id) ?? new Set();
    this.#byPane.set(pane.id, viewers.add(viewer));
    // The screen comes first: what is printed meanwhile is on it.
    this.#paint(pane, viewer);
    if (viewers.size === 1) this.#input.book.order({ do: 'pane.watch', paneId: pane.id, on: true });
  }

  /** The terminal of the client has another size. */
  sized(paneId: string, client: Client, size: Size): void {
    for (const viewer of this.#of(paneId)) {
      if (viewer.client === client && viewer.size !== null) viewer.size = size;
    }
  }

  /** The panes that are shown in the terminal of this one. */
  shownIn(paneId: string): readonly string[] {
    const shown = [...this.#byPane].filter(([, all]) => [...all].some((v) => v.within === paneId));
    return shown.map(([id]) => id);
  }

  /** Of the terminal that came last of those that are still there; null where there is none. */
  sizeFor(paneId: string): Size | null {
    return this.#of(paneId).findLast(({ size }) => size !== null)?.size ?? null;
  }

  /** What is on the screen now. */
  look(pane: PaneRecord, told: (seen: Result<Seen>) => void): void {
    const { book, clock } = this.#input;
    const held = book.held(pane);
    if (!held.ok) {
      told(held);
      return;
    }
    const timer = clock.setTimeout(() => answered(refuse([notSeen])), lookPatienceMs);
    const answered = (seen: Result<Seen>): void => {
      clock.clearTimeout(timer);
      this.#looks.delete(key);
      told(seen);
    };
    const key = book.reserve();
    this.#looks.set(key, answered);
    book.order({ do: 'pane.look', paneId: pane.id }, key);
  }

  show(picture: PanePicture): void {
    if (picture.is === 'pane.seen') this.#looks.get(picture.key)?.(succeed(picture));
    else {
      const { paneId, dropped } = picture;
      for (const viewer of this.#of(paneId)) {
        this.#pass(viewer, picture);
        if (dropped > 0) this.#mend(paneId, viewer);
      }
    }
  }

  ended({ id, end }: PaneRecord): void {
    for (const { stream } of this.#of(id)) stream?.item({ is: 'ended', outcome: end });
  }

  started(pane: PaneRecord): void {
    const viewers = this.#of(pane.id);
    if (viewers.length === 0) return;
    this.#input.book.order({ do: 'pane.watch', paneId: pane.id, on: true });
    for (const viewer of viewers) this.#paint(pane, viewer);
  }

  resized({ id, cols, rows }: PaneRecord): void {
    for (const { stream } of this.#of(id)) stream?.item({ is: 'resized', cols, rows });
  }

  gone({ id }: PaneRecord): void {
    const viewers = this.#of(id);
    this.#byPane.delete(id);
    for (const { stream } of viewers) stream?.end('closed');
  }

  #of(paneId: string): readonly Viewer[] {
    return [...(this.#byPane.get(paneId) ?? [])];
  }

  #pass(viewer: Viewer, output: Output): void {
    const { data, dropped } = output;
    // A screen overtakes the output before it.
    if (viewer.isFresh && outputEnd(output) <= viewer.shownFrom) return;
    if (!viewer.isFresh) {
      viewer.missed += 1;
      return;
    }
    if (viewer.stream?.item({ is: 'output', data, dropped }) !== false) return;
    viewer.isFresh = false;
    viewer.missed += 1;
  }

  /** What is drawn after a gap may be drawn on a screen that is not the program's. */
  #mend(paneId: string, viewer: Viewer): void {
    const { book, clock } = this.#input;
    clock.clearTimeout(viewer.timer);
    viewer.timer = clock.setTimeout(() => {
      const pane = book.find(paneId);
      if (pane.ok && viewer.isFresh) this.#paint(pane.value, viewer);
    }, calmMs);
  }

  #paint(pane: PaneRecord, viewer: Viewer): void {
    this.look(pane, (seen) => {
      if (!this.#byPane.get(pane.id)?.has(viewer)) return;
      const { cols, rows } = pane;
      const paint = seen.ok ? paintOf(seen.value) : '';
      const { missed } = viewer;
      const shown = viewer.stream?.item({ is: 'painted', paint, cols, rows, missed }) === true;
      viewer.isFresh = shown;
      viewer.shownFrom = seen.ok ? seen.value.shown : 0;
      if (shown) viewer.missed = 0;
      // Nothing more is going to come, until it is run again.
      if (pane.end !== null) viewer.stream?.item({ is: 'ended', outcome: pane.end });
    });
  }

  #leave(pane: PaneRecord, viewer: Viewer): void {
    this.#input.clock.clearTimeout(viewer.timer);
    const viewers = this.#byPane.get(pane.id);
    if (!viewers?.delete(viewer) || viewers.size > 0) return;
    this.#byPane.delete(pane.id);
    this.#input.book.order({ do: 'pane.watch', paneId: pane.id, on: false });
  }
}

const unseen = { shownFrom: 0, missed: 0, timer: null };

const notSeen: Problem = {
  code: 'PANE_NOT_SEEN',
  message: `Expected the hands to show the screen within ${lookPatienceMs / 1_000} s, got nothing.`,
  hint: 'Try `ambush pane ls`: it tells whether the hands answer.',
};
