/**
 * An envelope as a CloudEvent 1.0 and back, and its W3C trace context: the correlation is the
 * trace, an event's id names its span.
 *
 * @spec kernel 2
 */
import type { Envelope } from './envelope.ts';

export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** The pane. */
  readonly subject: string;
  /** RFC 3339, in UTC. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: Readonly<Record<string, unknown>>;
  /** Extension attributes: lower-case letters and digits only. */
  readonly correlationid: string;
  readonly causationid?: string;
  readonly sequence: string;
  readonly traceparent?: string;
}

const typePrefix = 'dev.ambush.';

export function toCloudEvent(event: Envelope): CloudEvent {
  const { eventId, correlationId, causationId, type, source, paneId, ts, seq, payload } = event;
  const traceparent = traceparentOf(event);
  return {
    specversion: '1.0',
    id: eventId,
    source: encodeURIComponent(source),
    type: `${typePrefix}${type}`,
    subject: paneId,
    time: new Date(ts).toISOString(),
    datacontenttype: 'application/json',
    data: payload,
    correlationid: correlationId,
    ...(causationId === null ? {} : { causationid: causationId }),
    sequence: String(seq),
    ...(traceparent === null ? {} : { traceparent }),
  };
}

/** The envelope that a CloudEvent of ours stands for; null for one that is none of ours. */
export function fromCloudEvent(event: CloudEvent): Envelope | null {
  const ts = Date.parse(event.time);
  const seq = Number(event.sequence);
  if (!event.type.startsWith(typePrefix) || !Number.isFinite(ts)) return null;
  if (!Number.isSafeInteger(seq) || seq < 1) return null;
  return {
    eventId: event.id,
    correlationId: event.correlationid,
    causationId: event.causationid ?? null,
    type: event.type.slice(typePrefix.length),
    source: decodeURIComponent(event.source),
    paneId: event.subject,
    ts,
    seq,
    payload: event.data,
  };
}

/** `00-<trace>-<span>-01`; null when the ids are no UUIDs or all zero, which W3C forbids. */
export function traceparentOf({ correlationId, eventId }: Envelope): string | null {
  const trace = correlationId.replaceAll('-', '').toLowerCase();
  const span = spanOf(eventId);
  if (!/^[0-9a-f]{32}$/.test(trace) || /^0+$/.test(trace) || span === null) return null;
  return `00-${trace}-${span}-01`;
}

/** The last 16 digits: in a UUID of version 4 all but two bits of them are random. */
function spanOf(eventId: string): string | null {
  const span = eventId.replaceAll('-', '').toLowerCase().slice(-16);
  return /^[0-9a-f]{16}$/.test(span) && !/^0+$/.test(span) ? span : null;
}
