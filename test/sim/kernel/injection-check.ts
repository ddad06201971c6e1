/**
 * Invariants 16 to 23, 25, 27, 28 and 42: who may write when, who waits, in which order, for how
 * long; against the model of each pane. Needs turns that nothing interrupts.
 *
 * @spec reliability invariants
 */
import type { Envelope } from '../../../embed/kernel.ts';
import type { House } from './house.ts';
import type { Life, Lives } from './lives.ts';
import { barring, type PaneModel, type Waiter } from './pane-model.ts';
import { expectedText } from './text-model.ts';
import type { Accuse, Checker, Turn } from './turn.ts';

export const queueMax = 64;
/** What may let those go on who wait: each is an edge of a gate, or frees the pane. */
const triggers =
  /^(?:injection\.ended|resize\.ended|focus\.released|compaction\.(?:ended|cooled)|safemode\.exited|(?:bridge|pty)\.restored|overlay\.closed|pane\.visibility\.changed|focus\.locked|compaction\.(?:suspected|started)|safemode\.entered|(?:bridge|pty)\.lost|recovery\.failed|injection\.began|resize\.began)$/;
/** Inputs that begin a turn, and so look at the deadlines first. */
const turning = new Set(['submit', 'report', 'ingest', 'answer', 'timer', 'safe-mode']);

export class InjectionCheck implements Checker {
  readonly #accuse: Accuse;
  readonly #house: House;
  readonly #lives: Lives;
  readonly #lastStarted = new Map<string, number>();
  /** What the turn's request should come to. */
  #expected: { readonly decision: string; readonly reasons: string } | null = null;

  constructor(accuse: Accuse, house: House, lives: Lives) {
    this.#accuse = accuse;
    this.#house = house;
    this.#lives = lives;
  }

  turn(turn: Turn): void {
    const { output, input } = turn.call;
    if (output && 'decision' in output && this.#expected) {
      const got = output.reasons.map(({ contractId }) => contractId).join(' ');
      const { decision, reasons } = this.#expected;
      if (got !== reasons) this.#accuse(19, `a verdict says [${got}], the gates [${reasons}]`);
      if (output.decision !== decision) {
        this.#accuse(18, `the verdict is ${output.decision}, the law says ${decision}`);
      }
    }
    this.#expected = null;
    if (!turning.has(input.ask)) return;
    for (const [id, pane] of this.#house.panes) this.#atRest(id, pane, turn);
  }

  end(): void {
    for (const [id, { queue }] of this.#house.panes) {
      if (queue.length > 0) this.#accuse(20, `${queue.length} still wait for pane ${id}`);
    }
  }

  event(event: Envelope, turn: Turn): void {
    const life = this.#lives.of(event);
    const pane = this.#house.of(event.paneId);
    if (!life || !pane) return;
    switch (event.type) {
      case 'inject.requested':
        this.#request(pane, life);
        return;
      case 'inject.deferred':
        this.#defer(pane, life, event, turn);
        return;
      case 'inject.queued':
      case 'queue.depth.changed':
        if (event.payload.depth !== pane.queue.length) {
          this.#accuse(25, `depth is told as ${event.payload.depth}, not ${pane.queue.length}`);
        }
        return;
      case 'inject.resumed':
        this.#resume(pane, life, event, turn);
        return;
      case 'inject.dropped':
        this.#drop(pane, life, event, turn);
        return;
      case 'daemon.write.requested':
        this.#write(pane, life);
        return;
      case 'verify.pass':
      case 'verify.false_positive':
        this.#verify(pane, event);
        return;
      case 'inject.transform.lossy':
        this.#lossy(life, event);
        return;
      case 'inject.verified':
      case 'inject.failed':
        this.#free(pane, life);
    }
  }

  #request(pane: PaneModel, life: Life): void {
    const { source, correlationId, critical, payload } = life;
    const gates = pane.closedGates({ source, correlationId, critical }, pane.queue.length);
    const bars = [...barring(gates, critical)];
    const throws = payload.cli === 'throws';
    if (throws) bars.push('sim-throws');
    const { driven } = this.#house.view;
    const isBlocked = throws || pane.isSecondSubmitter({ source, correlationId, critical });
    const { lost } = expectedText(payload);
    const isCut = driven && lost > 0 && payload.lossyPolicy !== 'allow';
    let decision = 'allowed';
    if (isBlocked) decision = 'blocked';
    else if (bars.length > 0) decision = pane.queue.length >= queueMax ? 'dropped' : 'deferred';
    else if (isCut) {
      // It has the pane until its text turns out to be cut.
      this.#start(pane, life);
      decision = 'blocked';
      bars.push('lossy-transform-needs-policy');
    }
    this.#expected = { decision, reasons: bars.join(' ') };
    if (!pane.requesters.has(correlationId)) pane.requesters.set(correlationId, source);
    if (decision === 'allowed') this.#start(pane, life);
  }

