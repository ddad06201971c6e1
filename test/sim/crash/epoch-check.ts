/**
 * Invariants 32, 33 and 43 at the hands' port: only the present epoch is believed, each number
 * once; what never came is told; after a heartbeat the links are what the hands say they are; and
 * hands that are silent are gone.
 *
 * @spec reliability invariants
 */
import type { HandsMessage, HandsWord } from '../../../machines/hands/pane-messages.ts';
import type { Turn } from '../kernel/turn.ts';
import type { World } from '../kernel/world.ts';

const silenceMs = 3_000;
const slackMs = 5;

/** What a head knows of its hands. */
interface Known {
  readonly epoch: number;
  readonly seq: number;
  /** When they last spoke of themselves. */
  readonly wordMs: number | null;
}

const nothing: Known = { epoch: 0, seq: 0, wordMs: null };

interface Expected {
  readonly known: Known;
  /** How a loss is told; null when nothing is lost. */
  readonly reason: 'old_epoch' | 'duplicate' | 'gap' | null;
  readonly from: number;
  readonly to: number;
}

export class EpochCheck {
  readonly #world: World;
  #known = nothing;
  /** The same after so many inputs. */
  #then = new Map<number, Known>();

  /** Whether the log refuses, for which it is asked each time. */
  readonly #isRefused: () => boolean;

  constructor(world: World, isRefused: () => boolean) {
    this.#world = world;
    this.#isRefused = isRefused;
  }

  turn(turn: Turn, inputs: number): void {
    const message = messageOf(turn);
    if (message) {
      const expected = expect(this.#known, message, turn.atMs);
      this.#told(turn, expected);
      const isBelieved = expected.known !== this.#known;
      if (isBelieved && message.is === 'hands.heartbeat') this.#level(message);
    }
    this.remember(turn, inputs);
    this.#silence(turn);
  }

  /** What it would know, had it lived. */
  remember(turn: Turn, inputs: number): void {
    const message = messageOf(turn);
    if (message) this.#known = expect(this.#known, message, turn.atMs).known;
    // A log that takes no more counts no more: what it took last is what it knows.
    if (!this.#isRefused() || !this.#then.has(inputs)) this.#then.set(inputs, this.#known);
  }

  /** A head that goes on knows what was durable. */
  reborn(inputs: number): void {
    const before = [...this.#then].filter(([count]) => count <= inputs);
    this.#then = new Map(before);
    const last = before.reduce((most, one) => (one[0] > most[0] ? one : most), [-1, nothing]);
    this.#known = (last as [number, Known])[1];
  }

  #told(turn: Turn, { reason, from, to }: Expected): void {
    const { accuse } = this.#world;
    const told = turn.events.filter(
      ({ type, payload }) =>
        type === 'event.dropped' &&
        payload.stage === 'hands' &&
        /^(?:old_epoch|duplicate|gap)$/.test(String(payload.reason)),
    );
    const [one] = told;
    if (reason === null) {
      if (one) accuse(43, `${one.payload.reason} is told of a word that is in order`);
      return;
    }
    if (told.length !== 1 || one?.payload.reason !== reason) {
      accuse(43, `${reason} is told as ${one ? one.payload.reason : 'nothing'}`);
      return;
    }
    if (reason === 'gap') {
      const { oldestSeq, newestSeq, droppedCount } = one.payload;
      const isTrue = oldestSeq === from && newestSeq === to && droppedCount === to - from + 1;
      if (!isTrue) accuse(44, `lost were ${from} to ${to}, told ${oldestSeq} to ${newestSeq}`);
    } else if (turn.events.length > 1 && turn.nested.length === 0) {
      accuse(43, `something comes of a word that is ${reason}: ${turn.events[1]?.type}`);
    }
  }

  #level({ panes }: Extract<HandsWord, { readonly is: 'hands.heartbeat' }>): void {
    const { accuse, kernel, isNested } = this.#world;
    if (isNested) return;
    for (const [paneId, level] of Object.entries(panes)) {
      const { activity, connectivity } = kernel.state(paneId);
      if (connectivity.pty !== level) accuse(33, `${paneId} is ${level}, not ${connectivity.pty}`);
      if (connectivity.bridge !== 'up') accuse(33, 'the bridge is down after a heartbeat');
      if (level === 'down' && activity !== 'recovering' && activity !== 'error') {
        accuse(32, `${paneId} is down and ${activity}`);
      }
    }
  }

  #silence({ endMs }: Turn): void {
    const { clock, lateMaxMs, kernel, panes, isNested } = this.#world;
    const { wordMs } = this.#known;
    if (wordMs === null || isNested) return;
    const dueMs = Math.max(wordMs + silenceMs, clock.wokeAtMs) + lateMaxMs + slackMs;
    if (endMs <= dueMs) return;
    for (const pane of panes) {
      if (kernel.state(pane).connectivity.bridge === 'down') continue;
      this.#world.accuse(33, `the hands are silent since ${wordMs}, and the bridge is up`);
    }
  }
}

function messageOf({ call: { input } }: Turn): HandsMessage | null {
  return input.ask === 'answer' && input.answer.epoch !== undefined ? input.answer : null;
}

/** What the law makes of a word, given what is known. */
function expect(known: Known, message: HandsMessage, atMs: number): Expected {
  const epoch = message.epoch ?? 0;
  const none = { reason: null, from: 0, to: 0 };
  if (epoch < known.epoch) return { ...none, known, reason: 'old_epoch' };
  const isNew = epoch > known.epoch;
  const heard = isNew ? 0 : known.seq;
  if (message.is === 'hands.disconnected') return { ...none, known };
  if (message.is === 'hands.connected' || message.is === 'hands.heartbeat') {
    const sent = message.is === 'hands.connected' ? message.lastSeq : message.highWaterSeq;
    const next = { epoch, seq: Math.max(heard, sent), wordMs: atMs };
    // What was said before anyone heard of the epoch was said to nobody.
    if (isNew || sent <= heard) return { ...none, known: next };
    return { known: next, reason: 'gap', from: heard + 1, to: sent };
  }
  const seq = message.seq ?? 0;
  if (seq <= heard) return { ...none, known, reason: 'duplicate' };
  const next = { epoch, seq, wordMs: isNew ? null : known.wordMs };
  if (seq === heard + 1) return { ...none, known: next };
  return { known: next, reason: 'gap', from: heard + 1, to: seq - 1 };
}
