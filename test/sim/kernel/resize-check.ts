/**
 * Invariants 36 and 37: wishes are merged into the last, counted, and served when the pane is
 * free, seen and uncovered. Needs turns that nothing interrupts.
 *
 * @spec reliability invariants
 */
import type { Envelope } from '../../../embed/kernel.ts';
import type { House } from './house.ts';
import type { PaneModel, Size } from './pane-model.ts';
import type { Accuse, Checker, Turn } from './turn.ts';

/** So often the hands are asked in vain; then a link must come back first. */
const unansweredMax = 3;
/** So long a fit may take. */
const fitMs = 2_000;

export class ResizeCheck implements Checker {
  readonly #accuse: Accuse;
  readonly #house: House;
  readonly #last = new Map<string, Size>();
  #expected: { readonly decision: string; readonly reasons: string } | null = null;

  constructor(accuse: Accuse, house: House) {
    this.#accuse = accuse;
    this.#house = house;
  }

  /** Before the events of a turn: fits whose time is over, and a fit that someone asks for. */
  begin({ dueMs, atMs, call: { input, output } }: Turn): void {
    const late = this.#house.view.lateMaxMs;
    for (const pane of this.#house.panes.values()) {
      if (pane.fit && isHidden(pane) && dueMs > pane.fit.latestMs + fitMs + late) pane.giveUpFit();
    }
    if (!output || 'threw' in output) return;
    if (input.ask === 'submit' && input.intent.type === 'resize.started') {
      const fitted = this.#house.of(input.intent.paneId);
      if (fitted) this.#submitted(fitted, sizeOf(input.intent.payload ?? {}), atMs);
    }
    if (input.ask !== 'report') return;
    const pane = this.#house.of(input.fact.paneId);
    if (!pane) return;
    const { type, payload = {} } = input.fact;
    if (type === 'resize.completed' || type === 'fit.skipped') pane.endFit();
    else if (type === 'resize.started') this.#started(pane, sizeOf(payload), atMs);
  }

  turn(turn: Turn): void {
    const { input, output } = turn.call;
    if (this.#expected && output && 'decision' in output) {
      const { decision, reasons } = this.#expected;
      const got = output.reasons.map(({ contractId }) => contractId).join(' ');
      if (output.decision !== decision || got !== reasons) {
        this.#accuse(37, `a wish is ${output.decision} [${got}], not ${decision} [${reasons}]`);
      }
    }
    this.#expected = null;
    if (input.ask === 'telemetry' || input.ask === 'dev-mode' || input.ask === 'look') return;
    for (const [id, pane] of this.#house.panes) {
      if (pane.wish === null || pane.fit || pane.op !== 'none') continue;
      if (pane.unanswered >= unansweredMax) continue;
      if (pane.closedForResize().length > 0) continue;
      this.#accuse(36, `pane ${id} could take the size that it was asked to`);
    }
  }

  end(): void {
    if (!this.#house.view.driven) return;
    for (const [id, { cols, rows }] of this.#last) {
      const size = this.#house.view.size(id);
      if (size?.cols === cols && size?.rows === rows) continue;
      const has = size ? `${size.cols}x${size.rows}` : 'none';
      this.#accuse(36, `pane ${id} has the size ${has}, the last asked for is ${cols}x${rows}`);
    }
  }

  event(event: Envelope, turn: Turn): void {
    const pane = this.#house.of(event.paneId);
    if (!pane) return;
    switch (event.type) {
      case 'resize.requested':
        this.#wish(pane, event, turn.atMs);
        return;
      case 'resize.coalesced':
        this.#coalesced(pane, event, turn.atMs);
        return;
      case 'resize.started':
        if (event.source === 'kernel') this.#fitted(pane, event, turn.atMs);
        return;
      case 'resize.completed':
        if (event.source === 'kernel') {
          pane.endFit();
          pane.unanswered = 0;
        }
        return;
    }
  }

  #wish(pane: PaneModel, event: Envelope, atMs: number): void {
    const gates = pane.closedForResize();
    const waits = gates.some((id) => /^(?:ownership|link|safe)/.test(id));
    const decision = gates.length === 0 ? 'allowed' : waits ? 'deferred' : 'skipped';
    this.#expected = { decision, reasons: gates.join(' ') };
    const size = sizeOf(event.payload);
    this.#last.set(event.paneId, size);
    if (decision !== 'allowed' || pane.fit || pane.wish !== null) pane.keepWish(size, atMs);
    else if (!this.#house.view.driven) pane.beginFit(atMs);
  }

  #coalesced(pane: PaneModel, { payload }: Envelope, atMs: number): void {
    const { wish, merged } = pane;
    if (payload.count !== merged) this.#accuse(36, `${payload.count} merged, in truth ${merged}`);
    if (payload.cols !== wish?.cols || payload.rows !== wish?.rows) {
      this.#accuse(36, `merged to ${payload.cols}x${payload.rows}, not to the last`);
    }
    pane.wish = null;
    pane.merged = 0;
    this.#may(pane, 'coalesced', atMs);
    // A fact of someone's fit has no size of its own, and asks the hands for nothing.
    if (!this.#house.view.driven || payload.cols === undefined) pane.beginFit(atMs);
  }

  #fitted(pane: PaneModel, event: Envelope, atMs: number): void {
    this.#may(pane, 'fitted', atMs);
    pane.beginFit(atMs, sizeOf(event.payload));
  }

  #may(pane: PaneModel, what: string, atMs: number): void {
    if (pane.fit && isHidden(pane) && atMs >= pane.fit.sinceMs + fitMs) pane.endFit();
    if (pane.overlays.size > 0) this.#accuse(37, `${what} under a dialog`);
    if (!pane.visible) this.#accuse(37, `${what} in a hidden pane`);
    if (pane.op === 'injection') this.#accuse(37, `${what} within an injection`);
    if (pane.fit) this.#accuse(37, `${what} within another fit`);
  }

  /** Somebody asks whether the screen may be fitted now; if not, its size is due later. */
  #submitted(pane: PaneModel, size: Size, atMs: number): void {
    const isCovered = pane.overlays.size > 0;
    const isInjecting = pane.op === 'injection';
    const reasons = [
      ...(isCovered ? ['overlay-fit-exclusion'] : []),
      ...(!pane.visible || isInjecting ? ['resize-sequencing'] : []),
    ];
    const decision =
      reasons.length === 0 ? 'allowed' : pane.visible && isInjecting ? 'deferred' : 'skipped';
    this.#expected = { decision, reasons: reasons.join(' ') };
    if (decision === 'allowed') this.#started(pane, size, atMs);
    else pane.keepWish(size, atMs);
  }

  /** Somebody fits the screen: a fact, whatever the law says. */
  #started(pane: PaneModel, size: Size, atMs: number): void {
    if (pane.fit) {
      // Unseen, the one before may be over already, and this one be under way.
      if (isHidden(pane) && atMs >= pane.fit.sinceMs + fitMs) pane.fit.latestMs = atMs;
      return;
    }
    if (pane.wish !== null) pane.keepWish(size, atMs);
    else pane.beginFit(atMs);
  }
}

function sizeOf({ cols, rows }: Readonly<Record<string, unknown>>): Size {
  return { cols, rows };
}

/** Whether the end of a fit would not show in the vector. */
function isHidden(pane: PaneModel): boolean {
  return !pane.linked || pane.op !== 'resize';
}
