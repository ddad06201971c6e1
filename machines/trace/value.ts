/**
 * A value of a payload in words. What was redacted stays so, and what is long is cut: a log may
 * come from anywhere, so nothing is believed to have the shape that it should.
 *
 * @spec kernel 2
 */

/** Longest text of one value, in characters. */
const textMax = 120;

export function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'string')
    return value.length > textMax ? `${value.slice(0, textMax)}…` : value;
  if (typeof value === 'number') return String(Math.round(value * 1_000) / 1_000);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const length = redactedLength(value);
  if (length !== null) return `(${length} characters, redacted)`;
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  return Object.entries(value as object)
    .map(([key, inner]) => `${key} ${valueText(inner)}`)
    .join(', ');
}

/** `250 ms`, `3.2 s`, `11 min 05 s`. */
export function lengthText(ms: unknown): string {
  if (typeof ms !== 'number' || !Number.isFinite(ms)) return 'some time';
  if (Math.abs(ms) < 999.5) return `${Math.round(ms * 10) / 10} ms`;
  if (Math.abs(ms) < 99_950) return `${(ms / 1_000).toFixed(1)} s`;
  const whole = Math.round(ms / 1_000);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** Dotted names and plain values of something nested, as a state vector is. */
export function flat(value: unknown, prefix = ''): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, inner] of Object.entries(value)) {
    const nested = typeof inner === 'object' && inner !== null && redactedLength(inner) === null;
    if (!nested || Array.isArray(inner)) found.set(`${prefix}${key}`, inner);
    else for (const [path, leaf] of flat(inner, `${prefix}${key}.`)) found.set(path, leaf);
  }
  return found;
}

/** The objects of a list, whatever else may be in it. */
export function objectsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one) => typeof one === 'object' && one !== null);
}

function redactedLength(value: object): number | null {
  const { redacted, length } = value as { redacted?: unknown; length?: unknown };
  return redacted === true && typeof length === 'number' ? length : null;
}
