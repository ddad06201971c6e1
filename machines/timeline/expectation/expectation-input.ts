/**
 * Expectations as the file has them: an expression, `{ always: … }`, `{ sometimes: … }`,
 * `{ finally: … }`, `recovered within 10s`, or `{ recovered: …, within: 10s }`.
 *
 * @spec timeline language
 */
import { formatDuration, parseDuration } from '../duration.ts';
import { fault, type Reading, read } from '../reading.ts';
import { show } from '../show.ts';
import { didYouMean } from '../suggest.ts';
import { recoveryMaxMs, recoveryMinMs } from './expectation.ts';

/** Where a text of an expectation stands within it. */
export interface ExpectationPart {
  readonly text: string;
  readonly path: readonly string[];
  readonly part: 'key' | 'value';
}

export type ExpectationInput =
  /** `usual` leaves it to the expression when it must hold. */
  | { readonly is: 'usual' | 'always' | 'sometimes' | 'finally'; readonly of: ExpectationPart }
  | {
      readonly is: 'recovered';
      readonly withinMs: number;
      readonly when: ExpectationPart | null;
    };

const times = ['always', 'sometimes', 'finally'] as const;
const keys = [...times, 'recovered', 'within'] as const;
const example = 'Try "crashes == 0", { sometimes: cpu_load > 0.9 } or "recovered within 10s".';

type ParseText = (input: unknown) => Reading<string>;

export function parseExpectation(input: unknown, parseText: ParseText): Reading<ExpectationInput> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    const text = parseText(input);
    if (!text.ok) return text;
    const recovery = /^\s*recovered\s*(?:within\b\s*(.*))?$/dsu.exec(text.value);
    if (recovery !== null) {
      return inText(recoveryOf(recovery[1] ?? '', null, []), recovery.indices?.[1]?.[0]);
    }
    const other = /^\s*recovered\b(?!\s*[<>=!.])\s*/u.exec(text.value);
    if (other !== null) {
      const message = `Expected "recovered within", and a length of time; got ${show(text.value)}.`;
      const wrong = fault('INVALID_EXPECTATION', message, 'Try "recovered within 10s".');
      return inText(wrong, other[0].length);
    }
    return read({ is: 'usual', of: { text: text.value, path: [], part: 'value' } });
  }
  return parseMapping(input as Readonly<Record<string, unknown>>, parseText);
}

function parseMapping(
  input: Readonly<Record<string, unknown>>,
  parseText: ParseText,
): Reading<ExpectationInput> {
  const entries = Object.entries(input);
  const foreign = entries.find(([key, item]) => !isKey(key) && item !== null);
  if (foreign !== undefined) {
    const [key] = foreign;
    const message = `Expected the keys of an expectation (${keys.join(', ')}); got ${show(key)}.`;
    const hint = didYouMean(key, keys) ?? example;
    return { ok: false, fault: { code: 'UNKNOWN_KEY', message, hint, path: [key], part: 'key' } };
  }
  if ('recovered' in input) return parseRecovery(input, parseText);
  const [entry, second] = entries;
  if (entry === undefined || second !== undefined) {
    const got = entry === undefined ? 'nothing' : `${entries.length} keys`;
    return fault('INVALID_EXPECTATION', `Expected one key; got ${got}.`, example);
  }
  const [key, item] = entry;
  const time = times.find((one) => one === key);
  if (time === undefined) {
    if (key === 'within') {
      return fault('INVALID_EXPECTATION', 'Expected `recovered` beside `within`.', example);
    }
    return ofPart(parseText(key), 'usual', { text: key, path: [key], part: 'key' });
  }
  const of = partOf(item, [key]);
  return ofPart(parseText(of?.text ?? item), time, of ?? { text: '', path: [key], part: 'value' });
}

function parseRecovery(
  input: Readonly<Record<string, unknown>>,
  parseText: ParseText,
): Reading<ExpectationInput> {
  const { recovered, within, ...rest } = input;
  const [more] = Object.keys(rest);
  if (more !== undefined) {
    const message = `Expected \`recovered\` and \`within\` alone; got ${show(more)} too.`;
    return fault('INVALID_EXPECTATION', message, 'Write it as an expectation of its own.');
  }
  if (recovered === null || recovered === undefined) return recoveryOf(within, null, ['within']);
  const when = partOf(recovered, ['recovered']);
  const text = parseText(when?.text ?? recovered);
  if (!text.ok) return { ok: false, fault: { ...text.fault, path: ['recovered'] } };
  return recoveryOf(within, when, ['within']);
}

/** The text itself, or `{ crashes == 0 }` in which it is the key. */
function partOf(item: unknown, path: readonly string[]): ExpectationPart | null {
  if (typeof item === 'string') return { text: item, path, part: 'value' };
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return null;
  const [entry, second] = Object.entries(item);
  if (entry === undefined || second !== undefined || entry[1] !== null) return null;
  return { text: entry[0], path: [...path, entry[0]], part: 'key' };
}

function ofPart(
  text: Reading<string>,
  is: 'usual' | 'always' | 'sometimes' | 'finally',
  of: ExpectationPart,
): Reading<ExpectationInput> {
  if (text.ok) return read({ is, of });
  const { path, part } = of;
  const place = part === 'key' ? { path, part } : { path };
  return { ok: false, fault: { ...text.fault, ...place } };
}

function recoveryOf(
  within: unknown,
  when: ExpectationPart | null,
  path: readonly string[],
): Reading<ExpectationInput> {
  const written = typeof within === 'string' ? within.trim() : within;
  if (written === '' || written === undefined || written === null) {
    const message = 'Expected how soon the target is well again; got nothing.';
    return fault('INVALID_EXPECTATION', message, 'Try "recovered within 10s".');
  }
  const length = parseDuration(written, 'positive');
  if (!length.ok) return { ok: false, fault: { ...length.fault, path } };
  const { value } = length;
  if (value >= recoveryMinMs && value <= recoveryMaxMs) {
    return read({ is: 'recovered', withinMs: value, when });
  }
  const bounds = `from ${formatDuration(recoveryMinMs)} to ${formatDuration(recoveryMaxMs)}`;
  const message = `Expected ${bounds} for the target to be well again; got ${show(written)}.`;
  const hint = 'Try "recovered within 10s".';
  return { ok: false, fault: { code: 'RECOVERY_LENGTH', message, hint, path } };
}

/** Placed at a word of the text. */
function inText<Value>(reading: Reading<Value>, offset: number | undefined): Reading<Value> {
  if (reading.ok || offset === undefined) return reading;
  return { ok: false, fault: { ...reading.fault, offset } };
}

function isKey(key: string): boolean {
  return (keys as readonly string[]).includes(key);
}
