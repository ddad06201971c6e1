/**
 * What the simulator writes down: one turn per call from outside, with what was asked, what came
 * back, what was heard, and what the hands were told. Checkers read nothing else of the kernel.
 */
import type {
  Envelope,
  Ingested,
  Intent,
  PaneOrder,
  Report,
  StateVector,
  Verdict,
} from '../../../embed/kernel.ts';
import type { HandsMessage } from '../../../machines/hands/pane-messages.ts';

export type Input =
  | { readonly ask: 'submit'; readonly intent: Intent }
  | { readonly ask: 'report'; readonly fact: Report }
  | { readonly ask: 'ingest'; readonly envelope: Envelope }
  | { readonly ask: 'answer'; readonly answer: HandsMessage }
  | { readonly ask: 'timer' }
  | { readonly ask: 'safe-mode'; readonly state: 'on' | 'off' }
  | { readonly ask: 'telemetry'; readonly on: boolean }
  | { readonly ask: 'dev-mode'; readonly on: boolean }
  | { readonly ask: 'look'; readonly at: string }
  /** The head begins: anew, or where the record of the one before ends. */
  | { readonly ask: 'begin'; readonly from: number; readonly afterMs: number }
  | { readonly ask: 'stop' };

export type Output = Verdict | Envelope | Ingested | { readonly threw: string } | null;

export interface Call {
  readonly input: Input;
  output: Output;
}

export interface Turn {
  readonly number: number;
  readonly atMs: number;
  readonly wallMs: number;
  /** The same when it was over: a handler may take its time. */
  endMs: number;
  wallEndMs: number;
  /** When the heap meant it to be; earlier than `atMs` after a sleep. */
  readonly dueMs: number;
  readonly call: Call;
  /** Calls that handlers made before this one was over. */
  readonly nested: Call[];
  readonly events: Envelope[];
  /** The same as text, at the moment at which each was heard. */
  readonly texts: string[];
  readonly orders: PaneOrder[];
}

/** What checkers may look at when a turn is over. */
export interface View {
  readonly panes: readonly string[];
  readonly driven: boolean;
  readonly ttlMs: number;
  /** How late a timer may come in this seed. */
  readonly lateMaxMs: number;
  /** How long nothing could fire in all. */
  sleptMs(): number;
  state(paneId: string): StateVector;
  focusHolder(paneId: string): string | null;
  devMode(): boolean;
  telemetry(): boolean;
  /** How often the bytes of an intent were put into a terminal. */
  applied(key: string): number;
  /** Whether the submit key was pressed for this attempt. */
  pressed(key: string, attempt: number): boolean;
  /** The size that a terminal last took. */
  size(paneId: string): { readonly cols: number; readonly rows: number } | null;
}

/** Says that an invariant does not hold. */
export type Accuse = (invariant: number, what: string) => void;

export interface Checker {
  turn(turn: Turn): void;
  /** After everything healed and 120 virtual seconds passed. */
  end(): void;
}
