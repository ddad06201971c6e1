/**
 * What is looked at before anything becomes an event: is its type known, may it be said by
 * others than the kernel, has its payload the right shape, does its pane exist?
 *
 * @spec kernel 2 3
 */
import type { z } from 'zod';
import { ZodObject } from 'zod';
import type { Envelope } from './envelope.ts';
import { definitionOf, type EventType, eventTypes, isEventType } from './events/registry.ts';
import { plainReader } from './plain-payload.ts';
import { type Result, refuse, succeed } from './problem.ts';
import { redacted } from './redact.ts';
import { told } from './told.ts';

export interface Report {
  readonly type: EventType | (string & {});
  /** A pane, or `system` for all of them. */
  readonly paneId: string;
  readonly source: string;
  readonly payload?: Readonly<Record<string, unknown>>;
  /** The operation it belongs to; a new one by default. */
  readonly correlationId?: string | undefined;
  /** eventId of what caused it; null or absent for a root. */
  readonly causationId?: string | null | undefined;
}

/** An event before it is said. */
export interface Draft {
  readonly type: EventType;
  readonly source: string;
  readonly paneId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly correlationId?: string | undefined;
  readonly causationId?: string | null | undefined;
}

/** Longest id, source or pane that is taken in. */
export const nameMax = 256;

/** Only the kernel says these: taken from outside they would be claims about itself. */
const ownFamilies = /^(?:contract|safemode|telemetry|bus)\./;
const ownTypes: ReadonlySet<string> = new Set([
  'pane.state.changed',
  'inject.deferred',
  'inject.resumed',
  'resize.coalesced',
  'resize.storm.detected',
  'focus.arbitration.resolved',
  'focus.arbitration.conflict',
  'focus.steal.blocked',
]);

const kernelTypes: ReadonlySet<string> = new Set(
  eventTypes.filter((type) => ownFamilies.test(type) || ownTypes.has(type)),
);

/** Names under which only the kernel speaks. */
const ownSources: ReadonlySet<string> = new Set(['kernel', 'event-bus.js']);

/** Intents that have only one way in. */
export const intentTypes: ReadonlySet<string> = new Set(['inject.requested', 'resize.requested']);

const hints = {
  type: 'Try one of docs/reference/events.md.',
  own: 'Try to report what happened; what follows from it, the kernel says by itself.',
  pane: 'Try one that the kernel was made with, or that openPane opened.',
  name: `Try a text of 1 to ${nameMax} characters.`,
  critical: 'Try true for kill, restart and manual input only, or leave it out.',
  source: 'Try the name of the program that says it.',
  seq: 'Try 1 for the first event of a source, and one more for each that follows.',
  time: 'Try milliseconds since 1970.',
  payload: 'Try the keys that docs/reference/events.md lists for this type.',
} as const;

interface PayloadReader {
  readonly plain: ReturnType<typeof plainReader>;
  readonly schema: z.ZodType;
  readonly known: ReadonlySet<string>;
}

const readers = new Map<EventType, PayloadReader>();

interface Panes {
  has(paneId: string): boolean;
}

export function readDraft(report: Report, panes: Panes): Result<Draft> {
  return readable('an event', report, () => draftOf(report, panes));
}

export interface ReadIntent {
  readonly draft: Draft;
  readonly isCritical: boolean;
}

/** What is asked of one pane. */
export function readIntent(
  intent: Report & { readonly critical?: boolean | undefined },
  panes: Panes,
): Result<ReadIntent> {
  return readable('an event', intent, () => {
    const draft = draftOf(intent, panes);
    if (!draft.ok) return draft;
    const { type, paneId, payload } = draft.value;
    if (paneId === 'system') return wrongWay(type);
    const critical: unknown = intent.critical;
    if (critical !== undefined && typeof critical !== 'boolean') {
      return no(
        'CRITICAL',
        `Expected critical to be true or false, got ${shown(critical)}.`,
        hints.critical,
      );
    }
    const isCritical = critical === true || payload.critical === true;
    return succeed({ draft: draft.value, isCritical });
  });
}

/** What happened; an intent is no fact. */
export function readFact(report: Report, panes: Panes): Result<Draft> {
  const draft = readDraft(report, panes);
  return draft.ok && intentTypes.has(draft.value.type) ? wrongWay(draft.value.type) : draft;
}

function wrongWay(type: string): Result<never> {
  return no(
    'WAY_IN',
    `Expected ${type} for a pane, by submit.`,
    'Try submit with the id of a pane for what is asked, report for what happened.',
  );
}

/** A getter or a proxy of a stranger may throw at any look. */
function readable<Value>(
  what: keyof typeof readableHints,
  from: unknown,
  read: () => Result<Value>,
): Result<Value> {
  const code = what === 'an event' ? 'EVENT' : 'ENVELOPE';
  if (typeof from !== 'object' || from === null || Array.isArray(from)) {
    return no(code, `Expected ${what}, got ${told(from)}.`, readableHints[what]);
  }
  try {
    return read();
  } catch {
    const message = `Expected ${what} that can be read, got one that throws.`;
    return no(code, message, readableHints[what]);
  }
}

const readableHints = {
  'an event': 'Try a plain object with type, paneId, source and payload.',
  'an envelope': 'Try one as a kernel says it: ids, type, source, paneId, ts, seq and payload.',
} as const;

