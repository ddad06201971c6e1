/**
 * Invariants 1, 2, 11, 13 to 16, 22 to 24 over all lives of a head: ids are used once, nothing is
 * asked twice, a deadline stays where it was set, and the history that the last one leaves is
 * that of one kernel.
 *
 * @spec reliability invariants
 */
import type { Envelope, PaneOrder } from '../../../embed/kernel.ts';
import { isRemote } from '../kernel/envelope-check.ts';
import { isEnd } from '../kernel/lives.ts';
import type { Turn } from '../kernel/turn.ts';
import type { World } from '../kernel/world.ts';
import { faultsOf } from '../oracles.ts';

/** Rounding of clocks. */
const slackMs = 1.5;

interface Waiter {
  readonly deadlineMs: number;
  readonly paneId: string;
}

export class AfterlifeCheck {
  readonly #world: World;
  /** In which life each event came about, and when. */
  readonly #born = new Map<string, { readonly life: number; readonly atMs: number }>();
  readonly #texts = new Map<string, string>();
  /** Recovery intents, which overtake. */
  readonly #critical = new Set<string>();
  /** Orders that went out, and in which life. */
  readonly #orders = new Map<string, number>();
  #history: Envelope[] = [];
  #said = new Set<string>();
  readonly #requests = new Set<string>();
  #waiting = new Map<string, Waiter>();
  #life = 0;
  #isForgiven = false;
  #isUnknown = false;
  #hadSwitch = false;

  constructor(world: World) {
    this.#world = world;
  }

