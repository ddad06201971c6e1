/**
 * The kernel's face over its parts: what comes in is read, numbered and taken in a turn; what was
 * said is remembered; what goes wrong is told.
 *
 * @spec kernel 1 2 6 7.5
 */
import type { PaneHands } from '../../machines/hands/pane-messages.ts';
import type { Contract } from '../../machines/kernel/contract.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { EventType } from '../../machines/kernel/events/registry.ts';
import {
  type Draft,
  intentTypes,
  type Report,
  readDraft,
  readEnvelope,
} from '../../machines/kernel/intake.ts';
import type { Problem } from '../../machines/kernel/problem.ts';
import type { PromotionRecord, ShadowSession } from '../../machines/kernel/promotion.ts';
import type { EventQuery, Ring } from '../../machines/kernel/ring.ts';
import type { Arrival, SequenceWatch } from '../../machines/kernel/sequence-watch.ts';
import { copyVector, type StateVector } from '../../machines/kernel/state-vector.ts';
import type { Verdict } from '../../machines/kernel/verdict.ts';
import type { Bus } from '../../runtime/bus/bus.ts';
import type { Outbox } from '../../runtime/bus/outbox.ts';
import { explainPane } from './explain.ts';
import type { Ingested, Intent, Kernel, KernelStats, PaneExplanation } from './face.ts';
import type { Ground } from './ground.ts';
import type { Pane } from './pane.actor.ts';
import type { Safety } from './safety.actor.ts';
import { Trouble } from './trouble.ts';
import type { Turns } from './turns.ts';

/** Room that a turn may need in Lane A: a full queue of every pane that expires or goes on. */
export const turnReserve = 1_024;
/** Facts of an injection's life: without a correlation they belong to the one under way. */
const lifeOfInjection = /^(?:inject|verify|daemon\.write)\./;

export interface Parts {
  readonly ground: Ground;
  readonly bus: Bus;
  readonly outbox: Outbox;
  readonly panes: ReadonlyMap<string, Pane>;
  readonly turns: Turns;
  readonly safety: Safety;
  readonly ring: Ring;
  readonly watch: SequenceWatch;
  readonly hands: PaneHands | undefined;
}

export class EventKernel implements Kernel {
  readonly #parts: Parts;
  readonly #trouble: Trouble;
  readonly #forgetAnswers: () => void;
  #refused = 0;
  #withheldBefore = 0;
  #stopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { bus, outbox, ring, ground, hands, turns, panes } = parts;
    const trouble = new Trouble(ground.voice, outbox, ring);
    this.#trouble = trouble;
    outbox.hook({
      remember: (event) => {
        ring.append(event, ground.clock.monotonicMs());
        trouble.ringLoss();
      },
      dropped: (loss) => trouble.dropped('lane-b', 'queue_full', loss),
      threw: (error) => trouble.thrown('hands', error),
    });
    bus.onTrouble({
      dropped: () => {},
      threw: (eventType, error) => trouble.thrown(eventType, error),
    });
    this.#forgetAnswers =
      hands?.onAnswer((answer) => {
        if (!this.#stopped) turns.take(() => panes.get(answer.paneId)?.answer(answer));
      }) ?? (() => {});
  }

  submit(intent: Intent): Verdict {
    const draft = this.#read(intent, intent.paneId !== 'system');
    if (!draft.ok) return this.#refuse(draft.problems[0]);
    const pane = this.#parts.panes.get(draft.value.paneId);
    if (!pane) return this.#refuse({ code: 'PANE', message: 'Expected a pane, got system.' });
    const critical = intent.critical === true || draft.value.payload.critical === true;
    return this.#parts.turns.take(() =>
      pane.submit(this.#parts.ground.voice.mint(asClaim(draft.value)), critical),
    );
  }

  report(fact: Report): Envelope {
    const draft = this.#read(fact, !intentTypes.has(fact.type));
    if (!draft.ok) {
      this.#refused += 1;
      const [problem] = draft.problems;
      const message = problem?.message ?? '';
      throw problem?.code === 'LANE_A_FULL' ? new RangeError(message) : new TypeError(message);
    }
    return this.#parts.turns.take(() => this.#take(draft.value));
  }

  ingest(envelope: Envelope): Ingested {
    const read = readEnvelope(envelope);
    if (!read.ok) return this.#refuseEnvelope(read.problems[0]);
    if (this.#stopped || this.#isFull()) {
      return this.#refuseEnvelope({ code: 'LANE_A_FULL', message: 'Expected room in Lane A.' });
    }
    const event = read.value;
    return this.#parts.turns.take(() => this.#receive(event));
  }

  on(pattern: string, handler: (event: never) => void): () => void {
    return this.#parts.bus.on(pattern, handler as (event: Envelope) => void);
  }