function draftOf(report: Report, panes: Panes): Result<Draft> {
  const { type, paneId, source, correlationId, causationId } = report;
  if (!isEventType(type)) {
    return no('UNKNOWN_TYPE', `Expected a type of the taxonomy, got ${shown(type)}.`, hints.type);
  }
  if (kernelTypes.has(type)) {
    return no('KERNEL_TYPE', `Expected a type that others may say, got ${type}.`, hints.own);
  }
  if (paneId !== 'system' && !panes.has(paneId)) {
    return no('UNKNOWN_PANE', `Expected a pane of this kernel, got ${shown(paneId)}.`, hints.pane);
  }
  if (!isName(source))
    return no('SOURCE', 'Expected a source, got none or one that is too long.', hints.name);
  if (correlationId !== undefined && !isName(correlationId)) {
    return no('CORRELATION', 'Expected correlationId to be an id.', hints.name);
  }
  if (causationId !== undefined && causationId !== null && !isName(causationId)) {
    return no('CAUSATION', 'Expected causationId to be an id or null.', hints.name);
  }
  const payload = readPayload(type, report.payload ?? {});
  if (!payload.ok) return payload;
  return succeed({ type, paneId, source, payload: payload.value, correlationId, causationId });
}

/** An envelope of the other side, its payload included. */
export function readEnvelope(envelope: Envelope, panes?: Panes): Result<Envelope> {
  const read = readable('an envelope', envelope, () => envelopeOf(envelope));
  if (!read.ok || !panes) return read;
  const { paneId, source } = read.value;
  if (paneId !== 'system' && !panes.has(paneId)) {
    return no('UNKNOWN_PANE', `Expected a pane of this kernel, got ${shown(paneId)}.`, hints.pane);
  }
  if (!ownSources.has(source)) return read;
  return no('KERNEL_SOURCE', `Expected a source of the other side, got ${source}.`, hints.source);
}

function envelopeOf(envelope: Envelope): Result<Envelope> {
  const { eventId, correlationId, causationId, type, source, paneId, ts, seq } = envelope;
  if (!isEventType(type)) {
    return no('UNKNOWN_TYPE', `Expected a type of the taxonomy, got ${shown(type)}.`, hints.type);
  }
  const ids = [eventId, correlationId, source, paneId];
  if (!ids.every(isName) || (causationId !== null && !isName(causationId))) {
    return no('ENVELOPE', 'Expected ids, a source and a pane.', hints.name);
  }
  if (!Number.isSafeInteger(seq) || seq < 1)
    return no('ENVELOPE', 'Expected a seq from 1 on.', hints.seq);
  if (!Number.isFinite(ts)) return no('ENVELOPE', 'Expected a time.', hints.time);
  const payload = readPayload(type, envelope.payload, true);
  if (!payload.ok) return payload;
  return succeed({
    ...{ eventId, correlationId, causationId, type, source, paneId, ts, seq },
    payload: payload.value,
  });
}

function readPayload(
  type: EventType,
  payload: unknown,
  mayBeRedacted = false,
): Result<Readonly<Record<string, unknown>>> {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    return no('PAYLOAD', `Expected the payload of ${type} to be an object.`, hints.payload);
  }
  const { plain, schema, known } = readerOf(type);
  const read = plain(payload as Readonly<Record<string, unknown>>);
  if (read) return succeed(read);
  const parsed = schema.safeParse(payload);
  if (parsed.success) return succeed(plainExtras(parsed.data, known));
  const wrong = parsed.error.issues.filter(
    ({ path }) => !(mayBeRedacted && isRedactedAt(payload, path[0])),
  );
  if (wrong.length === 0) return succeed(plainExtras(payload, known));
  // Names of fields only: a value may be a secret.
  const fields = wrong.map(({ path, code }) => `${path.join('.') || 'payload'} (${code})`);
  return no(
    'PAYLOAD',
    `Expected a payload of ${type}, got a wrong ${fields.join(', ')}.`,
    hints.payload,
  );
}

/** Keys that the taxonomy does not know pass, and are redacted: they are not in the allow-list. */
function readerOf(type: EventType): PayloadReader {
  const before = readers.get(type);
  if (before) return before;
  const { payload } = definitionOf(type);
  const schema = payload instanceof ZodObject ? payload.loose() : payload;
  const known = new Set(payload instanceof ZodObject ? Object.keys(payload.shape) : []);
  const made = { plain: plainReader(payload), schema, known };
  readers.set(type, made);
  return made;
}

/** What no schema has looked at may be anything: it becomes what a record can hold. */
function plainExtras(
  payload: unknown,
  known: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(payload as Readonly<Record<string, unknown>>).map(
    ([key, value]) => [key, known.has(key) ? value : jsonOf(value)] as const,
  );
  return Object.fromEntries(entries);
}

function jsonOf(value: unknown): unknown {
  if (typeof value === 'string' || value === undefined) return value;
  try {
    const text: string | undefined = JSON.stringify(value);
    return text === undefined ? redacted(value) : JSON.parse(text);
  } catch {
    return redacted(value);
  }
}

function isRedactedAt(payload: object, key: PropertyKey | undefined): boolean {
  const value: unknown = key === undefined ? undefined : Reflect.get(payload, key);
  return typeof value === 'object' && value !== null && Reflect.get(value, 'redacted') === true;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= nameMax;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? told(value) : typeof value;
}

function no(code: string, message: string, hint: string): Result<never> {
  return refuse([{ code, message, hint }]);
}
