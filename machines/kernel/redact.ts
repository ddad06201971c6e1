/**
 * Redaction as an allow-list: what is not known to be harmless is replaced by the fact that it
 * was there and how long it was.
 *
 * @spec kernel 2
 */

export interface Redacted {
  readonly redacted: true;
  /** Characters of a string; else of its JSON text. */
  readonly length: number;
}

/** Keeps the payload's safe keys, and redacts every other. Deep, because it keeps whole values. */
export function redactPayload(
  payload: Readonly<Record<string, unknown>>,
  safe: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  const kept: Record<string, unknown> = {};
  for (const key in payload) {
    const value = payload[key];
    if (value === undefined) continue;
    kept[key] = safe.has(key) ? value : redacted(value);
  }
  return kept;
}

export function redacted(value: unknown): Redacted {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return { redacted: true, length: text.length };
}
