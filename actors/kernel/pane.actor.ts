/**
 * One pane alive: its ledger, its desks, its two links, and what lies over it. Intents are judged
 * here, facts move the vector, and every open gate lets those go on who waited for it.
 *
 * @spec kernel 4 4.2
 */
import type { PaneAnswer } from '../../machines/hands/pane-messages.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { PaneFacts } from '../../machines/kernel/evidence.ts';
import type { Verdict } from '../../machines/kernel/verdict.ts';
import { type Judgement, reasonsOf } from './door.ts';
import { FocusDesk } from './focus-desk.ts';
import type { Ground } from './ground.ts';
import { InjectionDesk } from './injection-desk.ts';
import { Ledger } from './ledger.ts';
import { Links } from './links.ts';
import { ResizeDesk } from './resize-desk.ts';
import { type Cause, causeOf } from './voice.ts';

/** Dialogs that may lie over one pane at once. */
const overlaysMax = 64;
/** Rounds of letting go on; each opens nothing new unless something ended at once. */
const roundsMax = 1_000;
export class Pane {
  readonly id: string;
  readonly #ground: Ground;
  readonly ledger: Ledger;
  readonly injections: InjectionDesk;
  readonly focus: FocusDesk;
  readonly #resizes: ResizeDesk;
  readonly #links: Links;
  readonly #overlays = new Set<string>();
  visible = true;
  /** Whether its program takes a paste as one; null as long as nobody said. */
  bracketedPaste: boolean | null = null;
  #confidence: number | undefined;

  constructor(ground: Ground, id: string) {
    this.id = id;
    this.#ground = ground;
    this.ledger = new Ledger(ground.voice, id, ground);
    this.focus = new FocusDesk(ground, this.ledger, id);
    this.#resizes = new ResizeDesk(ground, this.ledger, id);
    this.#links = new Links(ground, this.ledger);
    this.injections = new InjectionDesk({
      ground,
      ledger: this.ledger,
      paneId: id,
      judge: (event, critical, waiting) => this.judge(event, critical, waiting),
      confidence: () => this.#confidence,
      pastes: () => this.bracketedPaste,
    });
  }

  get overlayOpen(): boolean {
    return this.#overlays.size > 0;
  }

  /** What every contract says of the event now; tells nothing. */
  judge(event: Envelope, critical = false, waiting = this.injections.queue.length): Judgement {
    const facts = this.#facts(event, waiting, true);
    return this.#ground.door.evaluate(event, this.ledger.vector, facts, critical);
  }

  /** The same of an injection that nobody asks for: it leaves no trace. */
  imagine(event: Envelope): Judgement {
    const facts = this.#facts(event, this.injections.queue.length, true);
    return this.#ground.door.consider(event, this.ledger.vector, facts);
  }

  submit(full: Envelope, critical: boolean): Verdict {
    const { voice } = this.#ground;
    switch (full.type) {
      case 'inject.requested': {
        const told = voice.publish(full);
        return verdictOf(this.injections.request(full, critical), told);
      }
      case 'resize.requested':
        return this.#submitResize(full, critical);
      case 'resize.started':
        return this.#submitFit(full);
      case 'focus.arbitration.requested':
        return this.#submitClaim(full);
      default:
        return this.#submitOther(full, critical);
    }
  }

  /** A fact; what was said of it. */
  report(full: Envelope): Envelope {
    const { door } = this.#ground;
    if (!door.governs(full.type)) return this.#take(full);
    const facts = this.#facts(full, this.injections.queue.length, false);
    const judgement = door.evaluate(full, this.ledger.vector, facts);
    const told = this.#take(full);
    if (told.type !== full.type) return told;
    door.audit(judgement, full.type, this.id, causeOf(told));
    return told;
  }

  /** A fact that was told already: of all panes, or of the other side. */
  heard(told: Envelope): void {
    if (told.type.startsWith('focus.') || told.type.startsWith('typing.')) this.focus.heard(told);
    else if (told.type.startsWith('inject.')) this.injections.heard(told);
    else this.#fold(told);
  }

