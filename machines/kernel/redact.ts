/**
 * Redaction as an allow-list, at any depth: what is not known to be harmless is replaced by the
 * fact that it was there and how long it was.
 *
 * @spec kernel 2
 */

export interface Redacted {
  readonly redacted: true;
  /** Characters of a string; else of its JSON text. */
  readonly length: number;
}

/** Deeper than this nothing is looked at: it is redacted whole. */
const depthMax = 6;

const vouched = new WeakSet<object>();

/**
 * Freezes a payload that was made of known words only and is said again and again, so that it is
 * passed as it is. Never for anything that came from outside.
 */
export function vouch<Payload extends object>(payload: Payload): Payload {
  freezeDeep(payload);
  vouched.add(payload);
  return payload;
}

/** Whether it is one of those: never changed, and said again. */
export function isVouched(payload: object): boolean {
  return vouched.has(payload);
}

export function freezeDeep(value: object): void {
  if (Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) freezeDeep(inner);
  }
}

/**
 * Keeps the payload's safe keys and paths, and redacts every other. What it makes is new; whoever
 * hands it to strangers freezes it.
 */
export function redactPayload(
  payload: Readonly<Record<string, unknown>>,
  safe: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  if (vouched.has(payload)) return payload;
  const kept: Record<string, unknown> = {};
  for (const key in payload) {
    const value = payload[key];
    if (value === undefined) continue;
    if (!safe.has(key)) put(kept, key, redacted(value));
    else if (typeof value === 'object' && value !== null) {
      put(kept, key, safe.has(`${key}.*`) ? copy(value, 1) : prune(value, key, safe, 1));
    } else put(kept, key, value);
  }
  return kept;
}

/** The payload as it is, copied so that nobody changes it afterwards: for dev mode only. */
export function copyPayload(
  payload: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return copy(payload, 0) as Readonly<Record<string, unknown>>;
}

/** What is already redacted, such as by the other side of a bridge, keeps its true length. */
export function redacted(value: unknown): Redacted {
  if (isRedacted(value)) return value;
  return Object.freeze({ redacted: true, length: lengthOf(value) });
}

function prune(value: unknown, path: string, safe: ReadonlySet<string>, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > depthMax) return redacted(value);
  if (Array.isArray(value)) {
    return Object.freeze(value.map((item: unknown) => prune(item, path, safe, depth + 1)));
  }
  if (isRedacted(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const inner: unknown = (value as Readonly<Record<string, unknown>>)[key];
    if (inner === undefined) continue;
    const innerPath = `${path}.${key}`;
    const known = safe.has(innerPath) || isFigure(inner);
    const deeper = known ? inner : isObject(inner) ? inner : redacted(inner);
    const isOpen = safe.has(`${innerPath}.*`);
    put(kept, key, isOpen ? copy(deeper, depth + 1) : prune(deeper, innerPath, safe, depth + 1));
  }
  return Object.freeze(kept);
}

/** Everything below is harmless: it is copied as it is, so that nobody changes it afterwards. */
function copy(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > depthMax) return redacted(value);
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) items.push(copy(item, depth + 1));
    return Object.freeze(items);
  }
  if (isRedacted(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const inner: unknown = (value as Readonly<Record<string, unknown>>)[key];
    if (inner !== undefined) put(kept, key, copy(inner, depth + 1));
  }
  return Object.freeze(kept);
}

/** Numbers and truths say nothing that anyone typed. */
function isFigure(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean' || value === null;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRedacted(value: unknown): value is Redacted {
  return (
    isObject(value) &&
    (value as Partial<Redacted>).redacted === true &&
    typeof (value as Partial<Redacted>).length === 'number' &&
    Object.keys(value).length === 2
  );
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  try {
    return (JSON.stringify(value) ?? '').length;
  } catch {
    // A cycle or a big integer has no JSON text; that it was there is still told.
    return String(value).length;
  }
}

/** A key named `__proto__` is a key like any other. */
function put(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true });
  } else target[key] = value;
}
