/**
 * The writes of one pane, from the order to the acknowledgement and the evidence of the submit. Each
 * of the six statuses has its own real cause, and no key is ever written twice.
 *
 * @spec kernel 3.5 7.7 9.1
 */
import type { Profile } from '../../machines/compaction/profile.ts';
import type { Screen } from '../../machines/compaction/screen.ts';
import type { PaneOrder, TerminalOrder } from '../../machines/hands/pane-messages.ts';
import type { KernelMeta } from '../../machines/kernel/envelope.ts';
import type { WriteStatus } from '../../machines/kernel/events/daemon.ts';
import { draftAfter, standsOn } from '../../machines/pane/draft-keys.ts';
import { verifyLimitMs } from '../../machines/pane/injection.machine.ts';
import {
  draftOn,
  isSeen,
  markTurn,
  shownOn,
  type TurnMark,
  turnEvidence,
} from '../../machines/pane/turn-evidence.ts';
import type { Clock } from '../../runtime/host/host.ts';
import { createDeferredWrites, type DeferredWrites, type Write } from './deferred-writes.ts';
import type { KeyMemory } from './key-memory.ts';
import type { EnterOutcome, PaneInput } from './pane-input.ts';
import type { PaneVoice } from './pane-voice.ts';

type Submit = Extract<PaneOrder, { do: 'pane.submit' }>;
type Word = Extract<PaneOrder, { do: 'pane.hold' | 'pane.resume' | 'pane.drop' }>;

/** The pane, as its writes see it. */
export interface WritesWorld {
  readonly paneId: string;
  readonly clock: Clock;
  readonly voice: PaneVoice;
  readonly keys: KeyMemory;
  readonly readOnly: boolean;
  /** Null while no program is there. */
  input(): PaneInput | null;
  pastes(): boolean;
  screen(): Screen;
  /** Whose screen it is now; null for a program that nobody described. */
  profile(): Profile | null;
  /** The user, or someone for him, asked the program for something. */
  caused(): void;
}

/** The last text that was written. */
interface Written {
  readonly key: string;
  readonly text: string;
  readonly shownBefore: number;
  attempt: number;
  mark: TurnMark | null;
  sentMs: number;
  /** Something of the user's stood there before it, and was submitted with it. */
  readonly isBehindDraft: boolean;
  /** The user's keys came after the submit key: they may have emptied the box. */
  isTouched: boolean;
}

const pastes = 'paste';
/** Before whoever submitted it asks for the key again. */
const unseenMs = verifyLimitMs - 500;

const whyNot = {
  stuck: 'does_not_read',
  gone: 'ended_in_write',
  half_before: 'half_written_before',
} as const;
/** Evidence that shows the text itself in another place, whoever emptied the box. */
const saysWhere: ReadonlySet<string> = new Set(['message_moved', 'line_entered']);

export class PaneWrites {
  readonly #world: WritesWorld;
  readonly deferred: DeferredWrites;
  #last: Written | null = null;
  /** What the user typed and did not send. */
  #draft = '';
  /** Keys that were ordered again while they were being written. */
  readonly #again = new Map<string, number>();

  constructor(world: WritesWorld) {
    this.#world = world;
    this.deferred = createDeferredWrites(world.clock, {
      deferred: (write, remainingMs) =>
        this.#tell(write, 'inject.deferred', { reason: 'pty_down', remainingMs }),
      resumed: (write, trigger, waitedMs) => {
        this.#tell(write, 'inject.resumed', { trigger, waitedMs });
        this.#begin(write);
      },
      dropped: (write, reason) => {
        world.keys.set(write.key, 'dropped');
        this.#tell(write, 'inject.dropped', { reason });
      },
    });
  }

