/**
 * Injections from request to end: whether each chain is whole, how long they waited, how often
 * waiting came to nothing, and how often a verification was worth nothing.
 *
 * @spec kernel 10
 */
import type { LoggedEvent } from '../../record/session-line.ts';
import { nearestRank } from '../../report/metrics.ts';
import { objectsOf, valueText } from '../value.ts';
import { countUp, judged, type Metric, partsOf, shareOf } from './metric.ts';

interface Life {
  readonly requestId: string;
  readonly correlationId: string;
  /** Events that follow from the request. */
  readonly ids: string[];
  /** Steps of a written message that came in their order. */
  steps: number;
  isBroken: boolean;
  queuedMs: number | null;
  heldBy: string | null;
}

/** What a message that was verified went through, in this order. */
const order = ['inject.applied', 'inject.submit.requested', 'inject.submit.sent'];
const ends: ReadonlySet<string> = new Set(['inject.verified', 'inject.failed', 'inject.dropped']);
const family = /^(?:inject|verify|daemon\.write|queue)\./;

export class Lifecycles {
  readonly #ofEvent = new Map<string, Life>();
  readonly #open = new Map<string, Life>();
  readonly #ended = new Map<string, number>();
  readonly #deferred = new Map<string, number>();
  readonly #droppedAfter = new Map<string, number>();
  readonly #dropReasons = new Map<string, number>();
  readonly #waitsMs: number[] = [];
  #requested = 0;
  #whole = 0;
  #verified = 0;
  #doubtful = 0;

  hear(event: LoggedEvent): void {
    const { type } = event;
    if (type === 'inject.verified') this.#verified += 1;
    if (type === 'verify.false_positive') this.#doubtful += 1;
    if (type === 'inject.requested') this.#begin(event);
    else {
      const life = this.#lifeOf(event);
      if (life) this.#go(life, event);
    }
  }

  metrics(): readonly Metric[] {
    return [this.#completeness(), this.#falsePositives(), this.#deferrals(), this.#waits()];
  }

  #go(life: Life, event: LoggedEvent): void {
    const { type } = event;
    life.ids.push(event.eventId);
    this.#ofEvent.set(event.eventId, life);
    if (type === order[life.steps]) life.steps += 1;
    if (type === 'inject.queued') life.queuedMs = event.atMs;
    if (type === 'inject.deferred') this.#defer(life, event);
    if (type === 'inject.applied' && life.queuedMs !== null) {
      this.#waitsMs.push(event.atMs - life.queuedMs);
    }
    if (ends.has(type)) this.#end(life, event);
  }

  #begin({ eventId, correlationId }: LoggedEvent): void {
    this.#requested += 1;
    const fresh = { ids: [eventId], steps: 0, isBroken: false, queuedMs: null, heldBy: null };
    const life: Life = { requestId: eventId, correlationId, ...fresh };
    this.#ofEvent.set(eventId, life);
    this.#open.set(eventId, life);
  }

  /** By its cause; a step without one in the log breaks the chain of its operation. */
  #lifeOf({ type, causationId, correlationId }: LoggedEvent): Life | undefined {
    const known = causationId === null ? undefined : this.#ofEvent.get(causationId);
    if (known || !family.test(type)) return known;
    for (const life of this.#open.values()) {
      if (life.correlationId !== correlationId) continue;
      life.isBroken = true;
      return life;
    }
    return undefined;
  }

  #defer(life: Life, { payload }: LoggedEvent): void {
    const names = objectsOf(payload.reasons).map(({ contractId }) => valueText(contractId));
    life.heldBy = names.length > 0 ? names.join(' + ') : valueText(payload.contractId);
    countUp(this.#deferred, life.heldBy);
  }

  #end(life: Life, { type, payload }: LoggedEvent): void {
    countUp(this.#ended, type);
    const steps = type === 'inject.verified' ? life.steps === order.length : true;
    const unwritten = type === 'inject.dropped' ? life.steps === 0 : true;
    if (steps && unwritten && !life.isBroken) this.#whole += 1;
    if (type === 'inject.dropped') {
      countUp(this.#dropReasons, valueText(payload.reason));
      if (life.heldBy !== null) countUp(this.#droppedAfter, life.heldBy);
    }
    this.#open.delete(life.requestId);
    for (const id of life.ids) this.#ofEvent.delete(id);
  }

  #completeness(): Metric {
    const ended = ['inject.verified', 'inject.dropped', 'inject.failed'].map((type) => ({
      label: type,
      value: this.#ended.get(type) ?? 0,
    }));
    return judged({
      id: 'lifecycle-complete',
      section: '10.1',
      name: 'Incidents with a complete lifecycle chain',
      value: shareOf(this.#whole, this.#requested),
      unit: 'share',
      target: { is: 'at least', value: 0.95 },
      measured:
        'Injections whose chain of causes leads without a gap from inject.requested to one end, a verified one through inject.applied, inject.submit.requested and inject.submit.sent, of all that were requested; one that was open when the log ended is incomplete.',
      parts: [
        { label: 'requested', value: this.#requested },
        { label: 'complete', value: this.#whole },
        ...ended,
        { label: 'open at the end of the log', value: this.#open.size },
      ],
    });
  }

  #falsePositives(): Metric {
    return judged({
      id: 'false-positive-submits',
      section: '10.1',
      name: 'False-positive submit rate',
      value: shareOf(this.#doubtful, this.#verified),
      unit: 'share',
      target: { is: 'less than', value: 0.02 },
      measured: 'verify.false_positive of all inject.verified.',
      parts: [
        { label: 'verify.false_positive', value: this.#doubtful },
        { label: 'inject.verified', value: this.#verified },
      ],
    });
  }

  #deferrals(): Metric {
    const deferred = sum(this.#deferred);
    const parts = partsOf(this.#deferred).flatMap(({ label, value }) => [
      { label: `${label}: deferred`, value },
      { label: `${label}: then dropped`, value: this.#droppedAfter.get(label) ?? 0 },
    ]);
    return judged({
      id: 'deferred-to-dropped',
      section: '10.3',
      name: 'Deferred-to-dropped ratio',
      value: shareOf(sum(this.#droppedAfter), deferred),
      unit: 'share',
      target: null,
      measured: 'Deferred injections that ended in inject.dropped, by the contracts that deferred.',
      parts: [
        ...parts,
        ...partsOf(this.#dropReasons).map(({ label, value }) => ({
          label: `all that were dropped: ${label}`,
          value,
        })),
      ],
    });
  }

  #waits(): Metric {
    const sorted = Float64Array.from(this.#waitsMs).sort();
    const longest = sorted[sorted.length - 1];
    return judged({
      id: 'queue-wait-p95',
      section: '10.3',
      name: 'Queue wait, p95',
      value: nearestRank(sorted, 95),
      unit: 'ms',
      target: { is: 'less than', value: 5_000 },
      measured: 'From inject.queued to inject.applied of the same injection, nearest rank.',
      parts: [
        { label: 'waits', value: sorted.length },
        ...(longest === undefined ? [] : [{ label: 'longest, ms', value: longest }]),
      ],
    });
  }
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
