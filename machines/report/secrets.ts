/**
 * Keeps the values of the program's own environment out of everything that is written down: a
 * target that prints its password must not put it into the report.
 *
 * @spec reliability attacks
 */

/** Shorter values (`1`, `on`, `dev`) are no secrets, and would redact half of any text. */
export const secretLengthMin = 4;

/** `cut` says that the text lost its beginning, which may have been the middle of a secret. */
export type Redactor = (text: string, cut?: boolean) => string;

export function createRedactor(env: Readonly<Record<string, string>>): Redactor {
  const secrets = Object.entries(env)
    .filter(([, value]) => value.length >= secretLengthMin)
    .sort(([, a], [, b]) => b.length - a.length);
  const names = new Map<string, string>();
  for (const [name, value] of secrets) if (!names.has(value)) names.set(value, name);
  const pattern = new RegExp([...names.keys()].map(escaped).join('|'), 'g');

  return (text, cut = false) => {
    const sound = wellFormed(text);
    if (names.size === 0) return sound;
    const rest = cut ? withoutTornSecret(sound, names) : sound;
    return rest.replaceAll(pattern, (value) => `[redacted ${names.get(value) ?? ''}]`);
  };
}

/** The longest end of a secret that the text begins with is redacted too. */
function withoutTornSecret(text: string, names: ReadonlyMap<string, string>): string {
  let torn = { length: 0, name: '' };
  for (const [value, name] of names) {
    for (let from = 1; value.length - from >= secretLengthMin; from += 1) {
      const length = value.length - from;
      if (length <= torn.length) break;
      if (text.startsWith(value.slice(from))) torn = { length, name };
    }
  }
  return torn.length === 0 ? text : `[redacted ${torn.name}]${text.slice(torn.length)}`;
}

/** Half a surrogate pair, from a tail cut in its middle, would make the JSON unreadable to others. */
function wellFormed(text: string): string {
  return text.replaceAll(
    /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
    '\uFFFD',
  );
}

function escaped(value: string): string {
  return value.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