  state(paneId: string): StateVector {
    return copyVector(this.#pane(paneId).ledger.vector);
  }

  query(query: EventQuery = {}): Envelope[] {
    return this.#parts.ring.query(query);
  }

  chain(correlationId: string): Envelope[] {
    return this.#parts.ring.query({ correlationId }).reverse();
  }

  explain(paneId: string): PaneExplanation {
    return explainPane(this.#pane(paneId), this.#parts.ground.clock);
  }

  registerContract(contract: Contract): void {
    this.#parts.ground.door.register(contract);
  }

  promoteContract(record: PromotionRecord): readonly Problem[] {
    return this.#parts.turns.take(() => this.#parts.ground.door.promote(record));
  }

  shadowSession(contractId: string, sessionId: string): ShadowSession | null {
    return this.#parts.ground.door.shadowSession(contractId, sessionId);
  }

  safeMode(state: 'on' | 'off'): void {
    if (!this.#stopped) this.#parts.turns.take(() => this.#parts.safety.switch(state));
  }

  setTelemetryEnabled(enabled: boolean): void {
    const { outbox, ground } = this.#parts;
    const { voice } = ground;
    if (voice.telemetry === enabled) return;
    voice.telemetry = enabled;
    outbox.setTelemetryEnabled(enabled);
    const withheld = voice.told.withheld - this.#withheldBefore;
    this.#withheldBefore = voice.told.withheld;
    if (enabled) voice.say('telemetry.enabled', 'system', { withheld }, undefined, 'event-bus.js');
    else voice.say('telemetry.disabled', 'system', { reason: 'api' }, undefined, 'event-bus.js');
  }

  setDevMode(enabled: boolean): void {
    this.#parts.ground.voice.devMode = enabled;
  }

  stats(): KernelStats {
    const { panes, ring, safety, ground } = this.#parts;
    const { A, B, withheld } = ground.voice.told;
    const { size, bytes, evicted, evictedEarly } = ring;
    return {
      events: { laneA: A, laneB: B, withheld },
      refused: this.#refused,
      handlersThrew: this.#trouble.threw,
      violations: safety.violations,
      safeMode: safety.on,
      contracts: ground.door.counts(),
      queues: Object.fromEntries(
        [...panes].map(([id, pane]) => [id, pane.injections.queue.length]),
      ),
      ring: { size, bytes, evicted, evictedEarly },
    };
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#forgetAnswers();
    const { turns, panes, safety } = this.#parts;
    turns.take(() => {
      for (const pane of panes.values()) pane.stop();
      safety.stop();
    });
  }

  #read(report: Report, mayBe: boolean) {
    const problem = this.#stopped
      ? { code: 'STOPPED', message: 'Expected a running kernel, got one that was stopped.' }
      : this.#isFull()
        ? { code: 'LANE_A_FULL', message: 'Expected room in Lane A: its producer must slow down.' }
        : mayBe
          ? null
          : { code: 'WAY_IN', message: `Expected ${report.type} for a pane, by submit.` };
    if (problem) return { ok: false, problems: [problem] } as const;
    return readDraft(report, this.#parts.panes);
  }

  #take(draft: Draft): Envelope {
    const { panes, ground } = this.#parts;
    const pane = panes.get(draft.paneId);
    if (pane) return pane.report(ground.voice.mint(withSubject(draft, pane)));
    const told = ground.voice.publish(ground.voice.mint(draft));
    for (const each of panes.values()) each.heard(told);
    return told;
  }

  #receive(event: Envelope): Ingested {
    const { watch, panes, ground } = this.#parts;
    const arrival = watch.note(event.source, event.seq, event.eventId);
    if (arrival.is === 'duplicate' || arrival.is === 'late') {
      return this.#discard(event, arrival.is);
    }
    if (arrival.is === 'gap') {
      const { oldestSeq, newestSeq } = arrival;
      const droppedCount = newestSeq - oldestSeq + 1;
      this.#trouble.dropped('bridge', 'gap', { droppedCount, oldestSeq, newestSeq });
    }
    const told = ground.voice.relay(event);
    const pane = panes.get(event.paneId);
    for (const each of pane ? [pane] : event.paneId === 'system' ? panes.values() : []) {
      each.heard(told);
    }
    return { outcome: 'accepted', arrival: arrival.is, event: told };
  }

  /** A latecomer was told as lost when its gap was seen: it is not counted a second time. */
  #discard(event: Envelope, is: Exclude<Arrival['is'], 'next' | 'gap'>): Ingested {
    const droppedCount = is === 'late' ? 0 : 1;
    const reason = is === 'late' ? 'reordered' : 'duplicate';
    this.#trouble.dropped('bridge', reason, {
      droppedCount,
      oldestSeq: event.seq,
      newestSeq: event.seq,
    });
    return { outcome: 'discarded', arrival: is, event: null };
  }

  #refuse(problem: Problem | undefined): Verdict {
    this.#refused += 1;
    const detail = problem?.message ?? 'refused';
    const contractId = problem?.code === 'LANE_A_FULL' ? 'lane-a-bound' : 'taxonomy';
    return { decision: 'blocked', reasons: [{ contractId, detail }], event: null };
  }

  #refuseEnvelope(problem: Problem | undefined): Ingested {
    this.#refused += 1;
    const why = problem ?? { code: 'ENVELOPE', message: 'Expected an envelope.' };
    return { outcome: 'refused', arrival: null, problem: why, event: null };
  }

  #isFull(): boolean {
    return this.#parts.outbox.room() < turnReserve;
  }

  #pane(paneId: string): Pane {
    const pane = this.#parts.panes.get(paneId);
    if (!pane) throw new RangeError(`Expected a pane of this kernel, got ${paneId}.`);
    return pane;
  }
}

/** Whoever submits a lock wants the focus: that is a claim, and the arbiter says who has it. */
function asClaim(draft: Draft): Draft {
  if (draft.type !== 'focus.locked') return draft;
  return { ...draft, type: 'focus.arbitration.requested' satisfies EventType };
}

function withSubject(draft: Draft, pane: Pane): Draft {
  if (draft.correlationId !== undefined || !lifeOfInjection.test(draft.type)) return draft;
  const subject = pane.injections.subject();
  return subject ? { ...draft, correlationId: subject.correlationId } : draft;
}
