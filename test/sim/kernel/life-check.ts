/**
 * Invariants 11 to 15, 17, 24 and 26: each injection from its request to its one end, as the log,
 * the orders and the terminals tell it.
 *
 * @spec reliability invariants
 */
import type { Envelope } from '../../../embed/kernel.ts';
import { isEnd, isOfLife, type Life, type Lives } from './lives.ts';
import type { Accuse, Checker, Turn, View } from './turn.ts';

/** Submit keys pressed, and writes asked after a refusal, at most. */
const attemptsMax = 3;
/** Observed without a word: 60 s. Driven: three writes of 10 s, then three submits and verifications. */
const activeMaxMs = 62_500;
/** Of a text that the hands keep, and do not say what became of. */
const keptMaxMs = 55_000;
const slackMs = 1_000;

export class LifeCheck implements Checker {
  readonly #accuse: Accuse;
  readonly #view: View;
  readonly #lives: Lives;
  readonly #orders = new Map<string, number>();
  readonly #active = new Map<string, Life>();

  constructor(accuse: Accuse, view: View, lives: Lives) {
    this.#accuse = accuse;
    this.#view = view;
    this.#lives = lives;
  }

  turn(turn: Turn): void {
    for (const event of turn.events) {
      if (event.type === 'inject.requested') {
        const payload = { ...event.payload, ...askedOf(turn, event) };
        this.#lives.begin(event, turn.atMs, payload);
      }
      const life = this.#lives.of(event);
      if (life) this.#step(life, event, turn.atMs);
    }
    for (const order of turn.orders) {
      if (order.do !== 'pane.write') continue;
      const asked = (this.#orders.get(order.key) ?? 0) + 1;
      this.#orders.set(order.key, asked);
      const life = this.#lives.get(order.key);
      if (!life) this.#accuse(24, 'a write has a key that is no request');
      else if (asked > 1 + life.refusals) this.#accuse(14, 'the text was asked for again');
    }
  }

  end(): void {
    for (const life of this.#lives.all()) {
      if (!life.end) {
        this.#accuse(11, `request ${life.number} has no end`);
        continue;
      }
      const applied = this.#view.applied(life.id);
      if (applied > 1) this.#accuse(14, `request ${life.number} was applied ${applied} times`);
      const { type } = life.end;
      if (type === 'inject.verified' && applied === 0) this.#accuse(15, 'verified, not applied');
      if (type === 'inject.dropped' && applied > 0) this.#accuse(15, 'dropped, but applied');
      this.#duration(life);
    }
  }

  #duration(life: Life): void {
    const { atMs, endedAtMs, number } = life;
    // Without hands whoever was not held back began at once.
    const startedAtMs = life.startedAtMs ?? (life.deferredAtMs === null ? atMs : null);
    const late = 8 * this.#view.lateMaxMs + this.#view.sleptMs() + slackMs;
    const waited = (startedAtMs ?? endedAtMs) - atMs;
    if (waited > this.#view.ttlMs + late) this.#accuse(12, `request ${number} waited ${waited} ms`);
    const took = endedAtMs - (startedAtMs ?? endedAtMs);
    const maxMs = activeMaxMs + (life.isKept ? keptMaxMs : 0);
    if (took > maxMs + late) this.#accuse(12, `request ${number} took ${took} ms`);
  }

  #step(life: Life, event: Envelope, atMs: number): void {
    const { type, payload } = event;
    if (!isOfLife(type) || !/^(?:injection\.js|daemon|kernel)$/.test(event.source)) return;
    if (life.end) {
      const which = isEnd(type) ? 11 : 13;
      this.#accuse(which, `${type} follows ${life.end.type} of request ${life.number}`);
      return;
    }
    if (payload.key !== undefined && payload.key !== life.id && this.#view.driven) {
      this.#accuse(24, `${type} carries another key`);
    }
    if (type === 'daemon.write.requested') this.#write(life, atMs);
    if (type === 'daemon.write.ack' && String(payload.status).startsWith('rejected')) {
      life.refusals += 1;
    }
    if (type === 'inject.deferred' && life.writes > 0) life.isKept = true;
    else if (type === 'inject.deferred') life.deferredAtMs = atMs;
    // What the hands kept began when its write was asked for.
    if (type === 'inject.resumed' && life.writes === 0) life.startedAtMs = atMs;
    if (type === 'inject.applied') this.#applied(life);
    if (type.startsWith('inject.submit.')) this.#submit(life, event);
    if (type === 'inject.retry' && Number(payload.attempt) > attemptsMax) {
      this.#accuse(24, `attempt ${payload.attempt}`);
    }
    if (!isEnd(type)) return;
    life.end = event;
    life.endedAtMs = atMs;
    if (this.#active.get(life.paneId) === life) this.#active.delete(life.paneId);
    if (type === 'inject.verified' && life.applied === 0 && this.#view.driven) {
      this.#accuse(15, 'verified before it was applied');
    }
  }

  #write(life: Life, atMs: number): void {
    const other = this.#active.get(life.paneId);
    if (other && other !== life) this.#accuse(17, `a write of ${life.number} within another`);
    this.#active.set(life.paneId, life);
    life.startedAtMs ??= atMs;
    life.writes += 1;
    if (life.writes > attemptsMax) this.#accuse(24, `${life.writes} writes`);
    if (life.writes > 1 + life.refusals) this.#accuse(14, 'written again though nobody refused');
    if (life.applied > 0) this.#accuse(14, 'written again though it was applied');
  }

  #applied(life: Life): void {
    life.applied += 1;
    if (life.applied > 1) this.#accuse(14, 'applied twice');
    if (this.#view.driven && this.#view.applied(life.id) === 0) {
      this.#accuse(15, 'said to be applied, and is not in the terminal');
    }
  }

  #submit(life: Life, { type, payload }: Envelope): void {
    if (!this.#view.driven) return;
    if (type === 'inject.submit.requested') {
      life.submitsAsked += 1;
      if (life.submitsAsked > attemptsMax) this.#accuse(24, `${life.submitsAsked} submit keys`);
      if (payload.attempt !== life.submitsAsked) this.#accuse(24, 'attempts are not counted');
    } else {
      life.submitsSent += 1;
      if (life.submitsSent > life.submitsAsked) this.#accuse(26, 'sent more often than asked');
      if (payload.attempt !== life.submitsAsked) this.#accuse(26, 'sent for another attempt');
      const isPressed = this.#view.pressed(life.id, life.submitsAsked);
      if (!isPressed) this.#accuse(26, 'said to be sent, and no key was pressed');
    }
    if (life.applied === 0) this.#accuse(26, `${type} before the text was applied`);
  }
}

/** What was asked when this request was recorded: the log has it redacted. */
function askedOf(turn: Turn, event: Envelope): Readonly<Record<string, unknown>> {
  for (const { input, output } of [turn.call, ...turn.nested]) {
    if (input.ask !== 'submit' || !output || !('decision' in output)) continue;
    if (output.event?.eventId !== event.eventId) continue;
    const critical = input.intent.critical === true || input.intent.payload?.critical === true;
    return { ...input.intent.payload, critical };
  }
  return {};
}
