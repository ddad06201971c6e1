/**
 * Invariants 1 to 10 and 44 to 46: what every envelope must be, in whatever order things happened.
 *
 * @spec reliability invariants
 */
import type { Envelope } from '../../../embed/kernel.ts';
import { keysOfType } from './taxonomy.ts';
import type { Accuse, Call, Checker, Turn, View } from './turn.ts';

/** Sources of the other side: what they lost on the way may be missing here. */
export const isRemote = (source: string): boolean => source.startsWith('remote');
/** Every secret that the simulator types begins so. */
export const canary = 'CANARY';

/** Lane B: delivered when nothing else waits, so an event may come before it in the log. */
const isLaneB = (type: string): boolean =>
  type === 'contract.checked' || type === 'pty.data.received' || type === 'ui.longtask.detected';

export class EnvelopeCheck implements Checker {
  readonly #accuse: Accuse;
  readonly #view: View;
  readonly #seen = new Map<string, Envelope>();
  readonly #texts = new Map<Envelope, string>();
  readonly #seqs = new Map<string, number>();
  readonly #correlations = new Set<string>();
  /** Numbers that were told as lost, per source of Lane B. */
  #lostB = 0;
  /** What Lane B said while it was off, as source and number. */
  readonly #withheld = new Set<string>();
  #lastMs = 0;

  constructor(accuse: Accuse, view: View) {
    this.#accuse = accuse;
    this.#view = view;
  }

  turn(turn: Turn): void {
    if (turn.atMs < this.#lastMs) this.#accuse(7, 'monotonic time went back');
    this.#lastMs = turn.atMs;
    const calls = [turn.call, ...turn.nested];
    for (const call of calls) this.#withhold(call);
    const given = new Set(calls.flatMap(correlationOf));
    for (const [at, event] of turn.events.entries()) {
      this.#event(event, turn, given);
      this.#texts.set(event, turn.texts[at] ?? '');
    }
    for (const { correlationId } of turn.events) this.#correlations.add(correlationId);
    this.#lengths(turn, calls);
  }

  end(): void {
    if (this.#lostB !== 0) this.#accuse(44, `${this.#lostB} more told as lost than were`);
    for (const [event, text] of this.#texts) {
      if (JSON.stringify(event) !== text) this.#accuse(10, `${event.type} was changed afterwards`);
    }
  }

  #event(event: Envelope, turn: Turn, given: ReadonlySet<string>): void {
    const { eventId, type } = event;
    if (this.#seen.has(eventId)) this.#accuse(1, `${type} has an eventId that was used`);
    this.#number(event);
    this.#cause(event, given);
    const isOff = event.ts < turn.wallMs || event.ts > turn.wallEndMs;
    if (!isRemote(event.source) && isOff) {
      this.#accuse(7, `${type} is stamped ${event.ts - turn.wallMs} ms off the wall clock`);
    }
    this.#payload(event);
    this.#seen.set(eventId, event);
  }

  #number({ source, seq, type, payload }: Envelope): void {
    if (type === 'event.dropped' && payload.stage === 'lane-b') {
      this.#lostB += Number(payload.droppedCount);
    }
    const last = this.#seqs.get(source) ?? 0;
    this.#seqs.set(source, Math.max(seq, last));
    if (isRemote(source)) {
      if (seq <= last) this.#accuse(43, `${source} ${seq} was delivered after ${last}`);
      return;
    }
    let next = last + 1;
    while (this.#withheld.has(`${source} ${next}`)) next += 1;
    if (seq === next) return;
    // Lane B keeps the newest: a hole is allowed when it was told.
    if (isLaneB(type) && seq > last && seq - last - 1 <= this.#lostB) {
      this.#lostB -= seq - last - 1;
      return;
    }
    this.#accuse(2, `${source} says ${seq} after ${last} (${type})`);
  }

  #withhold({ input, output }: Call): void {
    if (input.ask !== 'report' || !isLaneB(input.fact.type) || this.#view.telemetry()) return;
    if (output && 'eventId' in output) this.#withheld.add(`${output.source} ${output.seq}`);
  }

  #cause(event: Envelope, given: ReadonlySet<string>): void {
    const { causationId, correlationId, type } = event;
    if (causationId === null) {
      const isNew = !this.#correlations.has(correlationId);
      if (!isNew && !given.has(correlationId) && !isRemote(event.source)) {
        this.#accuse(5, `${type} is a root in an operation that was there`);
      }
      return;
    }
    const cause = this.#seen.get(causationId);
    if (!cause) {
      if (!isRemote(event.source)) this.#accuse(3, `${type} comes before its cause`);
    } else if (cause.correlationId !== correlationId) {
      this.#accuse(4, `${type} left the operation of ${cause.type}`);
    }
  }

  #payload(event: Envelope): void {
    const { type, payload } = event;
    const keys = keysOfType(type);
    if (!keys) this.#accuse(9, `${type} is not in the taxonomy`);
    const odd = Object.keys(payload).filter((key) => keys && !keys.includes(key));
    const isOurs = !odd.every((key) => key.startsWith('odd'));
    if (isOurs) this.#accuse(9, `${type} has a key ${odd.join(', ')}`);
    if (this.#view.devMode()) return;
    if (JSON.stringify(payload).includes(canary)) this.#accuse(8, `${type} shows a body`);
  }

  /** The length of what was redacted is that of what was there; dev mode shows it. */
  #lengths(turn: Turn, calls: readonly Call[]): void {
    for (const { input } of calls) {
      if (input.ask !== 'submit' || input.intent.type !== 'inject.requested') continue;
      const body = input.intent.payload?.body;
      const told = turn.events.find(
        ({ type, source }) => type === 'inject.requested' && source === input.intent.source,
      );
      if (!told || typeof body !== 'string' || calls.length > 1) continue;
      const shown = JSON.stringify(told.payload.body);
      const expected = this.#view.devMode() ? body : { redacted: true, length: body.length };
      if (shown !== JSON.stringify(expected)) this.#accuse(8, `a body is told as ${shown}`);
    }
  }
}

function correlationOf({ input }: Call): readonly string[] {
  const one =
    input.ask === 'submit'
      ? input.intent.correlationId
      : input.ask === 'report'
        ? input.fact.correlationId
        : undefined;
  return one === undefined ? [] : [one];
}