  /** An event was offered to the log. */
  wrote(eventId: string): void {
    if (this.#born.has(eventId)) return;
    this.#born.set(eventId, { life: this.#life, atMs: this.#world.clock.monotonicMs() });
  }

  textOf(eventId: string): string | null {
    return this.#texts.get(eventId) ?? null;
  }

  /** What was durable is no more: hands may be asked for what they did already. */
  forgive(): void {
    this.#isForgiven = true;
  }

  /** A head goes on from these events, or anew from none; null when nobody can tell from which. */
  reborn(relived: readonly Envelope[] | null, life: number): void {
    const history = relived ?? [];
    this.#life = life;
    this.#isUnknown = relived === null;
    this.#history = [...history];
    this.#said = new Set(history.map(({ eventId }) => eventId));
    this.#waiting = new Map();
    for (const event of history) {
      this.#wait(event, this.#born.get(event.eventId)?.atMs ?? this.#world.clock.monotonicMs());
    }
  }

  order(order: PaneOrder, life: number): void {
    const { key } = order;
    const attempt = order.do === 'pane.submit' ? ` ${order.attempt}` : '';
    const name = `${order.do}${attempt} ${key}`;
    const before = this.#orders.get(name);
    this.#orders.set(name, life);
    // What is dropped stays dropped, and whoever goes on cannot know whether that was heard.
    const isHarmless = order.do === 'pane.drop';
    if (before !== undefined && before < life && !this.#isForgiven && !isHarmless) {
      const which = order.do === 'pane.submit' ? 24 : 14;
      this.#world.accuse(which, `${order.do} was asked for in an earlier life`);
    }
    const text = this.#texts.get(key);
    if (order.do === 'pane.write' && text?.includes('CANARY') && !order.text.includes('CANARY')) {
      this.#world.accuse(14, 'other bytes than those of the intent are typed');
    }
  }

  /** What was asked, by a head that may have died of it. */
  asked(turn: Turn): void {
    for (const { input, output } of [turn.call, ...turn.nested]) {
      if (input.ask === 'telemetry') this.#hadSwitch = true;
      if (input.ask !== 'submit' || !output || !('decision' in output) || !output.event) continue;
      const { critical, payload } = input.intent;
      const { eventId } = output.event;
      if (typeof payload?.body === 'string') this.#texts.set(eventId, payload.body);
      if (critical === true) this.#critical.add(eventId);
    }
  }

  turn(turn: Turn): void {
    this.asked(turn);
    const nowMs = turn.endMs;
    for (const event of turn.events) {
      this.#identify(event);
      this.#judge(event, turn);
      this.#history.push(event);
      this.#wait(event, turn.atMs);
    }
    const isFirst = turn.call.input.ask === 'begin';
    if (isFirst) this.#underWay(turn);
    const lateMs = 2 * this.#world.lateMaxMs + slackMs;
    // Whoever goes on lets go at once of what expired while nobody lived.
    for (const [id, { deadlineMs, paneId }] of this.#waiting) {
      const dueMs = Math.max(deadlineMs, isFirst ? 0 : this.#world.clock.wokeAtMs) + lateMs;
      if (nowMs <= dueMs) continue;
      this.#world.accuse(22, `${id} on ${paneId} still waits at ${nowMs}, due ${deadlineMs}`);
      this.#waiting.delete(id);
    }
  }

  /** What the hands may have been at is over: nobody knows how far it was. */
  #underWay({ events }: Turn): void {
    const { kernel, panes, driven } = this.#world;
    const begun = events
      .filter(({ type }) => type === 'inject.resumed')
      .map((it) => it.causationId);
    for (const pane of driven ? panes : []) {
      const { active } = kernel.explain(pane);
      if (!active || begun.includes(active.eventId)) continue;
      this.#world.accuse(14, `what was under way on ${pane} goes on in another life`);
    }
  }

  end(deaths: number): void {
    if (this.#world.isNested || this.#isUnknown) return;
    this.#numbers();
    if (!this.#world.driven && deaths > 0) return;
    const ours = this.#history.filter(({ source }) => !isRemote(source));
    for (const fault of faultsOf(ours.map((event) => this.#shown(event)))) {
      const [, number = '0', what = fault] = /^\((\d+)\) (.*)$/.exec(fault) ?? [];
      if (number !== '2') this.#world.accuse(Number(number), what);
    }
    for (const { eventId, type } of this.#history) {
      if (type === 'inject.requested' && this.#world.terminals.applied(eventId) > 1) {
        this.#world.accuse(14, `${eventId} was applied twice`);
      }
    }
    this.#ends();
  }

  /** The log does not show who was in a hurry. */
  #shown(event: Envelope): Envelope {
    if (!this.#critical.has(event.eventId)) return event;
    return { ...event, payload: { ...event.payload, critical: true } };
  }

  /** 15: what is over is in the terminal or it is not, as it was said. */
  #ends(): void {
    if (this.#isForgiven) return;
    for (const { type, causationId, payload } of this.#history) {
      const key = type === 'inject.dropped' ? causationId : payload.key;
      if (!isEnd(type) || typeof key !== 'string') continue;
      const applied = this.#world.terminals.applied(key);
      if (type === 'inject.dropped' && applied > 0) this.#world.accuse(15, 'dropped, but applied');
      if (type === 'inject.verified' && applied === 0) this.#world.accuse(15, 'verified, no bytes');
    }
  }

  /** 2: one number after the other; Lane B may have lost some, or been off. */
  #numbers(): void {
    const mayLack =
      this.#hadSwitch ||
      this.#history.some(
        ({ type, payload }) => type === 'event.dropped' && payload.stage === 'lane-b',
      );
    const last = new Map<string, number>();
    for (const { source, seq, type } of this.#history) {
      if (isRemote(source)) continue;
      const before = last.get(source) ?? 0;
      last.set(source, seq);
      if (seq !== before + 1 && !(mayLack && seq > before)) {
        this.#world.accuse(2, `${source} says ${seq} after ${before} (${type})`);
        return;
      }
    }
  }

  #identify({ eventId, type, source }: Envelope): void {
    if (isRemote(source)) return;
    const born = this.#born.get(eventId);
    if (!born) this.wrote(eventId);
    if (this.#said.has(eventId) || (born && born.life !== this.#life)) {
      this.#world.accuse(1, `${type} has an eventId of an earlier life`);
    }
    this.#said.add(eventId);
  }

  #judge({ type, causationId, payload }: Envelope, { atMs, dueMs }: Turn): void {
    const waiter = causationId === null ? undefined : this.#waiting.get(causationId);
    if (!waiter) return;
    const { deadlineMs } = waiter;
    if (type === 'inject.resumed' && Math.min(atMs, dueMs) > deadlineMs + slackMs) {
      this.#world.accuse(23, `resumed ${atMs - deadlineMs} ms after its deadline`);
    }
    const isExpiry = payload.reason === 'ttl_expired' || payload.reason === 'compaction_timeout';
    if (type === 'inject.dropped' && isExpiry && atMs < deadlineMs - slackMs) {
      this.#world.accuse(22, `expired ${deadlineMs - atMs} ms before its deadline`);
    }
  }

  /** Those that wait in the kernel; of a text that the hands keep the cause is the order to write it. */
  #wait({ type, eventId, causationId, payload, paneId }: Envelope, atMs: number): void {
    if (type === 'inject.requested') this.#requests.add(eventId);
    if (causationId === null || !this.#requests.has(causationId)) return;
    if (type === 'inject.deferred') {
      const deadlineMs = atMs + Number(payload.remainingMs);
      this.#waiting.set(causationId, { deadlineMs, paneId });
    } else if (type === 'inject.resumed' || isEnd(type)) this.#waiting.delete(causationId);
  }
}
