/**
 * The injections of one pane: one at a time, the others in the queue, each with a deadline set
 * once, each looked at again by every contract when its turn comes.
 *
 * @spec kernel 4.2 4.4 5.2
 */
import type { PaneAnswer } from '../../machines/hands/pane-messages.ts';
import {
  type DeferralQueue,
  enqueue,
  expire,
  isFull,
  nextDeadlineMs,
  without,
} from '../../machines/kernel/deferral-queue.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { Decision } from '../../machines/kernel/verdict.ts';
import { type Failed, type Judgement, reasonsOf } from './door.ts';
import type { Ground } from './ground.ts';
import { Injection } from './injection.ts';
import { type Entry, type FindText, type Told, withText } from './injection-entry.ts';
import type { KeptFact } from './kept-text.ts';
import type { Ledger } from './ledger.ts';
import { Operations } from './operations.ts';
import { type Preparing, prepareText } from './prepare.ts';
import { sayNotAwaited, sayStale } from './stale.ts';
import { causeOf } from './voice.ts';

export interface InjectionDeskInput extends Preparing {
  readonly ground: Ground;
  readonly ledger: Ledger;
  readonly paneId: string;
  readonly confidence: () => number | undefined;
}

export class InjectionDesk {
  readonly #input: InjectionDeskInput;
  readonly #ground: Ground;
  readonly operations = new Operations();
  #queue: DeferralQueue<Entry> = [];
  #active: Injection | null = null;
  #timer: unknown;

  constructor(input: InjectionDeskInput) {
    this.#input = input;
    this.#ground = input.ground;
  }

  get queue(): DeferralQueue<Entry> {
    return this.#queue;
  }
  get active(): Injection | null {
    return this.#active;
  }

