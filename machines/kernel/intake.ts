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
const nameMax = 256;

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

/** Intents that have only one way in. */
export const intentTypes: ReadonlySet<string> = new Set(['inject.requested', 'resize.requested']);

interface PayloadReader {
  readonly plain: ReturnType<typeof plainReader>;
  readonly schema: z.ZodType;
}

const readers = new Map<EventType, PayloadReader>();

export function readDraft(report: Report, panes: { has(paneId: string): boolean }): Result<Draft> {
  const { type, paneId, source, correlationId, causationId } = report;
  if (!isEventType(type)) {
    return no('UNKNOWN_TYPE', `Expected a type of the taxonomy, got ${shown(type)}.`);
  }
  if (kernelTypes.has(type)) {
    return no('KERNEL_TYPE', `Expected a type that others may say, got ${type}.`);
  }
  if (paneId !== 'system' && !panes.has(paneId)) {
    return no('UNKNOWN_PANE', `Expected a pane of this kernel, got ${shown(paneId)}.`);
  }
  if (!isName(source)) return no('SOURCE', 'Expected a source, got none or one that is too long.');
  if (correlationId !== undefined && !isName(correlationId)) {
    return no('CORRELATION', 'Expected correlationId to be an id.');
  }
  if (causationId !== undefined && causationId !== null && !isName(causationId)) {
    return no('CAUSATION', 'Expected causationId to be an id or null.');
  }
  const payload = readPayload(type, report.payload ?? {});
  if (!payload.ok) return payload;
  return succeed({ type, paneId, source, payload: payload.value, correlationId, causationId });
}

/** An envelope of the other side, its payload included. */
export function readEnvelope(envelope: Envelope): Result<Envelope> {
  if (typeof envelope !== 'object' || envelope === null) {
    return no('ENVELOPE', 'Expected an envelope.');
  }
  const { eventId, correlationId, causationId, type, source, paneId, ts, seq } = envelope;
  if (!isEventType(type)) {
    return no('UNKNOWN_TYPE', `Expected a type of the taxonomy, got ${shown(type)}.`);
  }
  const ids = [eventId, correlationId, source, paneId];
  if (!ids.every(isName) || (causationId !== null && !isName(causationId))) {
    return no('ENVELOPE', 'Expected ids, a source and a pane.');
  }
  if (!Number.isSafeInteger(seq) || seq < 1) return no('ENVELOPE', 'Expected a seq from 1 on.');
  if (!Number.isFinite(ts)) return no('ENVELOPE', 'Expected a time.');
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
    return no('PAYLOAD', `Expected the payload of ${type} to be an object.`);
  }
  const { plain, schema } = readerOf(type);
  const read = plain(payload as Readonly<Record<string, unknown>>);
  if (read) return succeed(read);
  const parsed = schema.safeParse(payload);
  if (parsed.success) return succeed(parsed.data as Readonly<Record<string, unknown>>);
  const wrong = parsed.error.issues.filter(
    ({ path }) => !(mayBeRedacted && isRedactedAt(payload, path[0])),
  );
  if (wrong.length === 0) return succeed(payload as Readonly<Record<string, unknown>>);
  // Names of fields only: a value may be a secret.
  const fields = wrong.map(({ path, code }) => `${path.join('.') || 'payload'} (${code})`);
  return no('PAYLOAD', `Expected a payload of ${type}, got a wrong ${fields.join(', ')}.`);
}

/** Keys that the taxonomy does not know pass, and are redacted: they are not in the allow-list. */
function readerOf(type: EventType): PayloadReader {
  const known = readers.get(type);
  if (known) return known;
  const { payload } = definitionOf(type);
  const schema = payload instanceof ZodObject ? payload.loose() : payload;
  const made = { plain: plainReader(payload), schema };
  readers.set(type, made);
  return made;
}

function isRedactedAt(payload: object, key: PropertyKey | undefined): boolean {
  const value: unknown = key === undefined ? undefined : Reflect.get(payload, key);
  return typeof value === 'object' && value !== null && Reflect.get(value, 'redacted') === true;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= nameMax;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 64)) : typeof value;
}

function no(code: string, message: string): Result<never> {
  return refuse([{ code, message }]);
}