  /** It has the pane from now on. */
  #start(pane: PaneModel, life: Life): void {
    if (pane.active !== null) this.#accuse(17, `request ${life.number} starts within another`);
    pane.active = life.id;
    if (!this.#house.view.driven) this.#begin(pane, life);
  }

  #begin(pane: PaneModel, life: Life): void {
    pane.op = 'injection';
    if (life.critical) return;
    const last = this.#lastStarted.get(life.paneId) ?? -1;
    if (life.number < last) this.#accuse(16, `request ${life.number} was overtaken by ${last}`);
    this.#lastStarted.set(life.paneId, life.number);
  }

  #defer(pane: PaneModel, life: Life, event: Envelope, turn: Turn): void {
    const { payload } = event;
    if (pane.active === life.id) {
      this.#kept(pane, life, event);
      return;
    }
    const reasons = payload.reasons as readonly { readonly contractId: string }[];
    const told = reasons.map(({ contractId }) => contractId).join(' ');
    const expected = this.#expected?.reasons ?? '';
    if (told !== expected) this.#accuse(19, `deferred for [${told}], not for [${expected}]`);
    const [firstGate = ''] = expected.split(' ');
    if (payload.contractId !== firstGate) this.#accuse(19, `the first is ${payload.contractId}`);
    if (payload.remainingMs !== this.#house.view.ttlMs) this.#accuse(22, 'another time to live');
    const { id, critical, source, correlationId } = life;
    const deadlineMs = turn.atMs + this.#house.view.ttlMs;
    const waiter: Waiter = {
      ...{ id, critical, source, correlationId, deadlineMs, firstGate },
      sinceMs: turn.atMs,
    };
    pane.queue.push(waiter);
    life.deferredAtMs = turn.atMs;
    if (pane.queue.length > queueMax) this.#accuse(25, `${pane.queue.length} wait`);
  }

  /** The hands keep its text: their pane is down, or a gate has closed since. */
  #kept(pane: PaneModel, life: Life, { payload }: Envelope): void {
    if (life.critical) this.#accuse(18, 'the text of a recovery intent is kept');
    const isClosed: Readonly<Record<string, boolean>> = {
      'link-gate': true,
      'focus-lock-guard': pane.focusLocked,
      'safe-mode-gate': pane.safe,
      'compaction-gate': pane.compacting === 'confirmed',
    };
    const gate = String(payload.contractId);
    if (!isClosed[gate]) this.#accuse(19, `a text is kept for ${gate}, which is open`);
  }

  #resume(pane: PaneModel, life: Life, { payload }: Envelope, turn: Turn): void {
    if (pane.active === life.id) {
      if (!/^(?:pty\.up|explicit)$/.test(String(payload.trigger))) {
        this.#accuse(20, `a kept text goes on by ${payload.trigger}`);
      }
      return;
    }
    const waiter = pane.queue.find(({ id }) => id === life.id);
    if (!waiter) {
      this.#accuse(20, `request ${life.number} is resumed, and does not wait`);
      return;
    }
    const critical = pane.queue.find((one) => one.critical);
    if (waiter !== pane.queue[0] && waiter !== critical) {
      this.#accuse(16, `request ${life.number} is resumed before the first`);
    }
    if (!triggers.test(String(payload.trigger))) this.#accuse(20, `trigger ${payload.trigger}`);
    if (payload.waitedMs !== turn.atMs - waiter.sinceMs) this.#accuse(25, 'waited another time');
    if (turn.atMs >= waiter.deadlineMs) this.#accuse(22, 'resumed when its time was over');
    if (!pane.mayPass(waiter)) {
      this.#accuse(21, `resumed through ${pane.closedGates(waiter, 0).join(' ')}`);
    }
    pane.queue = pane.queue.filter((one) => one !== waiter);
    if (payload.depth !== pane.queue.length) this.#accuse(25, 'resumed with another depth');
    this.#start(pane, life);
  }

  #drop(pane: PaneModel, life: Life, { payload }: Envelope, turn: Turn): void {
    const waiter = pane.queue.find(({ id }) => id === life.id);
    this.#free(pane, life);
    const { reason } = payload;
    if (!waiter) {
      const expected = this.#expected?.decision === 'dropped' ? 'queue_full' : null;
      if (expected && reason !== expected) this.#accuse(25, `dropped as ${reason}`);
      if (reason === 'queue_full' && !expected) this.#accuse(25, 'queue_full below the bound');
      return;
    }
    pane.queue = pane.queue.filter((one) => one !== waiter);
    if (reason === 'kernel_stopped' && turn.call.input.ask === 'stop') return;
    if (turn.endMs < waiter.deadlineMs) this.#accuse(22, `dropped early as ${reason}`);
    const due = waiter.firstGate === 'compaction-gate' ? 'compaction_timeout' : 'ttl_expired';
    if (reason !== due) this.#accuse(22, `dropped as ${reason}, not as ${due}`);
  }

  #write(pane: PaneModel, life: Life): void {
    const { lost } = expectedText(life.payload);
    if (lost > 0 && !life.isLossTold) this.#accuse(28, `${lost} lost, and not a word of it`);
    if (pane.active !== life.id) this.#accuse(17, `a write of ${life.number} without its turn`);
    if (pane.op !== 'injection') this.#begin(pane, life);
    const { focusLocked, linked, compacting, safe } = pane;
    if (focusLocked) this.#accuse(18, 'a write while the user types');
    if (!linked) this.#accuse(18, 'a write over a lost link');
    if (life.critical) return;
    if (compacting === 'confirmed') this.#accuse(18, 'a write into a compaction');
    if (safe) this.#accuse(42, 'a write in safe mode');
  }

  #verify({ compacting }: PaneModel, { type }: Envelope): void {
    const risky = compacting === 'suspected' || compacting === 'confirmed';
    if (risky !== (type === 'verify.false_positive')) {
      this.#accuse(27, `${type} while compaction is ${compacting}`);
    }
  }

  #lossy(life: Life, { payload: told }: Envelope): void {
    life.isLossTold = true;
    const { lost } = expectedText(life.payload);
    if (told.lost !== lost) this.#accuse(28, `${told.lost} lost, in truth ${lost}`);
  }

  #free(pane: PaneModel, life: Life): void {
    if (pane.active !== life.id) return;
    pane.active = null;
    if (pane.op === 'injection') pane.op = 'none';
  }

  /** When a turn is over nobody waits whose time is over, nor anyone who might go. */
  #atRest(id: string, pane: PaneModel, turn: Turn): void {
    const overdue = pane.queue.find(({ deadlineMs }) => deadlineMs <= turn.atMs);
    if (overdue) this.#accuse(22, `one whose time is over still waits for pane ${id}`);
    if (pane.active !== null || pane.op !== 'none') return;
    const critical = pane.queue.find((one) => one.critical);
    const first = [pane.queue[0], critical].find((one) => one && pane.mayPass(one));
    if (first) this.#accuse(20, `pane ${id} is open, and nobody is resumed`);
  }
}