  answer(answer: PaneAnswer): void {
    if (answer.is !== 'pane.resized') {
      this.injections.answer(answer);
      return;
    }
    const { cols, rows, key } = answer;
    const { voice } = this.#ground;
    const cause = this.#resizes.awaits(key);
    if (!cause) {
      this.injections.sayNotAwaited();
      return;
    }
    const ack = voice.say('pty.resize.ack', this.id, { cols, rows }, cause, 'daemon');
    const done = voice.say('resize.completed', this.id, { cols, rows }, causeOf(ack));
    this.#resizes.ended(done);
  }

  safeMode(on: boolean, cause: Cause): void {
    this.ledger.move(on ? 'safemode.entered' : 'safemode.exited', cause);
  }

  /** Until when deadlines count as passed; until now by default, and never beyond. */
  expire(untilMs?: number): void {
    this.injections.expire(untilMs);
  }

  /** Whoever waited for what has changed goes on, resizes first: they are short. */
  settle(): void {
    for (let round = 0; this.ledger.edge !== null; round += 1) {
      if (round > roundsMax) throw new Error('Expected the pane to rest, got an endless loop.');
      const trigger = this.ledger.edge;
      this.ledger.edge = null;
      this.#resizes.settle(trigger, (wish) => this.judge(wish).decision === 'allowed');
      this.injections.settle(trigger);
    }
  }

  /** Nothing is done here any more; whoever waits is dropped for that reason. */
  stop(reason: 'kernel_stopped' | 'pane_closed'): void {
    this.injections.stop(reason);
    this.focus.stop();
    this.#resizes.stop();
    this.#links.stop();
    this.ledger.stop();
  }

  #submitResize(full: Envelope, critical: boolean): Verdict {
    const judgement = this.judge(full, critical);
    const told = this.#ground.voice.publish(full);
    this.#ground.door.announce(judgement, full.type, this.id, causeOf(told));
    if (judgement.decision === 'skipped') this.#sayFitSkipped(judgement, causeOf(told));
    this.#resizes.wish(full, judgement.decision);
    // One that waited for hands that did not answer goes with the new one.
    if (judgement.decision === 'allowed' && this.#resizes.waiting) this.#touch(full.type);
    return verdictOf(judgement, told);
  }

