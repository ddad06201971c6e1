/**
 * What the head asks of the hands that hold the terminals, and what they answer: plain
 * serialisable messages, so that the hands may sit in this process or across the bridge.
 *
 * @spec kernel 7.3
 */
import type { KernelMeta } from '../kernel/envelope.ts';
import type { WriteStatus } from '../kernel/events/daemon.ts';
import type { PaneFactType } from './pane-facts.ts';

/** Programs whose screens are known; null: whatever the screen shows. */
export const paneClis = ['claude', 'codex', 'gemini', 'generic'] as const;
export type PaneCli = (typeof paneClis)[number];

/** Most that a pane may be told to write or type at once, in UTF-16 units. */
export const paneTextMax = 2 ** 20;
/** Largest side of a terminal in cells; below 2 nothing can be shown. */
export const paneSideMax = 1_000;
export const paneSideMin = 2;

/** What runs in a pane, and in what terminal. */
export interface PaneSpec {
  readonly command: string;
  readonly args: readonly string[];
  /** Null: where the hands themselves are. */
  readonly cwd: string | null;
  /** Variables beside the inherited ones. */
  readonly env: Readonly<Record<string, string>>;
  readonly cols: number;
  readonly rows: number;
  readonly cli: PaneCli | null;
  /** Nothing is ever written into it. */
  readonly readOnly: boolean;
  /** Nice value of the program, 0 to 19; 0 where it is not said. */
  readonly nice?: number | undefined;
}

/** The key is the intent's eventId: hands that have seen it never write it a second time. */
interface Keyed {
  readonly key: string;
  readonly paneId: string;
}

/**
 * Whoever ordered it waits so long for it, from `sentAtMs` on the monotonic clock that all processes
 * of this host share. Later it is not carried out, however it came to be late.
 */
export interface Within {
  readonly sentAtMs: number;
  readonly remainingMs: number;
}

/** What the kernel asks for. */
export type PaneOrder = Keyed & { readonly meta: KernelMeta } & (
    | {
        readonly do: 'pane.write';
        readonly text: string;
        readonly mode: string;
        readonly within?: Within | undefined;
        /**
         * Without it a write into a pane that is down is refused. With it, it waits so long for the
         * pane to be up, or for the word to go on, and is dropped at the end of its time (7.7).
         */
        readonly whenDown?: { readonly defer: true; readonly remainingMs: number } | undefined;
      }
    | {
        readonly do: 'pane.submit';
        readonly attempt: number;
        readonly within?: Within | undefined;
      }
    | { readonly do: 'pane.resize'; readonly cols: number; readonly rows: number }
    /** A write that waits in the hands goes on by an explicit word only. */
    | { readonly do: 'pane.hold'; readonly of: string }
    /** That word: it goes on at once, or as soon as its pane is up. */
    | { readonly do: 'pane.resume'; readonly of: string }
    /** A write that waits in the hands is not to be written. */
    | { readonly do: 'pane.drop'; readonly of: string; readonly reason: string }
  );

/** What whoever keeps the panes asks for. */
export type KeeperOrder = Keyed & {
  readonly meta: KernelMeta;
} /** Answered by `pane.opened` or `pane.open.failed`. */ & (
    | { readonly do: 'pane.open'; readonly spec: PaneSpec }
    /** The user's own keys, verbatim. */
    | { readonly do: 'pane.type'; readonly data: string }
    /** Ends the program: the signal, then SIGKILL after the grace. */
    | { readonly do: 'pane.kill'; readonly signal: string; readonly graceMs: number }
    /** The same program anew, answered as `pane.open` is. */
    | { readonly do: 'pane.restart' }
    /** Ends the program, and the pane is no longer there. */
    | { readonly do: 'pane.close' }
    /** Answered by `pane.seen`. */
    | { readonly do: 'pane.look' }
    /** Somebody looks on, or nobody does any more: what is printed is passed on as `pane.output`. */
    | { readonly do: 'pane.watch'; readonly on: boolean }
  );

export type TerminalOrder = PaneOrder | KeeperOrder;

/** Hands in another process number what they say, from 1 in each of their epochs. */
interface Numbered {
  /** Rises whenever the hands begin anew; absent for hands in this process. */
  readonly epoch?: number | undefined;
  readonly seq?: number | undefined;
}

