/**
 * One injection alive, from its admission to its one terminal event. It is driven by the kernel
 * when there are hands, else observed through what is reported.
 *
 * @spec kernel 3.1 4.4 7.5 7.7
 */
import type { PaneAnswer } from '../../machines/hands/pane-messages.ts';
import { type Envelope, metaOf } from '../../machines/kernel/envelope.ts';
import type { EventType, PayloadOf } from '../../machines/kernel/events/registry.ts';
import type { StateVector } from '../../machines/kernel/state-vector.ts';
import {
  attemptsMax,
  type InjectionEffect,
  injectionMachine,
  submitLimitMs,
  writeLimitMs,
} from '../../machines/pane/injection.machine.ts';
import type { InjectionMode } from '../../machines/pane/transform.ts';
import type { Ground } from './ground.ts';
import {
  finalStatuses,
  isEnd,
  keptLetters,
  letterOf,
  reportedLetters,
} from './injection-letters.ts';
import { closedGate, type KeptFact, KeptText } from './kept-text.ts';
import { LiveMachine } from './live-machine.ts';
import { sayStale } from './stale.ts';
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
  /** Until when it may wait, on the monotonic clock; null for one that may not. */
  readonly deadlineMs: number | null;
  /** How many wait for it to end. */
  readonly depth: () => number;
  readonly vector: () => StateVector;
  /** How sure the detector was when it last spoke; undefined when it never said. */
  readonly confidence: () => number | undefined;
  readonly onEnded: (last: Envelope) => void;
}

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
  readonly #kept: KeptText;

  constructor(input: InjectionInput) {
    this.#input = input;
    this.driven = input.ground.order !== null;
    this.#last = input.last;
    const { ground, paneId, request, deadlineMs, depth, vector } = input;
    this.#kept = new KeptText({
      ...{ ground, paneId, key: request.eventId, deadlineMs, depth, vector },
      meta: () => metaOf(this.#last),
      say: (type, payload) => this.#say(type, payload, 'kernel'),
    });
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

  /** What the hands say of a text that they keep while its pane is down; false if nobody awaits it. */
  hearKept(fact: KeptFact): boolean {
    const letter = keptLetters[fact.type];
    if (letter === undefined || !this.#live.knows(letter)) return false;
    this.#kept.note(fact);
    return this.#live.send(letter);
  }

  /** A gate may have closed, or opened again. */
  settle(): void {
    this.#kept.settle();
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
    const letter = reportedLetters[full.type];
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
      case 'announceDeferred':
        this.#stage = 'wait';
        this.#kept.sayDeferred();
        return;
      case 'announceResumed':
        this.#stage = 'write';
        this.#kept.sayResumed();
        return;
      case 'announceDropped':
        this.#kept.sayDropped();
        return;
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
        this.#kept.drop('outcome_unknown');
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
    const whenDown = this.#kept.whenDown();
    const key = request.eventId;
    ground.order?.({ do: 'pane.write', key, paneId, text, mode, within, whenDown, meta });
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
    const vector = this.#input.vector();
    const { bridge, pty } = vector.connectivity;
    return closedGate(vector) === null && bridge === 'up' && pty === 'up';
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