  /** A request that was recorded: what becomes of it. */
  request(request: Envelope, critical: boolean): Judgement {
    const judgement = this.#input.judge(request, critical, this.#queue.length);
    this.operations.began(request);
    this.#announce(judgement, request);
    const { decision, failed } = judgement;
    if (decision === 'allowed') {
      const untilMs = this.#ground.clock.monotonicMs() + this.#ground.ttlMs;
      return this.#begin(request, request, critical ? null : untilMs) ?? judgement;
    }
    if (decision === 'deferred' && !isFull(this.#queue)) {
      this.#defer(request, critical, failed);
      return judgement;
    }
    const reason = decision === 'deferred' ? 'queue_full' : decision;
    this.#drop(request, reason, failed);
    return decision === 'deferred' ? { ...judgement, decision: 'dropped' } : judgement;
  }

  /** Whoever's deadline is reached goes, before any gate may let them pass. */
  expire(untilMs?: number): void {
    if (this.#queue.length === 0) return;
    const { expired, queue } = expire(this.#queue, untilMs ?? this.#ground.clock.monotonicMs());
    if (expired.length === 0) return;
    this.#queue = queue;
    for (const { request, failed } of expired) {
      this.#giveUp(request, failed[0]?.contract.expiryReason ?? 'ttl_expired', failed);
    }
    this.#tellDepth(expired[expired.length - 1]?.request);
    this.#arm();
  }

  /** A gate may have opened: whoever may pass passes, in order, until someone may not. */
  settle(trigger: string): void {
    this.expire();
    this.#active?.settle();
    while (this.#queue.length > 0 && this.#active === null) {
      if (!this.#resumeNext(trigger)) return;
    }
  }

  /** A fact of an injection's life; what was said of it. */
  hear(full: Envelope): Envelope {
    const active = this.#active;
    if (active?.request.correlationId === full.correlationId) return active.hear(full);
    if (this.operations.isOver(full.correlationId)) return sayStale(this.#ground, full, 'is_over');
    return this.#ground.voice.publish(full);
  }

  /** A fact that the other side told: its end frees the pane. */
  heard(told: Envelope): void {
    const active = this.#active;
    if (active && told.correlationId === active.request.correlationId) active.heard(told);
  }

  answer(answer: PaneAnswer): void {
    const active = this.#active;
    if (active?.request.eventId === answer.key && active.awaits(answer)) {
      active.answer(answer);
    } else this.sayNotAwaited();
  }
  /** What the hands say of a text that they keep while its pane is down; false if nobody awaits it. */
  hearKept(fact: KeptFact): boolean {
    const active = this.#active;
    return active !== null && active.request.eventId === fact.key && active.hearKept(fact);
  }
  sayNotAwaited(): void {
    sayNotAwaited(this.#ground, this.#input.paneId);
  }

  /** The correlation that a fact without one belongs to. */
  subject(): Envelope | undefined {
    return this.#active?.request;
  }

  /**
   * Another process goes on: those who wait have the text that is found for them, or have lost
   * it, and what the hands may be at has an end that nobody will ever know.
   */
  recover(find: FindText): void {
    this.#queue = this.#queue.map((entry) => withText(entry, find));
    if (this.#active?.driven) this.#active.abort();
  }

  /** What waited when the record broke off may have been written since, its deadline passed or not. */
  doubt(): void {
    const waiting = this.#emptied();
    for (const { request } of waiting) {
      this.operations.ended(request.correlationId);
      const unknown = { key: request.eventId, reason: 'outcome_unknown', attempts: 0 };
      this.#say('inject.failed', unknown, request);
    }
    this.#tellDepth(waiting.at(-1)?.request);
  }

  /** The terminal is gone, and what was entered into it. */
  lost(): void {
    this.#active?.lost();
  }

  stop(reason: string): void {
    for (const { request, failed } of this.#emptied()) this.#giveUp(request, reason, failed);
    this.#active?.abort();
  }
  #emptied(): DeferralQueue<Entry> {
    this.#ground.clock.clearTimeout(this.#timer);
    const waiting = this.#queue;
    this.#queue = [];
    return waiting;
  }
  #resumeNext(trigger: string): boolean {
    const head = this.#queue[0];
    if (head && this.#tryResume(head, trigger)) return true;
    // A recovery intent does not wait behind what only waits for a gate.
    const critical = this.#queue.find((entry) => entry.critical);
    return critical !== undefined && critical !== head && this.#tryResume(critical, trigger);
  }

  /** True when the entry left the queue. */
  #tryResume(entry: Entry, trigger: string): boolean {
    const { request, critical, sinceMs, deadlineMs } = entry;
    const held = this.#input.ledger.vector.gates.compacting === 'cooldown' && !critical;
    if (held) return false;
    const judgement = this.#input.judge(request, critical, 0);
    if (judgement.decision === 'deferred') return false;
    this.#queue = without(this.#queue, entry);
    this.#arm();
    this.#announce(judgement, request);
    if (judgement.decision !== 'allowed') {
      this.#drop(request, judgement.decision, judgement.failed);
      this.#decided(request, judgement.decision, judgement.failed);
      this.#tellDepth(request);
      return true;
    }
    if (entry.isTextLost && this.#ground.order) {
      this.#giveUp(request, 'text_lost', []);
      this.#tellDepth(request);
      return true;
    }
    const waitedMs = this.#ground.clock.monotonicMs() - sinceMs;
    const payload = { trigger, waitedMs, depth: this.#queue.length };
    const resumed = this.#say('inject.resumed', payload, request);
    this.#tellDepth(request);
    const begun = this.#begin(request, resumed, critical ? null : deadlineMs);
    const { decision, failed } = begun ?? judgement;
    this.#decided(request, decision, failed);
    return true;
  }

  /** Takes the pane; a judgement when the text may not be written as it is. */
  #begin(request: Envelope, last: Envelope, deadlineMs: number | null): Judgement | null {
    const { ground, paneId, ledger, confidence } = this.#input;
    const prepared = prepareText(ground, request, last, this.#input);
    const { text, mode, loss } = prepared;
    if (loss) {
      this.#announce(loss.judgement, loss.event);
      if (loss.judgement.decision !== 'allowed') {
        this.#drop(request, 'lossy_transform', loss.judgement.failed);
        return loss.judgement;
      }
    }
    const active = new Injection({
      ...{ ground, paneId, request, text, mode, confidence, deadlineMs },
      last: prepared.last,
      depth: () => this.#queue.length,
      vector: () => ledger.vector,
      onEnded: (end) => this.#ended(end),
    });
    this.#active = active;
    // What the kernel drives it submits itself; anyone else who does is a second submitter.
    if (active.driven) this.operations.submits(request.correlationId, request.source);
    ledger.move('injection.began', causeOf(prepared.last));
    active.begin();
    return null;
  }

  #ended(last: Envelope): void {
    const ended = this.#active;
    this.#active = null;
    if (ended) this.operations.ended(ended.request.correlationId);
    this.#input.ledger.move('injection.ended', causeOf(last));
  }

  #defer(request: Envelope, critical: boolean, failed: readonly Failed[]): void {
    const sinceMs = this.#ground.clock.monotonicMs();
    const remainingMs = this.#ground.ttlMs;
    const deadlineMs = sinceMs + remainingMs;
    const entry = { eventId: request.eventId, deadlineMs, request, critical, sinceMs, failed };
    const [first] = failed;
    const reasons = this.#tellable(failed);
    const contractId = first?.contractId ?? '';
    const detail = reasons[0]?.detail;
    const reason = typeof detail === 'string' ? detail : contractId;
    this.#say('inject.deferred', { reason, contractId, reasons, remainingMs }, request);
    this.#queue = enqueue(this.#queue, entry);
    this.#say('inject.queued', { depth: this.#queue.length, remainingMs }, request);
    this.#tellDepth(request);
    this.#arm();
  }

  #drop(request: Envelope, reason: string, failed: readonly Failed[]): void {
    const contractId = failed[0]?.contractId;
    const which = contractId === undefined ? {} : { contractId };
    this.operations.ended(request.correlationId);
    this.#say('inject.dropped', { reason, ...which, reasons: this.#tellable(failed) }, request);
  }

  /** Drops one that waited. */
  #giveUp(request: Envelope, reason: string, failed: readonly Failed[]): void {
    this.#drop(request, reason, failed);
    this.#decided(request, 'dropped', failed);
  }

  #decided(event: Envelope, decision: Decision, failed: readonly Failed[]): void {
    this.#ground.decided({ decision, reasons: reasonsOf(failed), event });
  }

  #tellable(failed: readonly Failed[]) {
    const { door } = this.#ground;
    return failed.map((one) => door.reason(one));
  }

  #tellDepth(request: Envelope | undefined): void {
    const payload = { paneId: this.#input.paneId, depth: this.#queue.length };
    if (request) this.#say('queue.depth.changed', payload, request);
  }

  #say(type: Told, payload: Readonly<Record<string, unknown>>, request: Envelope): Envelope {
    return this.#ground.voice.say(type, this.#input.paneId, payload as never, causeOf(request));
  }

  #announce(judgement: Judgement, event: Envelope): void {
    this.#ground.door.announce(judgement, event.type, this.#input.paneId, causeOf(event));
  }

  /** One timer, at the earliest deadline. */
  #arm(): void {
    const { clock } = this.#ground;
    clock.clearTimeout(this.#timer);
    const deadlineMs = nextDeadlineMs(this.#queue);
    if (deadlineMs === null) return;
    const ring = (): void => this.#ground.turn(() => this.expire());
    this.#timer = clock.setTimeout(ring, deadlineMs - clock.monotonicMs());
  }
}