/** Answers that the kernel awaits. */
export type PaneAnswer = Keyed &
  Numbered &
  (
    | {
        readonly is: 'pane.write.acked';
        readonly status: WriteStatus;
        readonly reason?: string | undefined;
      }
    | { readonly is: 'pane.submitted'; readonly attempt: number }
    /**
     * Strong evidence only: the input emptied and the turn began, or the program said so; a code
     * word such as `turn_started`, any other text is told as `other`.
     */
    | { readonly is: 'pane.verified'; readonly evidence: string }
    | { readonly is: 'pane.verification.failed'; readonly reason: string }
    | { readonly is: 'pane.resized'; readonly cols: number; readonly rows: number }
  );

/** How the program of a pane ended, by the system's own word. */
export type PaneOutcome =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string; readonly core?: boolean | undefined };

/** What is on the screen of a pane. */
export interface PaneSight {
  readonly cols: number;
  /** One text for each row, without the blanks at its end. */
  readonly rows: readonly string[];
  readonly cursor: { readonly row: number; readonly column: number };
  readonly alternate: boolean;
  readonly title: string | null;
  readonly bracketedPaste: boolean;
  /** The screen as another terminal draws it, with colours and modes; null where it is too large. */
  readonly paint: string | null;
  /** Why the detector thinks what it thinks; plain data for whoever explains. */
  readonly explanation: unknown;
  /** Bytes that were printed, and of these, that never reached the screen. */
  readonly readBytes: number;
  readonly droppedBytes: number;
  /** `pane.output` from before these bytes is on this screen already, however late it comes. */
  readonly shown: number;
}

/** What happens in a pane and what its host asked for, beside the answers that the kernel awaits. */
export type PaneNews = { readonly paneId: string } & Numbered &
  (
    | { readonly is: 'pane.opened'; readonly key: string; readonly pid: number }
    | { readonly is: 'pane.open.failed'; readonly key: string; readonly reason: string }
    /** An event of the taxonomy that begins in the hands; `meta` where it is about an intent. */
    | {
        readonly is: 'pane.fact';
        readonly type: PaneFactType;
        readonly payload: Readonly<Record<string, unknown>>;
        readonly key?: string | undefined;
        readonly meta?: KernelMeta | undefined;
      }
    /** The program switched it: paste is entered as such only while it is on. */
    | { readonly is: 'pane.mode'; readonly bracketedPaste: boolean }
    | { readonly is: 'pane.exited'; readonly pid: number; readonly outcome: PaneOutcome }
  );

/** What programs print: for eyes only. Never numbered, never recorded, and never for the kernel. */
export type PanePicture = { readonly paneId: string } & (
  | ({ readonly is: 'pane.seen'; readonly key: string } & PaneSight)
  /**
   * `data` is Base64 of the bytes that are shown; `dropped` bytes before them are not. `from` bytes
   * were printed before all these since somebody looks on, so that a loss on the way shows.
   */
  | {
      readonly is: 'pane.output';
      readonly data: string;
      readonly dropped: number;
      readonly from: number;
    }
);

/**
 * What hands across a bridge say of themselves: that they began, and, every second, the level
 * state of their panes, so that an edge that was lost stays unknown for a second only.
 */
export type HandsWord =
  | {
      readonly is: 'hands.connected';
      readonly epoch: number;
      /** Number of the last message before this one; 0 where there is none. */
      readonly lastSeq: number;
    }
  /** The connection is gone; a word of this side of the bridge, sooner than silence could tell. */
  | { readonly is: 'hands.disconnected'; readonly epoch: number; readonly reason: string }
  | {
      readonly is: 'hands.heartbeat';
      readonly epoch: number;
      readonly panes: Readonly<Record<string, 'up' | 'down'>>;
      /** Number of the last message sent. */
      readonly highWaterSeq: number;
    };

/** What the kernel hears. */
export type HandsMessage = PaneAnswer | PaneNews | HandsWord;
/** All that hands with terminals say. */
export type PaneMessage = HandsMessage | PanePicture;

/** The port. Answers may come at once, later, twice or never. */
export interface PaneHands {
  send(order: PaneOrder): void;
  onAnswer(listener: (message: HandsMessage) => void): () => void;
}

/** The port of whoever keeps the panes: more orders, and pictures, which the kernel has no eyes for. */
export interface TerminalHands extends PaneHands {
  send(order: TerminalOrder): void;
  onPicture(listener: (picture: PanePicture) => void): () => void;
}
