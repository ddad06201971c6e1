/**
 * Invariants 38, 40, 41: one decision per event and contract; violations are counted as the law
 * counts them; safe mode begins and ends when it must. Needs turns that nothing interrupts.
 *
 * @spec reliability invariants
 */
import type { Envelope } from '../../../embed/kernel.ts';
import type { House } from './house.ts';
import type { Lives } from './lives.ts';
import { barring, type PaneModel } from './pane-model.ts';
import type { Accuse, Checker, Turn } from './turn.ts';

const cascadeCount = 3;
const cascadeMs = 10_000;
const quietMs = 30_000;

/** Contracts of the law by the events that they govern, in order; the simulator's own come last. */
const governing: Readonly<Record<string, string>> = {
  'inject.requested':
    'focus-lock-guard compaction-gate ownership-exclusive link-gate safe-mode-gate injection-order',
  'inject.submit.requested': 'ownership-exclusive',
  'resize.requested':
    'ownership-exclusive overlay-fit-exclusion resize-sequencing link-gate safe-mode-gate',
  'resize.started': 'overlay-fit-exclusion resize-sequencing',
  'pty.resize.requested': 'resize-sequencing',
  'inject.transform.lossy': 'lossy-transform-needs-policy',
  'focus.arbitration.requested': 'user-focus-non-preemptive',
};
const ours = ' sim-throws sim-hostile sim-shadow';

interface Decided {
  readonly contractId: string;
  readonly passed: boolean;
}

export class ContractCheck implements Checker {
  readonly #accuse: Accuse;
  readonly #house: House;
  readonly #lives: Lives;
  #instants: number[] = [];
  #enteredMs = 0;
  #lastViolationMs = Number.NEGATIVE_INFINITY;
  #on = false;
  /** Counted violations that this turn must bring, and brought. */
  #due = 0;
  #counted = 0;
  #mustEnter = false;
  #closed: readonly string[] | null = null;

  constructor(accuse: Accuse, house: House, lives: Lives) {
    this.#accuse = accuse;
    this.#house = house;
    this.#lives = lives;
  }

  /** Before the events: what the input itself breaks. */
  begin({ call: { input, output } }: Turn): void {
    this.#due = 0;
    this.#counted = 0;
    this.#closed = null;
    this.#mustEnter = input.ask === 'safe-mode' && input.state === 'on' && !this.#on;
    if (!output || 'threw' in output) return;
    const told = input.ask === 'submit' ? input.intent : input.ask === 'report' ? input.fact : null;
    const pane = told && this.#house.of(told.paneId);
    if (!told || !pane) return;
    if (told.type === 'inject.submit.requested') {
      this.#submits(pane, told.source, told.correlationId ?? '', input.ask === 'submit');
    }
    if (told.type === 'focus.locked' && input.ask === 'submit') {
      if (pane.focusLocked && (told.payload?.owner ?? 'user') !== 'user') this.#due += 1;
    }
    if (told.type === 'resize.started' && input.ask === 'report') {
      const injecting = pane.op === 'injection';
      this.#due += (pane.overlays.size > 0 ? 1 : 0) + (!pane.visible || injecting ? 1 : 0);
    }
  }

  event(event: Envelope, turn: Turn): void {
    const { type, payload } = event;
    if (type === 'inject.requested') this.#request(event);
    if (type === 'inject.transform.lossy' && payload.policy !== 'allow') this.#due += 1;
    if (type === 'contract.violation' && payload.counted === true) this.#violation(turn.atMs);
    if (type === 'safemode.entered') this.#entered(event, turn.atMs);
    if (type === 'safemode.exited') this.#exited(event, turn);
    if (type === 'contract.checked') this.#checked(payload);
    if (type === 'contract.override') this.#override(event);
  }

