/**
 * What a file is, by its first line: a session log, plain envelopes, or none of both.
 *
 * @spec reliability faults
 */
import type { Problem } from '../../machines/kernel/problem.ts';
import { foreignEvent } from '../../machines/record/foreign-event.ts';
import {
  isHeader,
  lineOf,
  logVersion,
  type SessionHeader,
} from '../../machines/record/session-line.ts';
import type { LogFiles } from './log-files.ts';
import { headerStart } from './log-segments.ts';
import { parsedJson, rawLines } from './raw-lines.ts';
import { unsealLine } from './sealed-line.ts';

export type FirstLine =
  | { readonly kind: 'header'; readonly header: SessionHeader }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'none'; readonly problem: Problem };

export function firstLineOf(files: LogFiles, name: string): FirstLine {
  const source = files.open(0);
  const raw = source ? rawLines(source).next().value : undefined;
  if (!raw) return none('NOT_A_LOG', 'an empty file', name, 'A run writes one: --log FILE.');
  const unsealed = raw.whole ? unsealLine(raw.bytes) : null;
  const line = unsealed?.ok ? lineOf(parsedJson(unsealed.text)) : null;
  if (line && isHeader(line)) return headerLine(line, name);
  const text = raw.bytes.toString('utf8');
  if (foreignEvent(parsedJson(text), null)) return { kind: 'foreign' };
  const isHurt = text.startsWith(headerStart) || (text !== '' && headerStart.startsWith(text));
  return isHurt
    ? none('NOT_A_LOG', 'one whose first line is damaged', name, 'Try a copy of it.')
    : none('NOT_A_LOG', 'something else', name, 'A run writes one: ambush run … --log FILE.');
}

function headerLine(header: SessionHeader, name: string): FirstLine {
  const { version, segment } = header;
  if (version !== logVersion) {
    const got = `one of version ${version}`;
    const hint = `Try the Ambush that wrote it: ${header.by}.`;
    return none('UNSUPPORTED_VERSION', got, name, hint, ` of version ${logVersion}`);
  }
  if (segment === 0) return { kind: 'header', header };
  const first = name.endsWith(`.${segment}`) ? name.slice(0, -`.${segment}`.length) : 'the first';
  return none('NOT_A_LOG', `its segment ${segment}`, name, `Try ${first}; the rest is found.`);
}

function none(
  code: string,
  got: string,
  file: string,
  hint: string,
  which = '',
): { readonly kind: 'none'; readonly problem: Problem } {
  const message = `Expected a session log${which}, got ${got}.`;
  return { kind: 'none', problem: { code, message, where: { file }, hint } };
}
