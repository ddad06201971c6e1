/**
 * What an event says, in one line: its payload as `key value`, the thing that it is about first,
 * lengths and sizes with their units. Only what the log may hold is in it, made printable.
 *
 * @spec kernel 6
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { phraseOf } from './gist-phrases.ts';
import { printable } from './printable.ts';
import { bytesText, lengthText } from './units.ts';

/** The columns of the table say these already, or nothing to a person. */
const known = new Set(['atMs', 'paneId', 'key']);
/** What an event is about needs no key before it. */
const subjects = new Set(['clipId', 'track', 'contractId', 'status', 'eventType', 'program']);
/** Said as a sentence, after all else. */
const sentences = new Set(['reason', 'detail', 'triggerReason', 'endReason', 'why']);
/** Hashes and keys are known by their beginning. */
const idColumns = 8;
const depthMax = 3;
/** No line has room for more of a text. */
const textMax = 300;

export function gistOf({ type, payload }: Pick<Envelope, 'type' | 'payload'>): string {
  const phrase = phraseOf(type, payload);
  return phrase === null ? plainGist(payload) : printable(phrase);
}

function plainGist(payload: Envelope['payload']): string {
  const parts = Object.entries(payload).filter(([key, value]) => !isSilent(key, value));
  const about = parts.filter(([key]) => subjects.has(key));
  const why = parts.filter(([key, value]) => sentences.has(key) && typeof value === 'string');
  const rest = parts.filter((part) => !about.includes(part) && !why.includes(part));
  const facts = [
    ...about.map(([key, value]) => shown(key, value, 0)),
    ...rest.map(([key, value]) => fact(key, value, 0)),
  ].filter((text) => text !== '');
  const reasons = why.map(([key, value]) => shown(key, value, 0));
  return [facts.join(', '), ...reasons].filter((text) => text !== '').join(': ');
}

/** Said in a column, the usual, or a hole where something was redacted. */
function isSilent(key: string, value: unknown): boolean {
  if (known.has(key) || (key === 'life' && value === 1)) return true;
  return typeof value === 'object' && value !== null && 'redacted' in value;
}

function fact(key: string, value: unknown, depth: number): string {
  const text = shown(key, value, depth);
  if (text === '') return '';
  if (value === true) return wordsOf(key);
  return `${wordsOf(key)} ${text}`;
}

function shown(key: string, value: unknown, depth: number): string {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'number') return numberText(key, value);
  if (typeof value === 'string')
    return printable(value.slice(0, isId(value) ? idColumns : textMax));
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'object') return printable(String(value));
  if (Array.isArray(value)) return listText(key, value, depth);
  return recordText(value, depth);
}

function listText(key: string, values: readonly unknown[], depth: number): string {
  if (values.length === 0) return 'none';
  if (depth >= depthMax || values.some((value) => typeof value === 'object')) {
    return String(values.length);
  }
  return values.map((value) => shown(key, value, depth + 1)).join(' ');
}

function recordText(value: object, depth: number): string {
  const entries = Object.entries(value);
  if (entries.length === 0) return 'none';
  if (depth >= depthMax) return `(${entries.length})`;
  const inner = entries.map(([key, each]) => fact(key, each, depth + 1));
  return depth === 0 && entries.length === 1 ? inner.join('') : `(${inner.join(', ')})`;
}

function numberText(key: string, value: number): string {
  if (/(?:^ms|Ms)$/.test(key)) return lengthText(value);
  if (/(?:^bytes|Bytes|byteLen|dataLen)$/.test(key)) return bytesText(value);
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));
}

/** `durationMs` is a duration. */
function wordsOf(key: string): string {
  const bare = key.replace(/(?<=[a-z])Ms$/, '').replace(/(byte|data)Len$/, 'size');
  return printable(
    bare.replace(/(?<=[a-z])([A-Z])/g, (_, letter: string) => ` ${letter.toLowerCase()}`),
  );
}

function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text) || /^[0-9a-f]{32,}$/.test(text);
}