  /** A fit that may not be is not said to have begun; its size is kept for later. */
  #submitFit(full: Envelope): Verdict {
    const judgement = this.judge(full);
    if (judgement.decision === 'allowed') {
      const told = this.#take(full);
      this.#ground.door.announce(judgement, full.type, this.id, causeOf(told));
      return verdictOf(judgement, told);
    }
    const cause = { eventId: full.causationId, correlationId: full.correlationId };
    this.#ground.door.announce(judgement, full.type, this.id, cause);
    const told = this.#sayFitSkipped(judgement, cause);
    // The size of the fit that was not, followed from by what was told instead.
    const wish = { ...full, type: 'resize.requested', eventId: told.eventId };
    this.#resizes.wish(wish, judgement.decision);
    return verdictOf(judgement, told);
  }

  #submitClaim(full: Envelope): Verdict {
    const judgement = this.judge(full);
    const told = this.#ground.voice.publish(full);
    this.#ground.door.announce(judgement, full.type, this.id, causeOf(told));
    // The arbiter tells the outcome, whatever it is: a steal that is blocked is told as such.
    this.focus.claim(told);
    const won = this.focus.holder === (full.payload.owner ?? 'user');
    const decision = judgement.decision === 'allowed' && !won ? 'dropped' : judgement.decision;
    return verdictOf({ ...judgement, decision }, told);
  }

  /** Only injections and resizes wait here; for anything else not now is no. */
  #submitOther(full: Envelope, critical: boolean): Verdict {
    const judgement = this.judge(full, critical);
    const allowed = judgement.decision === 'allowed';
    const told = allowed ? this.#take(full) : this.#ground.voice.publish(full);
    this.#ground.door.announce(judgement, full.type, this.id, causeOf(told));
    const decision = judgement.decision === 'deferred' ? 'blocked' : judgement.decision;
    return verdictOf({ ...judgement, decision }, told);
  }

  #sayFitSkipped({ failed }: Judgement, cause: Cause): Envelope {
    const why = failed.find(({ action }) => action === 'skip') ?? failed[0];
    const detail = why && this.#ground.door.tellable(why);
    const reason = typeof detail === 'string' ? detail : (why?.contractId ?? 'unknown');
    const reasons = failed.map((one) => this.#ground.door.reason(one));
    return this.#ground.voice.say('fit.skipped', this.id, { reason, reasons }, cause);
  }

  /** Says a fact and lets it move what it moves. */
  #take(full: Envelope): Envelope {
    const { type } = full;
    if (type.startsWith('focus.') || type.startsWith('typing.')) return this.focus.hear(full);
    if (type.startsWith('inject.') || type.startsWith('verify.')) {
      const told = this.injections.hear(full);
      if (told.type === 'inject.submit.requested') {
        this.injections.operations.submits(told.correlationId, told.source);
      }
      return told;
    }
    const told = this.#ground.voice.publish(full);
    this.#fold(told);
    return told;
  }

  #fold(told: Envelope): void {
    const { type, payload } = told;
    const cause = causeOf(told);
    switch (type) {
      case 'overlay.opened':
        if (this.#overlays.size < overlaysMax) this.#overlays.add(String(payload.overlay ?? ''));
        return;
      case 'overlay.closed':
        this.#overlays.delete(String(payload.overlay ?? ''));
        if (payload.overlay === undefined) this.#overlays.clear();
        this.#touch(type);
        return;
      case 'pane.visibility.changed':
        this.visible = payload.visible !== false;
        this.#touch(type);
        return;
      case 'cli.compaction.suspected':
      case 'cli.compaction.started':
        if (typeof payload.confidence === 'number') this.#confidence = payload.confidence;
        this.ledger.move(
          `compaction.${type === 'cli.compaction.started' ? 'started' : 'suspected'}`,
          cause,
        );
        return;
      case 'cli.compaction.ended':
        this.ledger.move('compaction.ended', cause);
        return;
      case 'pty.down':
        this.#links.hear(told);
        this.injections.lost();
        this.#endCompaction(cause);
        return;
      case 'resize.started':
        this.#resizes.started(told);
        return;
      case 'resize.completed':
      case 'fit.skipped':
        this.#resizes.ended(told);
        return;
      default:
        this.#links.hear(told);
    }
  }

  #touch(trigger: string): void {
    this.ledger.edge ??= trigger;
  }

  /** Whoever compacted is no longer there, and its successor begins anew. */
  #endCompaction(cause: Cause): void {
    if (!/suspected|confirmed/.test(this.ledger.vector.gates.compacting)) return;
    const { voice } = this.#ground;
    this.#fold(voice.say('cli.compaction.ended', this.id, { endReason: 'program_ended' }, cause));
  }

  #facts(event: Envelope, waiting: number, isIntent: boolean): PaneFacts {
    const { operations } = this.injections;
    const { type, correlationId } = event;
    const requester = isIntent ? operations.requesterOf(correlationId) : null;
    const submitter = operations.submitterOf(correlationId) ?? requester;
    return {
      overlayOpen: this.overlayOpen,
      visible: this.visible,
      focusHolder: this.focus.holder,
      injecting: this.injections.active !== null,
      waiting,
      submitter: type === 'inject.requested' ? requester : submitter,
    };
  }
}

function verdictOf({ decision, failed }: Judgement, event: Envelope): Verdict {
  return { decision, reasons: reasonsOf(failed), event };
}
