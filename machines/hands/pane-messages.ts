/**
 * What the kernel asks of the hands that hold the terminals, and what they answer: plain
 * serialisable messages, so that the hands may sit in this process or across the bridge.
 *
 * @spec kernel 7.3
 */
import type { KernelMeta } from '../kernel/envelope.ts';
import type { WriteStatus } from '../kernel/events/daemon.ts';

/** The key is the intent's eventId: hands that have seen it never write it a second time. */
interface Keyed {
  readonly key: string;
  readonly paneId: string;
}

export type PaneOrder = Keyed & { readonly meta: KernelMeta } & (
    | { readonly do: 'pane.write'; readonly text: string; readonly mode: string }
    | { readonly do: 'pane.submit'; readonly attempt: number }
    | { readonly do: 'pane.resize'; readonly cols: number; readonly rows: number }
  );

/** Hands in another process number what they say, from 1 in each of their epochs. */
interface Numbered {
  /** Rises whenever the hands begin anew; absent for hands in this process. */
  readonly epoch?: number | undefined;
  readonly seq?: number | undefined;
}

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
  | {
      readonly is: 'hands.heartbeat';
      readonly epoch: number;
      readonly panes: Readonly<Record<string, 'up' | 'down'>>;
      /** Number of the last message sent. */
      readonly highWaterSeq: number;
    };

export type HandsMessage = PaneAnswer | HandsWord;

/** The port. Answers may come at once, later, twice or never. */
export interface PaneHands {
  send(order: PaneOrder): void;
  onAnswer(listener: (message: HandsMessage) => void): () => void;
}
