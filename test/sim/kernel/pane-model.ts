/**
 * One pane as the law describes it, written from the law alone: facts move it, gates follow. It
 * shares no code with what it judges.
 *
 * @spec kernel 4 5.2 9.4
 */
import type { StateVector } from '../../../embed/kernel.ts';

export interface Waiter {
  readonly id: string;
  readonly critical: boolean;
  readonly source: string;
  readonly correlationId: string;
  readonly sinceMs: number;
  readonly deadlineMs: number;
  /** The first closed gate when it came. */
  readonly firstGate: string;
}

export interface Asking {
  readonly source: string;
  readonly correlationId: string;
  readonly critical: boolean;
}

interface Link {
  up: boolean;
  lostAtMs: number;
}

export interface Size {
  readonly cols: unknown;
  readonly rows: unknown;
}

export class PaneModel {
  holder: string | null = null;
  isTyping = false;
  readonly overlays = new Set<string>();
  visible = true;
  compacting: StateVector['gates']['compacting'] = 'none';
  cooldownSinceMs = 0;
  readonly links: Readonly<Record<'bridge' | 'pty', Link>> = {
    bridge: { up: true, lostAtMs: 0 },
    pty: { up: true, lostAtMs: 0 },
  };
  failed = false;
  safe = false;
  op: 'none' | 'injection' | 'resize' = 'none';
  /** The intent between its start and its end. */
  active: string | null = null;
  queue: Waiter[] = [];
  fit: { sinceMs: number; latestMs: number; asked: Size | null } | null = null;
  /** Fits of the present size that the hands were asked for in vain. */
  unanswered = 0;
  wish: Size | null = null;
  merged = 0;
  /** Who began, and who submits, in each operation. */
  readonly requesters = new Map<string, string>();
  readonly submitters = new Map<string, string>();

  get linked(): boolean {
    return this.links.bridge.up && this.links.pty.up;
  }

  get focusLocked(): boolean {
    return this.holder === 'user';
  }

  vector(): StateVector {
    const op = { none: 'idle', injection: 'injecting', resize: 'resizing' } as const;
    return {
      activity: this.linked ? op[this.op] : this.failed ? 'error' : 'recovering',
      gates: { focusLocked: this.focusLocked, compacting: this.compacting, safeMode: this.safe },
      connectivity: {
        bridge: this.links.bridge.up ? 'up' : 'down',
        pty: this.links.pty.up ? 'up' : 'down',
      },
    };
  }

  isSecondSubmitter({ source, correlationId }: Asking): boolean {
    const first = this.requesters.get(correlationId);
    return first !== undefined && first !== source;
  }

  /** Contracts that do not hold for an injection, in order, overridden ones included. */
  closedGates(asking: Asking, waiting: number): readonly string[] {
    const { op, compacting, safe, linked, focusLocked } = this;
    const busy = linked && op !== 'none';
    const isClosed = focusLocked || compacting === 'confirmed' || safe || busy || !linked;
    const gates: readonly (readonly [string, boolean])[] = [
      ['focus-lock-guard', focusLocked],
      ['compaction-gate', compacting === 'confirmed'],
      ['ownership-exclusive', this.isSecondSubmitter(asking) || busy],
      ['link-gate', !linked],
      ['safe-mode-gate', safe],
      ['injection-order', waiting > 0 && !(isClosed || !linked)],
    ];
    return gates.filter(([, closed]) => closed).map(([id]) => id);
  }

  /** Contracts that do not hold for a wish to resize, in order. */
  closedForResize(): readonly string[] {
    const gates: readonly (readonly [string, boolean])[] = [
      ['ownership-exclusive', this.linked && this.op !== 'none'],
      ['overlay-fit-exclusion', this.overlays.size > 0],
      ['resize-sequencing', !this.visible],
      ['link-gate', !this.linked],
      ['safe-mode-gate', this.safe],
    ];
    return gates.filter(([, closed]) => closed).map(([id]) => id);
  }

