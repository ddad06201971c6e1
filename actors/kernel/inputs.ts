/**
 * Everything that can be asked of a kernel, each recorded before it is done. The face reads what
 * strangers hand in and asks here; a replay asks here too, with what was recorded.
 *
 * @spec kernel 1 2
 */
import type { HandsMessage } from '../../machines/hands/pane-messages.ts';
import type { Contract } from '../../machines/kernel/contract.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { Draft } from '../../machines/kernel/intake.ts';
import type { Problem } from '../../machines/kernel/problem.ts';
import type { PromotionRecord } from '../../machines/kernel/promotion.ts';
import type { Ring } from '../../machines/kernel/ring.ts';
import type { Arrival, SequenceWatch } from '../../machines/kernel/sequence-watch.ts';
import { thrownText } from '../../machines/kernel/thrown.ts';
import type { Reason, Verdict } from '../../machines/kernel/verdict.ts';
import type { InputBody, RecoverInput } from '../../machines/record/kernel-lines.ts';
import { sketchAnswer, sketchText } from '../../machines/record/sketch.ts';
import type { Bus } from '../../runtime/bus/bus.ts';
import { asClaim, recordable, withSubject } from './draft.ts';
import type { Ingested } from './face.ts';
import type { Ground } from './ground.ts';
import type { HandsLink } from './hands-link.ts';
import type { FindText } from './injection-entry.ts';
import type { Pane } from './pane.actor.ts';
import type { PaneRegister } from './pane-register.ts';
import type { Recorder } from './recorder.ts';
import type { Safety } from './safety.actor.ts';
import type { Trouble } from './trouble.ts';
import type { Turns } from './turns.ts';

const oneUnnumbered = { droppedCount: 1, oldestSeq: 0, newestSeq: 0 };
/** Stage and reason of what is told as lost when it is refused, by what was asked. */
const losses: Readonly<Record<string, readonly [string, string]>> = {
  contract: ['contracts', 'full'],
  pane: ['panes', 'full'],
  answer: ['hands', 'malformed'],
};

export interface Parts {
  readonly ground: Ground;
  readonly bus: Bus;
  readonly register: PaneRegister;
  readonly panes: ReadonlyMap<string, Pane>;
  readonly turns: Turns;
  readonly safety: Safety;
  readonly ring: Ring;
  readonly watch: SequenceWatch;
  readonly trouble: Trouble;
  readonly handsLink: HandsLink;
  /** Null when nothing is recorded. */
  readonly recorder: Recorder | null;
}

