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

export type PaneAnswer = Keyed &
  (
    | {
        readonly is: 'pane.write.acked';
        readonly status: WriteStatus;
        readonly reason?: string | undefined;
      }
    | { readonly is: 'pane.submitted'; readonly attempt: number }
    /** Strong evidence only: the input emptied and the turn began, or the program said so. */
    | { readonly is: 'pane.verified'; readonly evidence: string }
    | { readonly is: 'pane.verification.failed'; readonly reason: string }
    | { readonly is: 'pane.resized'; readonly cols: number; readonly rows: number }
  );

/** The port. Answers may come at once, later, twice or never. */
export interface PaneHands {
  send(order: PaneOrder): void;
  onAnswer(listener: (answer: PaneAnswer) => void): () => void;
}
