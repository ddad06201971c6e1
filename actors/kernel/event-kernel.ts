/**
 * The kernel's face over its parts: what comes in is read, numbered and taken in a turn; what was
 * said is remembered; what goes wrong is told.
 *
 * @spec kernel 1 2 6 7.5
 */
import { readHandsMessage } from '../../machines/hands/hands-message.ts';
import type { PaneHands } from '../../machines/hands/pane-messages.ts';
import type { Contract } from '../../machines/kernel/contract.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { type Report, readEnvelope, readFact, readIntent } from '../../machines/kernel/intake.ts';
import { type Problem, refuse } from '../../machines/kernel/problem.ts';
import {
  type PromotionRecord,
  readPromotion,
  type ShadowSession,
} from '../../machines/kernel/promotion.ts';
import type { EventQuery } from '../../machines/kernel/ring.ts';
import { copyVector, type StateVector } from '../../machines/kernel/state-vector.ts';
import type { Reason, Verdict } from '../../machines/kernel/verdict.ts';
import type { Detector } from '../detector.actor.ts';
import {
  handlerProblem,
  idProblem,
  newPaneProblem,
  patternProblem,
  queryProblem,
  safeModeProblem,
  switchProblem,
} from './border.ts';
import { explainPane } from './explain.ts';
import type { Ingested, Intent, Kernel, KernelStats, PaneExplanation } from './face.ts';
import type { Inputs, Parts } from './inputs.ts';
import type { Pane } from './pane.actor.ts';
import { panesMax } from './pane-register.ts';
import { whenRejected } from './rejection.ts';

/** Room that a turn may need in Lane A: a full queue of every pane that expires or goes on. */
export const turnReserve = 1_024;
export interface FaceParts extends Parts {
  readonly inputs: Inputs;
  readonly hands: PaneHands | undefined;
  /** Time as it passes, for whoever only looks. */
  readonly nowMs: () => number;
}

export class EventKernel implements Kernel {
  readonly #parts: FaceParts;
  readonly #detectors = new Map<string, Pick<Detector, 'explain'>>();
  readonly #forgetAnswers: () => void;

  constructor(parts: FaceParts) {
    this.#parts = parts;
    const { hands, inputs } = parts;
    this.#forgetAnswers =
      hands?.onAnswer((message) => {
        if (inputs.stopped) return;
        const read = readHandsMessage(message);
        if (read) inputs.answer(read);
        else inputs.refuse('answer', { contractId: 'taxonomy', detail: 'no message of hands' });
      }) ?? (() => {});
  }

