/**
 * The face of the kernel: what whoever embeds it may ask, and what it answers.
 *
 * @spec kernel 1 2 5
 */
import type { PaneHands } from '../../machines/hands/pane-messages.ts';
import type { Contract } from '../../machines/kernel/contract.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { AmbushEvent, EventType } from '../../machines/kernel/events/registry.ts';
import type { Report } from '../../machines/kernel/intake.ts';
import type { Problem } from '../../machines/kernel/problem.ts';
import type { PromotionRecord, ShadowSession } from '../../machines/kernel/promotion.ts';
import type { EventQuery } from '../../machines/kernel/ring.ts';
import type { Arrival } from '../../machines/kernel/sequence-watch.ts';
import type { StateVector } from '../../machines/kernel/state-vector.ts';
import type { Reason, Verdict } from '../../machines/kernel/verdict.ts';
import type { SessionLine } from '../../machines/record/session-line.ts';
import type { Clock, Random } from '../../runtime/host/host.ts';
import type { Detector, Explanation } from '../detector.actor.ts';
import type { ContractCount } from './door.ts';
import type { KernelLog } from './recorder.ts';

export interface KernelOptions {
  /** The system's by default; `createVirtualClock()` in tests. */
  readonly clock?: Clock;
  readonly random?: Random;
  /** Those that are there from the start, none to 128; `1`, `2` and `3` by default. */
  readonly panes?: readonly string[];
  /** How long an intent may wait for a gate; 45 s by default. */
  readonly ttlMs?: number;
  /** Who writes. Without hands, whoever submits does the work on `allowed`, and reports it. */
  readonly hands?: PaneHands;
  /** Where everything asked and said is recorded, for replay and recovery; nowhere by default. */
  readonly log?: KernelLog;
  /** Goes on where another kernel's record ends. Panes and ttlMs are those of the record. */
  readonly recover?: Recovery;
}

/** What was recorded of a kernel that is no more. */
export interface Recovery {
  /** Of a session log, in order, to the last that can be read. */
  lines(): Iterable<SessionLine>;
  /**
   * The text of a request that still waits: outside dev mode no record has it. It must be the
   * very text; without it the request ends as `inject.dropped`, reason `text_lost`, at its turn.
   */
  textOf?(request: Envelope): string | null;
  /**
   * Given the kernel as the record left it, before anything of now happens: whoever is to hear
   * what the recovery itself says subscribes here.
   */
  prepare?(kernel: Kernel): void;
  /** Contracts that were registered with that kernel. */
  readonly contracts?: readonly Contract[];
}

export type { Report };

export interface Intent extends Report {
  /** Kill, restart or manual input: passes the gates that let recovery through. */
  readonly critical?: boolean | undefined;
}

export type Ingested =
  | { readonly outcome: 'accepted'; readonly arrival: Arrival['is']; readonly event: Envelope }
  | {
      readonly outcome: 'discarded';
      readonly arrival: Arrival['is'];
      readonly event: null;
    }
  | {
      readonly outcome: 'refused';
      readonly arrival: null;
      readonly problem: Problem;
      readonly event: null;
    };

export interface PaneExplanation {
  readonly paneId: string;
  readonly state: StateVector;
  /** What would hold an ordinary injection back now, in order. */
  readonly gates: readonly Reason[];
  readonly focusHolder: string | null;
  readonly overlayOpen: boolean;
  readonly visible: boolean;
  readonly active: { readonly eventId: string; readonly correlationId: string } | null;
  /** What the pane's detector sees, and why; null without one. */
  readonly compaction: Explanation | null;
  readonly queue: readonly {
    readonly eventId: string;
    readonly correlationId: string;
    readonly waitedMs: number;
    readonly remainingMs: number;
    readonly reasons: readonly Reason[];
  }[];
}

export interface KernelStats {
  readonly events: { readonly laneA: number; readonly laneB: number; readonly withheld: number };
  /** Refused at the door, before they became events. */
  readonly refused: number;
  readonly handlersThrew: number;
  readonly violations: number;
  readonly safeMode: boolean;
  readonly contracts: Readonly<Record<string, ContractCount>>;
  readonly queues: Readonly<Record<string, number>>;
  readonly ring: {
    readonly size: number;
    readonly bytes: number;
    readonly evicted: number;
    readonly evictedEarly: number;
    /** Payloads had more kinds of keys than it numbers: the rest takes more of its bytes. */
    readonly keysSpeltOut: boolean;
  };
}

export interface Kernel {
  /** The one write path. Never throws for what a caller can cause: a refusal is a verdict. */
  submit(intent: Intent): Verdict;
  /**
   * Something that happened. The envelope that was said of it, which may be another than was
   * reported: a late fact of an injection that is over comes out as `event.dropped`.
   *
   * @throws TypeError for what the taxonomy or its payload does not know, RangeError when Lane A
   * is full.
   */
  report(fact: Report): Envelope;
  /** An envelope from the other side: keeps its ids and its number. */
  ingest(envelope: Envelope): Ingested;
  /** A type, `family.*` or `*`. Returns the way to unsubscribe. */
  on<Type extends EventType>(
    type: Type,
    handler: (event: Extract<AmbushEvent, { readonly type: Type }>) => void,
  ): () => void;
  on(pattern: string, handler: (event: Envelope) => void): () => void;
  /** A copy of the state vector. @throws RangeError for a pane that is none. */
  state(paneId: string): StateVector;
  /** Newest first. */
  query(query?: EventQuery): Envelope[];
  /** All of one operation that is still remembered, oldest first. */
  chain(correlationId: string): Envelope[];
  explain(paneId: string): PaneExplanation;
  /**
   * Lets `explain` show the evidence of the detector that watches the pane: rule, region, matched
   * text, weight, age. Returns the way to take it back. @throws RangeError for a pane that is none.
   */
  attachDetector(paneId: string, detector: Pick<Detector, 'explain'>): () => void;
  /**
   * One pane more. Its terminal counts as up until `pty.down` is told; safe mode and a bridge that
   * is down hold for it too. @throws TypeError for an id that is none or is taken, RangeError,
   * told as `event.dropped` (stage `panes`), when there are 128.
   */
  openPane(paneId: string): void;
  /**
   * The pane is gone: whoever waits there ends as `inject.dropped`, reason `pane_closed`, what was
   * being typed as `outcome_unknown`. @throws RangeError for a pane that is none.
   */
  closePane(paneId: string): void;
  /** @throws TypeError for a contract that is not one, or an id that is taken. */
  registerContract(contract: Contract): void;
  /** Enforces a contract on trial whose record meets all criteria, else says which it misses. */
  promoteContract(record: PromotionRecord): readonly Problem[];
  /** What this session adds to the record of a contract on trial; null when it is not on trial. */
  shadowSession(contractId: string, sessionId: string): ShadowSession | null;
  safeMode(state: 'on' | 'off'): void;
  /** Lane B's switch; Lane A has none. */
  setTelemetryEnabled(enabled: boolean): void;
  /** Shows bodies, for debugging only. */
  setDevMode(enabled: boolean): void;
  stats(): KernelStats;
  /** Ends what is open, forgets all timers; afterwards everything is refused. */
  stop(): void;
}
