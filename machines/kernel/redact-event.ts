/**
 * Redaction by type: the taxonomy says what of a payload is harmless.
 *
 * @spec kernel 2
 */
import { definitionOf, type EventType } from './events/registry.ts';
import { redactPayload } from './redact.ts';

const safeKeys = new Map<EventType, ReadonlySet<string>>();

/** New, unless it was vouched for; whoever hands it to strangers freezes it. */
export function redactEvent(
  type: EventType,
  payload: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return redactPayload(payload, safeKeysOf(type));
}

function safeKeysOf(type: EventType): ReadonlySet<string> {
  const known = safeKeys.get(type);
  if (known) return known;
  const made = new Set<string>(definitionOf(type).safe);
  safeKeys.set(type, made);
  return made;
}
