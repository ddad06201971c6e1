/**
 * The pane of a rehearsal: a program that takes what is typed, as a script says when it does not,
 * and when it compacts. Its terminal is up while the target lives. The kernel before it is the
 * real one.
 *
 * @spec timeline phase 2
 */
import type { Hands, HandsAnswer } from '../../machines/hands/messages.ts';
import type { PaneFactType } from '../../machines/hands/pane-facts.ts';
import type { HandsMessage, PaneHands, PaneOrder } from '../../machines/hands/pane-messages.ts';
import { targetPaneId } from '../../machines/timeline/input/input.ts';
import type { Clock } from '../../runtime/host/host.ts';

/** From one offset of the timeline to another; `untilMs` is infinite where it is left open. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface PaneScript {
  /** The program compacts its context. */
  readonly compactions: readonly Span[];
  /** It takes nothing that is typed: no submit is seen to work. */
  readonly deaf: readonly Span[];
}

export interface ScriptedPanes {
  readonly hands: Hands;
  readonly panes: PaneHands;
}

/** A terminal takes a text at once; a program shows within a quarter of a second that it took it. */
const ackMs = 1;
const turnMs = 250;
/** What a detector of screens needs to be sure of it. */
const sureMs = 800;
const confidence = 0.9;
const detectorVersion = 'script';

export function scriptPanes(hands: Hands, clock: Clock, script: PaneScript): ScriptedPanes {
  const pane = new ScriptedPane(clock, script);
  return {
    hands: {
      send(command) {
        if (command.do === 'hands.open') pane.open();
        if (command.do === 'sampling.start') pane.begin(command.originMs);
        hands.send(command);
      },
      onAnswer: (listener) =>
        hands.onAnswer((answer) => {
          pane.heard(answer);
          listener(answer);
        }),
    },
    panes: pane,
  };
}

class ScriptedPane implements PaneHands {
  readonly #clock: Clock;
  readonly #script: PaneScript;
  readonly #listeners = new Set<(message: HandsMessage) => void>();
  /** The hands count from their opening. */
  #openedMs = 0;
  #originMs = Number.POSITIVE_INFINITY;
  #isUp = false;

  constructor(clock: Clock, script: PaneScript) {
    this.#clock = clock;
    this.#script = script;
  }

  onAnswer(listener: (message: HandsMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  send({ key, paneId, ...order }: PaneOrder): void {
    if (order.do === 'pane.write') {
      const status = this.#isUp ? 'accepted' : 'rejected_not_alive';
      this.#later(ackMs, { is: 'pane.write.acked', key, paneId, status });
    } else if (order.do === 'pane.resize') {
      const { cols, rows } = order;
      this.#later(ackMs, { is: 'pane.resized', key, paneId, cols, rows });
    } else if (order.do === 'pane.submit') {
      const { attempt } = order;
      this.#later(ackMs, { is: 'pane.submitted', key, paneId, attempt });
      if (this.#isDeaf()) return;
      this.#later(turnMs, { is: 'pane.verified', key, paneId, evidence: 'turn_started' });
    }
  }

  open(): void {
    this.#openedMs = this.#clock.monotonicMs();
  }

  begin(originMs: number): void {
    this.#originMs = this.#openedMs + originMs;
    for (const { fromMs, untilMs } of this.#script.compactions) this.#compact(fromMs, untilMs);
  }

  heard(answer: HandsAnswer): void {
    if (answer.is === 'target.started') {
      this.#isUp = true;
      this.#fact('pty.up', { pid: answer.pid });
      this.#tell({ is: 'pane.mode', paneId: targetPaneId, bracketedPaste: true });
    } else if (answer.is === 'target.ended' && this.#isUp) {
      this.#isUp = false;
      this.#fact('pty.down', { reason: 'exited' });
    }
  }

  #compact(fromMs: number, untilMs: number): void {
    const sure = { confidence, detectorVersion };
    this.#at(fromMs, () => this.#fact('cli.compaction.suspected', { ...sure, signals: [] }));
    if (untilMs > fromMs + sureMs) {
      const started = { ...sure, transitionReason: 'script' };
      this.#at(fromMs + sureMs, () => this.#fact('cli.compaction.started', started));
    }
    const ended = { durationMs: untilMs - fromMs, endReason: 'script' };
    this.#at(untilMs, () => this.#fact('cli.compaction.ended', ended));
  }

  #isDeaf(): boolean {
    const atMs = this.#clock.monotonicMs() - this.#originMs;
    return this.#script.deaf.some(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs);
  }

  /** What is left open never comes. */
  #at(offsetMs: number, then: () => void): void {
    if (!Number.isFinite(offsetMs)) return;
    const delayMs = this.#originMs + offsetMs - this.#clock.monotonicMs();
    this.#clock.setTimeout(then, Math.max(0, delayMs));
  }

  /** A terminal that is down shows nothing. */
  #later(delayMs: number, message: HandsMessage): void {
    this.#clock.setTimeout(() => {
      if (this.#isUp || message.is === 'pane.write.acked') this.#tell(message);
    }, delayMs);
  }

  #fact(type: PaneFactType, payload: Readonly<Record<string, unknown>>): void {
    this.#tell({ is: 'pane.fact', paneId: targetPaneId, type, payload });
  }

  #tell(message: HandsMessage): void {
    for (const listener of this.#listeners) listener(message);
  }
}
