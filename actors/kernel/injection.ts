/**
 * One injection alive, from its admission to its one terminal event. It is driven by the kernel
 * when there are hands, else observed through what is reported.
 *
 * @spec kernel 3.1 4.4 7.5
 */
import type { PaneAnswer } from '../../machines/hands/pane-messages.ts';
import { type Envelope, metaOf } from '../../machines/kernel/envelope.ts';
import type { EventType, PayloadOf } from '../../machines/kernel/events/registry.ts';
import type { StateVector } from '../../machines/kernel/state-vector.ts';
import {
  attemptsMax,
  type InjectionEffect,
  type InjectionEvent,
  injectionMachine,
  submitLimitMs,
  writeLimitMs,
} from '../../machines/pane/injection.machine.ts';
import type { InjectionMode } from '../../machines/pane/transform.ts';
import type { Ground } from './ground.ts';
import { LiveMachine } from './live-machine.ts';
import { causeOf } from './voice.ts';

const source = 'injection.js';

export interface InjectionInput {
  readonly ground: Ground;
  readonly paneId: string;
  readonly request: Envelope;
  /** The last event told of it: what comes next follows from this. */
  readonly last: Envelope;
  readonly text: string;
  readonly mode: InjectionMode;
  readonly vector: () => StateVector;
  /** How sure the detector was when it last spoke; undefined when it never said. */
  readonly confidence: () => number | undefined;
  readonly onEnded: (last: Envelope) => void;
}

/** Refusals of a write that asking again does not change: a read-only pane stays one. */
const finalStatuses: ReadonlySet<string> = new Set(['error', 'rejected_mode_noninteractive']);

export class Injection {
  readonly #input: InjectionInput;
  readonly #live: LiveMachine;
  readonly driven: boolean;
  #last: Envelope;
  #attempt = 1;
  #stage = 'write';
  #reason = 'verification_failed';
  #evidence = 'reported';
  /** Whether `verify.pass` or `verify.false_positive` was told. */
  #judged = false;

