/**
 * What was decided of every intent, read from the lines of a session: the answer when it was
 * submitted, and the later word on one that had to wait.
 *
 * @spec reliability invariants
 */
import type { InputBody } from './kernel-lines.ts';
import { isInput, isVerdict, type SessionLine, type VerdictLine } from './session-line.ts';

export interface TrailVerdict {
  readonly verdict: VerdictLine['verdict'];
  readonly reasons: VerdictLine['reasons'];
  readonly atMs: number;
}

export interface IntentTrail {
  /** 1 for the first that was submitted. */
  readonly number: number;
  readonly atMs: number;
  /** Null for what was refused before it became an event. */
  readonly intent: {
    readonly type: string;
    readonly paneId: string;
    readonly source: string;
  } | null;
  /** Null as long as nothing was decided, such as where a log was cut. */
  eventId: string | null;
  readonly verdicts: TrailVerdict[];
}

export class VerdictTrail {
  readonly #intents: IntentTrail[] = [];
  readonly #byEvent = new Map<string, IntentTrail>();

  get intents(): readonly IntentTrail[] {
    return this.#intents;
  }

  /** The intent whose verdict the line is; undefined for every other line. */
  add(line: SessionLine): IntentTrail | undefined {
    if (isInput(line)) this.#addInput(line as unknown as InputBody, line.atMs);
    else if (isVerdict(line)) return this.#addVerdict(line);
    return undefined;
  }

  #addInput(input: InputBody, atMs: number): void {
    const isSubmit = input.input === 'submit';
    if (!isSubmit && (input.input !== 'refusal' || input.of !== 'submit')) return;
    const number = this.#intents.length + 1;
    const intent = isSubmit ? intentOf(input) : null;
    this.#intents.push({ number, atMs, intent, eventId: null, verdicts: [] });
  }

  /** An event that was never decided on belongs to the intent that was submitted last. */
  #addVerdict({ verdict, reasons, eventId, atMs }: VerdictLine): IntentTrail | undefined {
    const known = eventId === null ? undefined : this.#byEvent.get(eventId);
    const intent = known ?? this.#intents.at(-1);
    if (!intent) return undefined;
    intent.verdicts.push({ verdict, reasons, atMs });
    if (!known && eventId !== null) {
      intent.eventId = eventId;
      this.#byEvent.set(eventId, intent);
    }
    return intent;
  }
}

function intentOf({ draft }: Extract<InputBody, { input: 'submit' }>) {
  const { type, paneId, source } = draft;
  return { type, paneId, source };
}

/** What of a verdict must be the same in a replay: whose it is, what it says, and why. */
export function verdictText(intent: IntentTrail, at = intent.verdicts.length - 1): string {
  const { verdict, reasons } = intent.verdicts[at] ?? {};
  return JSON.stringify([intent.number, verdict, reasons]);
}

/** Whether two trails of one intent say the same. */
export function sameVerdicts(one: IntentTrail, other: IntentTrail): boolean {
  return (
    one.verdicts.length === other.verdicts.length &&
    one.verdicts.every((_, at) => verdictText(one, at) === verdictText(other, at))
  );
}