  submit(intent: Intent): Verdict {
    const shut = this.#shutProblem();
    if (shut) return this.#refuse('submit', shut);
    const read = readIntent(intent, this.#parts.panes);
    if (!read.ok) return this.#refuse('submit', read.problems[0]);
    return this.#parts.inputs.submit(read.value.draft, read.value.isCritical);
  }

  report(fact: Report): Envelope {
    const shut = this.#shutProblem();
    const draft = shut ? refuse([shut]) : readFact(fact, this.#parts.panes);
    if (draft.ok) return this.#parts.inputs.report(draft.value);
    const [problem] = draft.problems;
    this.#refuse('report', problem);
    const message = [problem?.message, problem?.hint].filter(Boolean).join(' ');
    throw problem?.code === 'LANE_A_FULL' ? new RangeError(message) : new TypeError(message);
  }

  ingest(envelope: Envelope): Ingested {
    const read = readEnvelope(envelope, this.#parts.panes);
    if (!read.ok) return this.#refuseEnvelope(read.problems[0]);
    if (this.#shutProblem()) {
      return this.#refuseEnvelope(this.#shutProblem() ?? undefined);
    }
    return this.#parts.inputs.ingest(read.value);
  }

  on(pattern: string, handler: (event: never) => void): () => void {
    expect(patternProblem(pattern) ?? handlerProblem(handler));
    const hear = handler as (event: Envelope) => unknown;
    return this.#parts.bus.on(pattern, (event) => {
      const answer = hear(event);
      if (answer === undefined) return;
      whenRejected(answer, (error) => this.#parts.inputs.threwLate(event.type, error));
    });
  }

  state(paneId: string): StateVector {
    return copyVector(this.#pane(paneId).ledger.vector);
  }

  query(query: EventQuery = {}): Envelope[] {
    expect(queryProblem(query));
    return this.#parts.ring.query(query);
  }

  chain(correlationId: string): Envelope[] {
    expect(idProblem(correlationId));
    return this.#parts.ring.query({ correlationId }).reverse();
  }

  explain(paneId: string): PaneExplanation {
    const { nowMs, ground } = this.#parts;
    const detector = this.#detectors.get(paneId);
    const seen = explainPane(this.#pane(paneId), nowMs(), ground.clock.wallMs());
    return { ...seen, compaction: detector?.explain() ?? null };
  }

  attachDetector(paneId: string, detector: Pick<Detector, 'explain'>): () => void {
    expect(handlerProblem(detector?.explain, 'a detector that can explain'));
    this.#detectors.set(this.#pane(paneId).id, detector);
    return () => {
      if (this.#detectors.get(paneId) === detector) this.#detectors.delete(paneId);
    };
  }

  openPane(paneId: string): void {
    const { inputs, register } = this.#parts;
    expect(newPaneProblem(paneId, register.byId));
    if (inputs.stopped) return;
    if (register.isFull) {
      inputs.refuse('pane', { contractId: 'panes-bound', detail: 'full' });
      throw new RangeError(`Expected at most ${panesMax} panes.`);
    }
    inputs.pane('pane-open', paneId);
  }

  closePane(paneId: string): void {
    const { id } = this.#pane(paneId);
    if (!this.#parts.inputs.stopped) this.#parts.inputs.pane('pane-close', id);
    this.#detectors.delete(paneId);
  }

  registerContract(contract: Contract): void {
    this.#parts.inputs.contract(contract);
  }

  promoteContract(record: PromotionRecord): readonly Problem[] {
    const read = readPromotion(record);
    if (read.ok) return this.#parts.inputs.promote(read.value);
    this.#refuse('promote', read.problems[0]);
    return read.problems;
  }

  shadowSession(contractId: string, sessionId: string): ShadowSession | null {
    return this.#parts.ground.door.shadowSession(contractId, sessionId);
  }

  safeMode(state: 'on' | 'off'): void {
    expect(safeModeProblem(state));
    if (!this.#parts.inputs.stopped) this.#parts.inputs.safeMode(state);
  }

  setTelemetryEnabled(enabled: boolean): void {
    expect(switchProblem('telemetry', enabled));
    this.#parts.inputs.telemetry(enabled);
  }

  setDevMode(enabled: boolean): void {
    expect(switchProblem('dev mode', enabled));
    this.#parts.inputs.devMode(enabled);
  }

  stats(): KernelStats {
    const { panes, ring, safety, ground, inputs, trouble } = this.#parts;
    const { A, B, withheld } = ground.voice.told;
    const { size, bytes, evicted, evictedEarly, keysSpeltOut } = ring;
    return {
      events: { laneA: A, laneB: B, withheld },
      refused: inputs.refused,
      handlersThrew: trouble.threw,
      violations: safety.violations,
      safeMode: safety.on,
      contracts: ground.door.counts(),
      queues: Object.fromEntries(
        [...panes].map(([id, pane]) => [id, pane.injections.queue.length]),
      ),
      ring: { size, bytes, evicted, evictedEarly, keysSpeltOut },
    };
  }

  stop(): void {
    this.#forgetAnswers();
    this.#parts.inputs.stop();
  }

  #refuseEnvelope(problem: Problem | undefined): Ingested {
    this.#refuse('ingest', problem);
    const why = problem ?? notAnEnvelope;
    return { outcome: 'refused', arrival: null, problem: why, event: null };
  }

  /** Why nothing comes in now. */
  #shutProblem(): Problem | null {
    if (this.#parts.inputs.stopped) return stopped;
    return this.#parts.bus.room() < turnReserve ? laneFull : null;
  }

  /** The caller is told what was wrong, the record only which law: words may be a secret. */
  #refuse(of: string, problem: Problem | undefined): Verdict {
    const { code = 'REFUSED' } = problem ?? {};
    return this.#parts.inputs.refuse(of, reasonOf(problem), code);
  }

  #pane(paneId: string): Pane {
    const pane = this.#parts.panes.get(paneId);
    if (!pane) throw new RangeError(`Expected a pane of this kernel, got ${paneId}.`);
    return pane;
  }
}

const stopped: Problem = {
  code: 'STOPPED',
  message: 'Expected a running kernel, got one that was stopped.',
  hint: 'Try a new kernel; one that goes on from a log takes `recover`.',
};
const laneFull: Problem = {
  code: 'LANE_A_FULL',
  message: 'Expected room in Lane A: its producer must slow down.',
  hint: 'Try again when the subscribers have been served.',
};
const notAnEnvelope: Problem = {
  code: 'ENVELOPE',
  message: 'Expected an envelope.',
  hint: 'Try one as a kernel says it: ids, type, source, paneId, ts, seq and payload.',
};

/** @throws TypeError with what is wrong. */
function expect(problem: string | null): void {
  if (problem !== null) throw new TypeError(problem);
}

function reasonOf(problem: Problem | undefined): Reason {
  const contractId = problem?.code === 'LANE_A_FULL' ? 'lane-a-bound' : 'taxonomy';
  return { contractId, detail: problem?.message ?? 'refused' };
}