  write(order: Write): void {
    const { keys, readOnly, input } = this.#world;
    const { key } = order;
    const fate = keys.get(key);
    if (fate === 'writing') this.#again.set(key, (this.#again.get(key) ?? 0) + 1);
    else if (fate === 'written') this.#ack(key, 'blocked_ghost_dedup');
    else if (fate === 'partly') this.#ack(key, 'error', 'written_in_part');
    else if (fate === 'dropped') this.#ack(key, 'error', 'dropped_before');
    else if (this.deferred.has(key)) return;
    else if (this.#isLate(order)) return;
    else if (readOnly) this.#ack(key, 'rejected_mode_noninteractive');
    else if (input() === null && order.whenDown) {
      this.deferred.defer(order, order.whenDown.remainingMs);
    } else this.#begin(order);
  }

  /** A word about one that waits. */
  hear(order: Word): void {
    const { of } = order;
    if (order.do === 'pane.hold') this.deferred.hold(of);
    else if (order.do === 'pane.resume') this.deferred.resume(of, this.#world.input() !== null);
    else this.deferred.drop(of, order.reason);
  }

  submit(order: Submit): void {
    const { key, attempt } = order;
    const { voice, paneId, clock, screen, profile, input, caused } = this.#world;
    const terminal = input();
    const last = this.#last;
    if (terminal === null || last?.key !== key) {
      // What was not written cannot be submitted; the head's own limit ends it.
      this.#lost(terminal === null ? 'submit_not_alive' : 'submit_without_write');
      return;
    }
    if (attempt <= last.attempt) {
      voice.say({ is: 'pane.submitted', key, paneId, attempt });
      return;
    }
    if (this.#isLate(order)) return;
    last.attempt = attempt;
    last.isTouched = false;
    last.mark = markTurn(screen(), profile(), last.text, last.shownBefore);
    const { text, shownBefore } = last;
    const wasSeen = isSeen(screen(), text, shownBefore);
    caused();
    terminal.submit((outcome) => {
      last.sentMs = clock.monotonicMs();
      this.#draft = '';
      if (outcome !== 'taken') {
        this.#lost(`submit_${outcome}`);
        return;
      }
      voice.say({ is: 'pane.submitted', key, paneId, attempt });
      if (!wasSeen) clock.setTimeout(() => this.#unseen(last, attempt), unseenMs);
    });
  }

  /** A look at the screen, after something was printed. */
  looked(screen: Screen): void {
    const last = this.#last;
    if (!last?.mark || last.sentMs === 0) return;
    const evidence = turnEvidence(last.mark, screen, this.#world.profile());
    if (evidence === null || (last.isTouched && !saysWhere.has(evidence))) return;
    this.verified(evidence);
  }

  /** The user's keys are being entered. */
  typed(keys: string): void {
    this.#draft = draftAfter(this.#draft, keys);
    if (this.#last !== null) this.#last.isTouched = true;
  }

  /** What the program says itself, in a sequence that nobody sees. */
  heardOsc(payload: string): void {
    const evidence = oscEvidence[payload.split(';').slice(0, 2).join(';')];
    if (evidence !== undefined) this.verified(evidence);
  }

  /** The program itself said so, or its screen did. */
  verified(evidence: string): void {
    const last = this.#last;
    if (!last?.mark || last.sentMs === 0) return;
    last.mark = null;
    const { clock, voice, paneId } = this.#world;
    // Later nobody awaits it.
    if (clock.monotonicMs() - last.sentMs > verifyLimitMs) return;
    const { key, isBehindDraft } = last;
    // What was submitted is not the text alone.
    if (!isBehindDraft) voice.say({ is: 'pane.verified', key, paneId, evidence });
    else voice.say({ is: 'pane.verification.failed', key, paneId, reason: 'behind_a_draft' });
  }

  /** Where there is no box and no text in it, the key was not swallowed: it is not pressed again. */
  #unseen(submitted: Written, attempt: number): void {
    const { profile, screen, voice, paneId } = this.#world;
    const last = this.#last;
    if (last !== submitted || last.attempt !== attempt || !last.mark) return;
    if (profile() !== null || isSeen(screen(), last.text, last.shownBefore)) return;
    last.mark = null;
    voice.say({ is: 'pane.verification.failed', key: last.key, paneId, reason: 'never_shown' });
  }

  /** The program is gone: what was submitted and not seen to be taken is not known to be. */
  down(): void {
    const last = this.#last;
    this.#last = null;
    this.#draft = '';
    if (!last?.mark) return;
    const { voice, paneId } = this.#world;
    const reason = 'program_ended';
    voice.say({ is: 'pane.verification.failed', key: last.key, paneId, reason });
  }

  #begin(order: Write): void {
    const { keys, input, pastes: isOn, screen } = this.#world;
    const { key, text, mode } = order;
    const terminal = input();
    if (terminal === null) {
      this.#ack(key, 'rejected_not_alive');
      return;
    }
    const isPaste = mode === pastes && isOn();
    if (mode === pastes && !isPaste && text.includes('\n')) {
      // As keys its line breaks would submit it piece by piece.
      this.#ack(key, 'error', 'paste_is_off');
      return;
    }
    const shownBefore = shownOn(screen(), text);
    keys.set(key, 'writing');
    const isBehindDraft =
      draftOn(screen(), this.#world.profile()) ?? standsOn(screen(), this.#draft);
    this.#last = {
      ...{ key, text, shownBefore, isBehindDraft },
      ...{ attempt: 0, mark: null, sentMs: 0, isTouched: false },
    };
    terminal.enter(text, isPaste, (outcome) => this.#wrote(key, outcome));
  }

  #wrote(key: string, outcome: EnterOutcome): void {
    const isWhole = outcome === 'taken';
    this.#world.keys.set(key, isWhole ? 'written' : 'partly');
    if (isWhole) this.#ack(key, 'accepted');
    else this.#ack(key, 'error', whyNot[outcome]);
    const again = this.#again.get(key) ?? 0;
    this.#again.delete(key);
    for (let each = 0; each < again; each += 1) {
      this.#ack(key, isWhole ? 'blocked_ghost_dedup' : 'error', isWhole ? undefined : 'repeated');
    }
  }

  /** Whoever ordered it has told its end: it is not carried out, and that is told of the same intent. */
  #isLate({ do: what, key, meta, within }: Write | Submit): boolean {
    const { voice, paneId, clock } = this.#world;
    if (!within || clock.monotonicMs() - within.sentAtMs < within.remainingMs) return false;
    const { seq } = meta;
    const reason = what === 'pane.write' ? 'write_too_late' : 'submit_too_late';
    const payload = { stage: 'pane', reason, droppedCount: 1, oldestSeq: seq, newestSeq: seq };
    voice.say({ is: 'pane.fact', paneId, type: 'event.dropped', payload, key, meta });
    return true;
  }

  #ack(key: string, status: WriteStatus, reason?: string): void {
    const { voice, paneId } = this.#world;
    const why = reason === undefined ? {} : { reason };
    voice.say({ is: 'pane.write.acked', key, paneId, status, ...why });
  }

  #tell(
    { key, meta }: { readonly key: string; readonly meta: KernelMeta },
    type: 'inject.deferred' | 'inject.resumed' | 'inject.dropped',
    payload: Readonly<Record<string, unknown>>,
  ): void {
    const { voice, paneId } = this.#world;
    voice.say({ is: 'pane.fact', paneId, type, payload, key, meta });
  }

  #lost(reason: string): void {
    const { voice, paneId } = this.#world;
    voice.say(lostOrder(paneId, reason));
  }
}

/** What a program says when it begins with what it was told: shells, and whoever wants to. */
const oscEvidence: Readonly<Record<string, string>> = {
  '133;C': 'osc_command_started',
  '7770;turn=started': 'osc_turn_started',
};

/** An order that could not be carried out, and has no answer of its own. */
export function lostOrder(paneId: string, reason: string, droppedCount = 1) {
  const payload = { stage: 'pane', reason, droppedCount, oldestSeq: 0, newestSeq: 0 };
  return { is: 'pane.fact', paneId, type: 'event.dropped', payload } as const;
}

/** What an order gets that is for a pane which is not there, or not any more. */
export function sayMissing(voice: PaneVoice, { do: what, key, paneId }: TerminalOrder): void {
  if (what === 'pane.write') {
    voice.say({ is: 'pane.write.acked', key, paneId, status: 'rejected_terminal_missing' });
  } else if (what === 'pane.restart') {
    voice.say({ is: 'pane.open.failed', key, paneId, reason: 'no_such_pane' });
  } else voice.say(lostOrder(paneId, 'no_such_pane'));
}
