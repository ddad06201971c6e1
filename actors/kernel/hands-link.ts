/**
 * The bridge to hands in another process: only the present epoch is believed, a heartbeat makes
 * the links what the hands say they are, and hands that are silent for three seconds are gone.
 *
 * @spec kernel 7.5
 * @spec reliability invariants
 */
import {
  type Hearing,
  type Hole,
  hear,
  isAnswer,
  isWord,
  noSession,
  silenceMaxMs,
} from '../../machines/hands/hands-session.ts';
import type { PaneFactPayload } from '../../machines/hands/pane-facts.ts';
import type {
  HandsMessage,
  HandsWord,
  PaneAnswer,
  PaneNews,
} from '../../machines/hands/pane-messages.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { definitionOf } from '../../machines/kernel/events/registry.ts';
import type { Ground } from './ground.ts';
import { dropKept } from './kept-text.ts';
import type { Pane } from './pane.actor.ts';
import type { PaneRegister } from './pane-register.ts';
import type { Trouble } from './trouble.ts';
import { causeOf } from './voice.ts';

const oneUnnumbered = { droppedCount: 1, oldestSeq: 0, newestSeq: 0 };

export interface HandsLinkInput {
  readonly ground: Ground;
  readonly register: PaneRegister;
  readonly trouble: Trouble;
}

export class HandsLink {
  readonly #input: HandsLinkInput;
  #session = noSession;
  #timer: unknown;
  #isLost = false;

  constructor(input: HandsLinkInput) {
    this.#input = input;
  }

  hear(message: HandsMessage): void {
    const hearing = hear(this.#session, message);
    if (hearing.is === 'old' || hearing.is === 'repeated') {
      this.#discard(message, hearing.is);
      return;
    }
    this.#session = hearing.session;
    if (hearing.hole) this.#tellHole(hearing.hole);
    if (isWord(message)) this.#hearWord(message, hearing);
    else this.#hearOfPane(message);
  }

  stop(): void {
    this.#input.ground.clock.clearTimeout(this.#timer);
  }

  #hearOfPane(message: PaneAnswer | PaneNews): void {
    const pane = this.#input.register.byId.get(message.paneId);
    const isLoss = message.is === 'pane.fact' && message.type === 'event.dropped';
    if (isLoss && !pane) this.#hearLoss(message.payload);
    else if (!pane) this.#input.trouble.dropped('hands', 'no_such_pane', oneUnnumbered);
    else if (isAnswer(message)) pane.answer(message);
    else if (message.is === 'pane.mode') pane.bracketedPaste = message.bracketedPaste;
    else if (message.is === 'pane.fact') this.#hearFact(pane, message);
  }

  /** What is lost on the way is of no pane, or of one that is gone. */
  #hearLoss(payload: Readonly<Record<string, unknown>>): void {
    const { stage, reason, ...counts } = payload as PaneFactPayload<'event.dropped'>;
    this.#input.trouble.dropped(stage, reason, counts);
  }

  /** What began in the hands is told here, once, and moves what it moves. */
  #hearFact(pane: Pane, fact: Extract<PaneNews, { is: 'pane.fact' }>): void {
    const { type, payload, meta } = fact;
    if (type.startsWith('inject.')) {
      if (pane.injections.hearKept(fact)) return;
      pane.injections.sayNotAwaited();
      // Said twice of the one that is under way, it is no news; of any other the end was told.
      const isUnderWay = pane.injections.active?.request.eventId === fact.key;
      if (!isUnderWay) dropKept(this.#input.ground, fact);
      return;
    }
    const { voice } = this.#input.ground;
    const cause = meta && { eventId: meta.eventId, correlationId: meta.correlationId };
    // The reader at the border has held it beside the taxonomy.
    const told = voice.say(type, pane.id, payload as never, cause, definitionOf(type).emitter);
    pane.heard(told);
  }

  /** The level state is told as the edges that were missed; without one nothing is told. */
  #hearWord(word: HandsWord, { is }: Hearing): void {
    const { register, ground } = this.#input;
    if (word.is === 'hands.disconnected') {
      this.#lose(word.reason);
      return;
    }
    this.#await();
    const isDown = register.list.some(({ ledger }) => bridgeOf(ledger) === 'down');
    const { epoch } = word;
    let cause: Envelope | null = null;
    if (is === 'began' || isDown || this.#isLost) cause = this.#say('bridge.connected', { epoch });
    this.#isLost = false;
    if (word.is !== 'hands.heartbeat') return;
    for (const [paneId, level] of Object.entries(word.panes)) {
      const pane = register.byId.get(paneId);
      if (!pane || pane.ledger.vector.connectivity.pty === level) continue;
      const type = level === 'up' ? 'pty.up' : 'pty.down';
      const payload = level === 'up' ? {} : { reason: 'heartbeat' };
      const because = cause ? causeOf(cause) : undefined;
      pane.heard(ground.voice.say(type, paneId, payload, because, 'daemon'));
    }
  }

  #await(): void {
    const { clock, turn } = this.#input.ground;
    clock.clearTimeout(this.#timer);
    const lose = (): void => this.#lose('silence');
    this.#timer = clock.setTimeout(() => turn(lose), silenceMaxMs);
  }

  #lose(reason: string): void {
    this.#input.ground.clock.clearTimeout(this.#timer);
    if (!this.#isLost) this.#say('bridge.disconnected', { reason });
    this.#isLost = true;
  }

  #say(
    type: 'bridge.connected' | 'bridge.disconnected',
    payload: { readonly epoch?: number; readonly reason?: string },
  ): Envelope {
    const { ground, register } = this.#input;
    const told = ground.voice.say(type, 'system', payload, undefined, 'bridge');
    register.heard(told);
    return told;
  }

  #discard(message: HandsMessage, is: 'old' | 'repeated'): void {
    const seq = 'seq' in message ? (message.seq ?? 0) : 0;
    const reason = is === 'old' ? 'old_epoch' : 'duplicate';
    this.#input.trouble.dropped('hands', reason, {
      droppedCount: 1,
      oldestSeq: seq,
      newestSeq: seq,
    });
  }

  #tellHole({ oldestSeq, newestSeq }: Hole): void {
    const droppedCount = newestSeq - oldestSeq + 1;
    this.#input.trouble.dropped('hands', 'gap', { droppedCount, oldestSeq, newestSeq });
  }
}

function bridgeOf({ vector }: Pane['ledger']): 'up' | 'down' {
  return vector.connectivity.bridge;
}