export class Inputs {
  readonly #parts: Parts;
  #refused = 0;
  #withheldBefore = 0;
  #stopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** How many were refused before they became events. */
  get refused(): number {
    return this.#refused;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  submit(draft: Draft, critical: boolean): Verdict {
    const { panes, ground, recorder, turns } = this.#parts;
    const pane = panes.get(draft.paneId);
    if (!pane) return this.refuse('submit', { contractId: 'taxonomy', detail: 'no such pane' });
    return this.#asked(
      () => ({ input: 'submit', critical, ...this.#draftOf(draft) }),
      () =>
        turns.take(() => {
          const verdict = pane.submit(ground.voice.mint(asClaim(draft)), critical);
          recorder?.verdict(verdict);
          return verdict;
        }),
    );
  }

  /** What was refused before it became an event; `code` is recorded in place of the words. */
  refuse(of: string, reason: Reason, code: string = reason.detail): Verdict {
    const verdict: Verdict = { decision: 'blocked', reasons: [reason], event: null };
    const refused: Reason = this.#isOpen() ? reason : { ...reason, detail: code };
    const { recorder, turns, trouble } = this.#parts;
    const note = (): void => {
      this.#refused += 1;
      if (of === 'submit' && !this.#stopped) recorder?.verdict({ ...verdict, reasons: [refused] });
      const [stage, why] = losses[of] ?? [];
      if (stage && why) turns.take(() => trouble.dropped(stage, why, oneUnnumbered));
    };
    this.#asked(() => ({ input: 'refusal', of, refused }), note);
    return verdict;
  }

  report(draft: Draft): Envelope {
    const { recorder, turns } = this.#parts;
    const work = (): Envelope => turns.take(() => this.#take(draft));
    if (!recorder) return work();
    return recorder.take(() => ({ input: 'report', ...this.#draftOf(draft) }), work);
  }

  ingest(envelope: Envelope): Ingested {
    return this.#asked(
      () => {
        const { draft, ...sketch } = this.#draftOf(envelope);
        return { input: 'ingest', envelope: { ...envelope, ...draft }, ...sketch } as InputBody;
      },
      () => this.#parts.turns.take(() => this.#receive(envelope)),
    );
  }

  /** What the hands say: an answer, or a word about themselves. */
  answer(message: HandsMessage): void {
    const { turns, handsLink } = this.#parts;
    this.#asked(
      () => ({ input: 'answer', answer: this.#isOpen() ? message : sketchAnswer(message) }),
      () => turns.take(() => handsLink.hear(message)),
    );
  }

  contract(contract: Contract): void {
    try {
      this.#parts.ground.door.register(contract);
    } catch (error) {
      const isFull = error instanceof RangeError && !this.#stopped;
      if (isFull) this.refuse('contract', { contractId: 'contracts-bound', detail: 'full' });
      throw error;
    }
    const { id, version, mode } = contract;
    this.#asked(
      () => ({ input: 'contract', id, version, mode }),
      () => {},
    );
  }

  /** One that comes has an id that is new, and room. */
  pane(input: 'pane-open' | 'pane-close', paneId: string): void {
    const { turns, register } = this.#parts;
    const work = input === 'pane-open' ? () => register.open(paneId) : () => register.close(paneId);
    this.#asked(
      () => ({ input, paneId }),
      () => turns.take(work),
    );
  }

  promote(record: PromotionRecord): readonly Problem[] {
    const { turns, ground } = this.#parts;
    return this.#asked(
      () => ({ input: 'promote', record }),
      () => turns.take(() => ground.door.promote(record)),
    );
  }

  safeMode(state: 'on' | 'off'): void {
    const { turns, safety } = this.#parts;
    this.#asked(
      () => ({ input: 'safe-mode', state }),
      () => turns.take(() => safety.switch(state)),
    );
  }

  telemetry(enabled: boolean): void {
    const { voice } = this.#parts.ground;
    if (this.#stopped || voice.telemetry === enabled) return;
    this.#asked(
      () => ({ input: 'telemetry', enabled }),
      () => this.#switchTelemetry(enabled),
    );
  }

  devMode(enabled: boolean): void {
    this.#asked(
      () => ({ input: 'dev-mode', enabled }),
      () => {
        this.#parts.ground.voice.devMode = enabled;
      },
    );
  }

  /** A subscriber or the hands threw. */
  threw(eventType: string, error: unknown): void {
    const reason = thrownText(error);
    const told = (): string => (this.#isOpen() ? reason : sketchText(reason));
    this.#asked(
      () => ({ input: 'trouble', eventType, reason: told() }),
      () => this.#parts.trouble.thrown(eventType, reason),
    );
  }

  /** So did a promise of theirs, when its turn was long over. */
  threwLate(eventType: string, error: unknown): void {
    if (this.#stopped) this.#parts.trouble.count();
    else this.threw(eventType, error);
  }

  /** Another process goes on from what was recorded; see there what it finds again. */
  recover(input: RecoverInput, find: FindText): void {
    const { turns, ground, register, recorder } = this.#parts;
    // First of all: a log that refuses this very line is told with an id of the life that begins.
    recorder?.reseed(input.seed);
    this.#asked(
      () => input,
      () => {
        const desks = [...register].map(({ injections }) => injections);
        const goOn = (): void => desks.forEach((desk) => void desk.recover(find));
        const doubt = (): void => desks.forEach((desk) => void desk.doubt());
        const first = input.isDoubtful === true ? doubt : () => {};
        turns.takeLate(ground.clock.monotonicMs(), goOn, first);
      },
    );
  }

  stop(): void {
    if (this.#stopped) return;
    const { turns, register, safety, handsLink, recorder } = this.#parts;
    this.#asked(
      () => ({ input: 'stop' }),
      () =>
        turns.take(() => {
          this.#stopped = true;
          for (const pane of register) pane.stop('kernel_stopped');
          safety.stop();
          handsLink.stop();
        }),
    );
    recorder?.flush();
  }

  #asked<Value>(body: () => InputBody, work: () => Value): Value {
    const { recorder } = this.#parts;
    // The record of a stopped kernel has ended.
    return recorder && !this.#stopped ? recorder.take(body, work) : work();
  }

  /** Dev mode shows bodies, in the record too. */
  #isOpen(): boolean {
    return this.#parts.ground.voice.devMode;
  }

  #draftOf(draft: Draft | Envelope) {
    return recordable(draft, this.#isOpen());
  }

  #switchTelemetry(enabled: boolean): void {
    const { bus, ground } = this.#parts;
    const { voice } = ground;
    voice.telemetry = enabled;
    bus.setTelemetryEnabled(enabled);
    const withheld = voice.told.withheld - this.#withheldBefore;
    this.#withheldBefore = voice.told.withheld;
    if (enabled) voice.say('telemetry.enabled', 'system', { withheld }, undefined, 'event-bus.js');
    else voice.say('telemetry.disabled', 'system', { reason: 'api' }, undefined, 'event-bus.js');
  }

  #take(draft: Draft): Envelope {
    const { register, ground } = this.#parts;
    const pane = register.byId.get(draft.paneId);
    if (pane) return pane.report(ground.voice.mint(withSubject(draft, pane)));
    const told = ground.voice.publish(ground.voice.mint(draft));
    register.heard(told);
    return told;
  }

  #receive(event: Envelope): Ingested {
    const { watch, register, ground, trouble } = this.#parts;
    const arrival = watch.note(event.source, event.seq, event.eventId);
    if (arrival.is !== 'next' && arrival.is !== 'gap') {
      return this.#discard(event, arrival.is);
    }
    if (arrival.is === 'gap') {
      const { oldestSeq, newestSeq } = arrival;
      const droppedCount = newestSeq - oldestSeq + 1;
      trouble.dropped('bridge', 'gap', { droppedCount, oldestSeq, newestSeq });
    }
    const told = ground.voice.relay(event);
    if (event.paneId === 'system') register.heard(told);
    else register.byId.get(event.paneId)?.heard(told);
    return { outcome: 'accepted', arrival: arrival.is, event: told };
  }

  /** What a gap tells as lost, before or afterwards, is not counted a second time. */
  #discard(event: Envelope, is: Exclude<Arrival['is'], 'next' | 'gap'>): Ingested {
    const droppedCount = is === 'duplicate' ? 1 : 0;
    const reason = is === 'late' ? 'reordered' : is;
    const seqs = { oldestSeq: event.seq, newestSeq: event.seq };
    this.#parts.trouble.dropped('bridge', reason, { droppedCount, ...seqs });
    return { outcome: 'discarded', arrival: is, event: null };
  }
}