  /** Whether one who waits may go now. */
  mayPass(waiter: Waiter): boolean {
    if (this.compacting === 'cooldown' && !waiter.critical) return false;
    return barring(this.closedGates(waiter, 0), waiter.critical).length === 0;
  }

  /** A fact, whoever told it. */
  hear(type: string, payload: Readonly<Record<string, unknown>>, nowMs: number): void {
    switch (type) {
      case 'typing.activity':
        if (!this.focusLocked) this.isTyping = true;
        this.holder = 'user';
        return;
      case 'typing.idle':
        if (this.focusLocked && this.isTyping) this.holder = null;
        return;
      case 'focus.locked':
        this.#lock(ownerOf(payload));
        return;
      case 'focus.released': {
        const owner = payload.owner === undefined ? (this.holder ?? 'user') : ownerOf(payload);
        if (owner === this.holder) this.holder = null;
        return;
      }
      case 'overlay.opened':
        this.overlays.add(String(payload.overlay ?? ''));
        return;
      case 'overlay.closed':
        if (payload.overlay === undefined) this.overlays.clear();
        else this.overlays.delete(String(payload.overlay));
        return;
      case 'pane.visibility.changed':
        this.visible = payload.visible !== false;
        return;
      default:
        if (type.startsWith('cli.compaction.')) this.#compact(type, nowMs);
        else this.#link(type, nowMs);
    }
  }

  /** Ends a fit; the pane is free again unless an injection has it. */
  endFit(): void {
    this.fit = null;
    if (this.op === 'resize') this.op = 'none';
  }

  /** Nobody told its end in time: what the hands were asked for is still due. */
  giveUpFit(): void {
    const asked = this.fit?.asked ?? null;
    this.endFit();
    if (asked === null || this.wish !== null) return;
    this.unanswered += 1;
    this.wish = asked;
    this.merged += 1;
  }

  beginFit(nowMs: number, asked: Size | null = null): void {
    this.fit = { sinceMs: nowMs, latestMs: nowMs, asked };
    if (this.op === 'none') this.op = 'resize';
  }

  keepWish(size: Size, nowMs: number): void {
    if (this.fit && this.wish === null) this.fit.latestMs = nowMs;
    this.wish = size;
    this.merged += 1;
    this.unanswered = 0;
  }

  #lock(owner: string): void {
    if (owner === 'user') {
      this.holder = 'user';
      this.isTyping = false;
    } else this.holder ??= owner;
  }

  #compact(type: string, nowMs: number): void {
    const { compacting } = this;
    if (type === 'cli.compaction.suspected') {
      if (compacting !== 'confirmed') this.compacting = 'suspected';
    } else if (type === 'cli.compaction.started') this.compacting = 'confirmed';
    else if (compacting === 'suspected') this.compacting = 'none';
    else if (compacting === 'confirmed') {
      this.compacting = 'cooldown';
      this.cooldownSinceMs = nowMs;
    }
  }

  #link(type: string, nowMs: number): void {
    const link = type.startsWith('bridge.') ? this.links.bridge : this.links.pty;
    if (type === 'bridge.disconnected' || type === 'pty.down') {
      if (link.up) link.lostAtMs = nowMs;
      link.up = false;
      // Its program is gone, and with it what it compacted.
      if (type === 'pty.down') this.#compact('cli.compaction.ended', nowMs);
    } else if (type === 'bridge.connected' || type === 'pty.up') {
      if (!link.up) this.unanswered = 0;
      link.up = true;
      if (this.linked) this.failed = false;
    }
  }
}

/** The gates that bar the way: recovery intents pass three of them. */
export function barring(gates: readonly string[], critical: boolean): readonly string[] {
  const passed = ['compaction-gate', 'safe-mode-gate', 'injection-order'];
  return critical ? gates.filter((id) => !passed.includes(id)) : gates;
}

function ownerOf({ owner }: Readonly<Record<string, unknown>>): string {
  return typeof owner === 'string' ? owner : 'user';
}
