/**
 * Which correlations a pane knows: who submits in them, and whether anything of them is still
 * open. Bounded: the oldest that is over is forgotten first.
 *
 * @spec kernel 8
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';

/** More than the queue holds, and enough to recognise a latecomer for minutes. */
export const operationsMax = 1_024;

interface Operation {
  readonly requester: string;
  /** Who pressed, or will press, the submit key first. */
  submitter: string | null;
  open: number;
}

export class Operations {
  readonly #known = new Map<string, Operation>();

  /** Who may submit in this correlation; null when nobody has begun. */
  requesterOf(correlationId: string): string | null {
    return this.#known.get(correlationId)?.requester ?? null;
  }

  submitterOf(correlationId: string): string | null {
    return this.#known.get(correlationId)?.submitter ?? null;
  }

  began({ correlationId, source }: Envelope): void {
    const known = this.#known.get(correlationId);
    if (known) {
      known.open += 1;
      return;
    }
    this.#known.set(correlationId, { requester: source, submitter: null, open: 1 });
    if (this.#known.size > operationsMax) this.#forget();
  }

  submits(correlationId: string, source: string): void {
    const known = this.#known.get(correlationId);
    if (known) known.submitter ??= source;
  }

  ended(correlationId: string): void {
    const known = this.#known.get(correlationId);
    if (known) known.open -= 1;
  }

  /** Something of it was here, and all of it has ended. */
  isOver(correlationId: string): boolean {
    return this.#known.get(correlationId)?.open === 0;
  }

  #forget(): void {
    for (const [correlationId, { open }] of this.#known) {
      if (open > 0) continue;
      this.#known.delete(correlationId);
      return;
    }
  }
}
