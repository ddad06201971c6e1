/**
 * Whoever submits without hands of the kernel's: does the work on `allowed`, `inject.resumed` and
 * `resize.coalesced`, and reports it; sometimes says nothing, fails, or speaks too late.
 *
 * @spec kernel 3.1
 */
import type { Dice } from './dice.ts';
import type { FaultKind, Faults } from './faults.ts';
import type { SimClock } from './sim-clock.ts';
import type { Turn } from './turn.ts';

export interface SubmitterWorld {
  readonly clock: SimClock;
  readonly faults: Faults;
  readonly healed: boolean;
  report(
    type: string,
    paneId: string,
    payload: Readonly<Record<string, unknown>>,
    more: { readonly correlationId?: string },
  ): unknown;
}

interface Job {
  readonly key: string;
  readonly paneId: string;
  readonly correlationId: string;
}

export class Submitter {
  readonly #world: SubmitterWorld;
  readonly #dice: Dice;
  readonly #written = new Map<string, number>();

  constructor(world: SubmitterWorld, dice: Dice) {
    this.#world = world;
    this.#dice = dice;
  }

  applied(key: string): number {
    return this.#written.get(key) ?? 0;
  }

  /** What a turn gave it to do. */
  work(turn: Turn): void {
    for (const { input, output } of [turn.call, ...turn.nested]) {
      if (input.ask !== 'submit' || !output || !('decision' in output)) continue;
      if (output.decision !== 'allowed' || !output.event) continue;
      const { type, eventId: key, paneId, correlationId } = output.event;
      if (type === 'inject.requested') this.#inject({ key, paneId, correlationId });
      else if (type === 'resize.requested') this.#fit(paneId);
    }
    for (const { type, paneId, correlationId, causationId } of turn.events) {
      if (type === 'inject.resumed') {
        this.#inject({ key: causationId ?? '', paneId, correlationId });
      } else if (type === 'resize.coalesced') this.#fit(paneId);
    }
  }

  #inject(job: Job): void {
    const { chance, below } = this.#dice;
    const isSilent = this.#has('silent-hands', 0.05);
    const fails = this.#has('failing-hands', 0.1);
    const judges = chance(0.3);
    const late = this.#has('stray-answers', 0.1);
    const slowMs = this.#has('slow-hands', 0.2) ? below(3_000) : 0;
    this.#written.set(job.key, this.applied(job.key) + 1);
    this.#later(1 + slowMs, job, 'inject.applied');
    this.#later(160 + slowMs, job, 'inject.submit.requested');
    this.#later(161 + slowMs, job, 'inject.submit.sent');
    if (isSilent) return;
    if (judges && !fails) this.#later(170 + slowMs, job, 'verify.pass');
    this.#later(171 + slowMs, job, fails ? 'inject.failed' : 'inject.verified');
    if (late) this.#later(400 + slowMs, job, 'inject.applied');
  }

  #fit(paneId: string): void {
    if (this.#has('silent-hands', 0.1)) return;
    const again = this.#dice.chance(0.1);
    this.#later(20, { key: '', paneId, correlationId: '' }, 'resize.completed');
    if (again) this.#later(25, { key: '', paneId, correlationId: '' }, 'resize.completed');
  }

  #later(ms: number, { paneId, correlationId }: Job, type: string): void {
    const more = correlationId === '' ? {} : { correlationId };
    const key = 1 + this.#dice.below(1_000_000);
    this.#world.clock.deliver(() => this.#world.report(type, paneId, {}, more), ms, key);
  }

  #has(kind: FaultKind, probability: number): boolean {
    const drawn = this.#dice.chance(probability);
    return drawn && !this.#world.healed && this.#world.faults.has(kind);
  }
}