  turn(turn: Turn): void {
    if (this.#counted !== this.#due) {
      this.#accuse(40, `${this.#counted} violations are counted, the law counts ${this.#due}`);
    }
    if (this.#mustEnter) this.#accuse(40, 'safe mode is not entered');
    const quietSinceMs = Math.max(this.#enteredMs, this.#lastViolationMs);
    const late = this.#house.view.lateMaxMs;
    if (this.#on && turn.dueMs > quietSinceMs + quietMs + late) {
      this.#accuse(41, 'safe mode does not end');
    }
  }

  end(): void {
    if (this.#on) this.#accuse(41, 'safe mode is still on');
  }

  /** A second submitter of one operation; whoever only tells of it is measured by submitters. */
  #submits(pane: PaneModel, source: string, correlationId: string, isIntent: boolean): void {
    const { submitters, requesters } = pane;
    const first =
      submitters.get(correlationId) ?? (isIntent ? requesters.get(correlationId) : source);
    if ((first ?? source) !== source) this.#due += 1;
    else if (requesters.has(correlationId)) submitters.set(correlationId, source);
  }

  #request(event: Envelope): void {
    const life = this.#lives.get(event.eventId);
    const pane = this.#house.of(event.paneId);
    if (!life || !pane) return;
    const { source, correlationId, critical, payload } = life;
    const asking = { source, correlationId, critical };
    this.#closed = pane.closedGates(asking, pane.queue.length);
    if (pane.isSecondSubmitter(asking)) this.#due += 1;
    if (payload.cli === 'throws') this.#due += 1;
  }

  #violation(atMs: number): void {
    this.#counted += 1;
    this.#lastViolationMs = atMs;
    this.#instants = [...this.#instants.filter((one) => atMs - one <= cascadeMs), atMs];
    if (!this.#on && this.#instants.length >= cascadeCount) this.#mustEnter = true;
  }

  #entered({ payload }: Envelope, atMs: number): void {
    if (!this.#mustEnter || this.#on) this.#accuse(40, `entered as ${payload.triggerReason}`);
    this.#mustEnter = false;
    this.#on = true;
    this.#enteredMs = atMs;
    for (const pane of this.#house.panes.values()) pane.safe = true;
  }

  #exited({ payload }: Envelope, { atMs, call: { input } }: Turn): void {
    const isManual = input.ask === 'safe-mode' && input.state === 'off';
    const quietSinceMs = Math.max(this.#enteredMs, this.#lastViolationMs);
    if (!this.#on) this.#accuse(41, 'exited, and was not on');
    if (!isManual && atMs < quietSinceMs + quietMs) {
      this.#accuse(41, `exited after ${atMs - quietSinceMs} ms without a violation`);
    }
    if (payload.reason !== (isManual ? 'manual' : 'quiet')) this.#accuse(41, 'for another reason');
    if (payload.durationMs !== atMs - this.#enteredMs) this.#accuse(41, 'with another duration');
    this.#on = false;
    for (const pane of this.#house.panes.values()) pane.safe = false;
  }

  /** A recovery intent passes a closed gate in the open: each override is told, and only those. */
  #override({ payload, causationId }: Envelope): void {
    const life = causationId === null ? undefined : this.#lives.get(causationId);
    if (!life?.critical) this.#accuse(18, `${payload.contractId} is overridden for no recovery`);
    if (barring([String(payload.contractId)], true).length > 0) {
      this.#accuse(18, `${payload.contractId} has no bypass`);
    }
  }

  #checked({ eventType, decisions }: Envelope['payload']): void {
    const list = decisions as readonly Decided[];
    const got = list.map(({ contractId }) => contractId).join(' ');
    const expected = `${governing[String(eventType)] ?? ''}`;
    const full = eventType === 'inject.requested' ? expected + ours : expected;
    if (got !== full) this.#accuse(38, `${eventType} was decided by [${got}], not by [${full}]`);
    if (eventType !== 'inject.requested' || this.#closed === null) return;
    const failed = list
      .filter(({ passed, contractId }) => !passed && !contractId.startsWith('sim-'))
      .map(({ contractId }) => contractId);
    if (failed.join(' ') !== this.#closed.join(' ')) {
      this.#accuse(
        38,
        `decisions say [${failed.join(' ')}], the gates are [${this.#closed.join(' ')}]`,
      );
    }
    this.#closed = null;
  }
}