  constructor(input: InjectionInput) {
    this.#input = input;
    this.driven = input.ground.order !== null;
    this.#last = input.last;
    this.#live = new LiveMachine(injectionMachine, input.ground, {
      onEffect: (effect) => this.#act(effect as InjectionEffect['type']),
      onEnded: () => input.onEnded(this.#last),
    });
  }

  get request(): Envelope {
    return this.#input.request;
  }

  begin(): void {
    this.#live.send(this.driven ? 'drive' : 'observe');
  }

  abort(): void {
    this.#live.send('abort');
  }

  /** Its terminal is gone: what stands in it and is not submitted never will be. */
  lost(): void {
    if (this.#live.knows('settle.elapsed') || this.#live.knows('submit.sent')) this.abort();
  }

  stop(): void {
    this.#live.stop();
  }

  /** Whether an answer of the hands means anything now. */
  awaits(answer: PaneAnswer): boolean {
    return this.#live.knows(letterOf(answer));
  }

  /** An answer of the hands that it awaits. */
  answer(answer: PaneAnswer): void {
    const { key, paneId } = answer;
    switch (answer.is) {
      case 'pane.write.acked': {
        const { status, reason } = answer;
        const payload = { paneId, status, key, ...(reason === undefined ? {} : { reason }) };
        this.#say('daemon.write.ack', payload, 'daemon');
        this.#acked(status);
        return;
      }
      case 'pane.submitted':
        if (answer.attempt === this.#attempt) this.#live.send('submit.sent');
        return;
      case 'pane.verified':
        this.#evidence = answer.evidence;
        return void this.#live.send('verification.seen');
      case 'pane.verification.failed':
        this.#reason = answer.reason;
        return void this.#live.send('failure.seen');
    }
  }

  /** A fact of its life that someone else reports: what is said of it, after it is taken in. */
  hear(full: Envelope): Envelope {
    return this.driven ? this.#hearDriven(full) : this.#hearObserved(full);
  }

  /** A fact of its life from the other side, which was told as it came. */
  heard(told: Envelope): void {
    if (this.driven) return;
    this.#last = told;
    if (told.type === 'inject.verified') this.#live.send('verification.seen');
    if (isEnd(told.type)) this.#live.send('failure.seen');
  }

  #hearObserved(full: Envelope): Envelope {
    const { voice } = this.#input.ground;
    const fact = { ...full, causationId: full.causationId ?? this.#last.eventId };
    if (full.type === 'inject.verified' && !this.#judged) this.#judge();
    if (full.type === 'verify.pass' && this.#risky()) return this.#judge();
    if (full.type.startsWith('verify.')) this.#judged = true;
    this.#last = voice.publish(fact);
    if (full.type === 'inject.verified') this.#live.send('verification.seen');
    if (isEnd(full.type)) this.#live.send('failure.seen');
    return this.#last;
  }

  /** The kernel itself tells the life of what it drives; a report is evidence, or too late. */
  #hearDriven(full: Envelope): Envelope {
    const letters: Readonly<Record<string, InjectionEvent['type']>> = {
      'inject.verified': 'verification.seen',
      'verify.pass': 'verification.seen',
      'inject.failed': 'failure.seen',
    };
    const letter = letters[full.type];
    if (letter && this.#live.send(letter)) return this.#last;
    return sayStale(this.#input.ground, full, 'not_awaited');
  }

  #acked(status: string): void {
    if (status === 'accepted' || status === 'blocked_ghost_dedup') {
      this.#live.send('write.accepted');
      return;
    }
    this.#reason = status;
    const mayPass = !finalStatuses.has(status);
    const again = mayPass && this.#attempt < attemptsMax && this.#gatesAreOpen();
    if (again) this.#attempt += 1;
    this.#live.send(again ? 'write.refused' : 'write.refused.finally');
  }

  #act(effect: InjectionEffect['type']): void {
    const key = this.request.eventId;
    const attempt = this.#attempt;
    switch (effect) {
      case 'askWrite':
        return void this.#askWrite();
      case 'announceApplied':
        this.#attempt = 1;
        this.#say('inject.applied', { key, dataLen: this.#input.text.length });
        return;
      case 'askSubmit':
        return void this.#askSubmit();
      case 'announceSubmitSent':
        this.#stage = 'verify';
        this.#say('inject.submit.sent', { key, attempt });
        return;
      case 'announceTimeout':
        this.#reason = `${this.#stage}_timeout`;
        this.#say('inject.timeout', { key, stage: this.#stage, attempt });
        return;
      case 'considerRetry':
        return void this.#considerRetry();
      case 'announceRetry':
        return void this.#say('inject.retry', { key, stage: this.#stage, attempt });
      case 'announceVerified':
        this.#judge();
        this.#say('inject.verified', { key, attempts: attempt, evidence: this.#evidence });
        return;
      case 'announceFailed':
        return void this.#say('inject.failed', { key, reason: this.#reason, attempts: attempt });
      case 'announceUnknown':
        this.#say('inject.failed', { key, reason: 'outcome_unknown', attempts: attempt });
        return;
    }
  }

  #askWrite(): void {
    const { ground, paneId, text, mode, request } = this.#input;
    this.#stage = 'write';
    this.#say('daemon.write.requested', {
      paneId,
      dataLen: text.length,
      mode,
      requestedBy: request.source,
      key: request.eventId,
    });
    const meta = metaOf(this.#last);
    const within = this.#within(writeLimitMs);
    ground.order?.({ do: 'pane.write', key: request.eventId, paneId, text, mode, within, meta });
  }

  #askSubmit(): void {
    const { ground, paneId, request } = this.#input;
    const key = request.eventId;
    this.#stage = 'submit';
    this.#say('inject.submit.requested', { key, attempt: this.#attempt });
    const meta = metaOf(this.#last);
    const within = this.#within(submitLimitMs);
    ground.order?.({ do: 'pane.submit', key, paneId, attempt: this.#attempt, within, meta });
  }

  /** What is carried out after the end that was told would be carried out behind everybody's back. */
  #within(remainingMs: number) {
    return { sentAtMs: this.#input.ground.clock.monotonicMs(), remainingMs };
  }

  /** The submit key again, never the text; and not into a pane whose user types meanwhile. */
  #considerRetry(): void {
    const granted = this.#attempt < attemptsMax && this.#gatesAreOpen();
    if (granted) this.#attempt += 1;
    this.#live.send(granted ? 'retry.granted' : 'retry.denied');
  }

  #gatesAreOpen(): boolean {
    const { gates, connectivity } = this.#input.vector();
    return (
      !gates.focusLocked &&
      !gates.safeMode &&
      gates.compacting !== 'confirmed' &&
      connectivity.bridge === 'up' &&
      connectivity.pty === 'up'
    );
  }

  #risky(): boolean {
    const { compacting } = this.#input.vector().gates;
    return compacting === 'suspected' || compacting === 'confirmed';
  }

  /** Output during a compaction proves nothing about the submit. */
  #judge(): Envelope {
    this.#judged = true;
    if (this.#risky()) {
      const confidence = this.#input.confidence();
      const sure = confidence === undefined ? {} : { confidenceAtVerify: confidence };
      this.#say('verify.false_positive', { suspectedCompaction: true, ...sure });
    } else this.#say('verify.pass', { evidence: this.#evidence });
    return this.#last;
  }

  #say<Type extends EventType>(type: Type, payload: PayloadOf<Type>, by = source): void {
    const { ground, paneId } = this.#input;
    this.#last = ground.voice.say(type, paneId, payload, causeOf(this.#last), by);
  }
}

function isEnd(type: string): boolean {
  return type === 'inject.failed' || type === 'inject.dropped';
}

/** A fact or an answer that comes when nobody awaits it: told as such, and not believed. */
export function sayStale(ground: Ground, full: Envelope, reason: string): Envelope {
  const { paneId, correlationId, causationId, seq } = full;
  const payload = { stage: 'injection', reason, droppedCount: 1, oldestSeq: seq, newestSeq: seq };
  return ground.voice.say('event.dropped', paneId, payload, {
    eventId: causationId,
    correlationId,
  });
}

/** An answer of the hands that comes twice, or too late: told, and not believed. */
export function sayNotAwaited(ground: Ground, paneId: string): void {
  const payload = { stage: 'hands', reason: 'not_awaited', droppedCount: 1 };
  ground.voice.say('event.dropped', paneId, { ...payload, oldestSeq: 0, newestSeq: 0 });
}

function letterOf(answer: PaneAnswer): InjectionEvent['type'] {
  switch (answer.is) {
    case 'pane.write.acked':
      return 'write.accepted';
    case 'pane.submitted':
      return 'submit.sent';
    case 'pane.verified':
      return 'verification.seen';
    default:
      return 'failure.seen';
  }
}
