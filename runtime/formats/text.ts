/**
 * From bytes to text, or the reason why they are none: too many, not UTF-8, or characters that
 * no person types.
 *
 * @spec reliability attacks
 */
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';

/** Largest timeline that is read, in bytes. */
export const fileMaxBytes = 4 * 1024 * 1024;

/** C0 and C1 controls besides tab, line feed, carriage return and next line; noncharacters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point.
const hostile = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

export function decodeText(name: string, bytes: Uint8Array): Result<string> {
  const whole = { file: name, path: '', line: 1, column: 1 };
  const said = (problem: Problem): Result<never> => refuse([problem]);
  if (bytes.length > fileMaxBytes) return refuse([tooLarge(name)]);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return said({
      code: 'NOT_UTF8',
      message: 'Expected UTF-8; got UTF-16.',
      where: whole,
      hint: 'Save the file as UTF-8.',
    });
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return said({
      code: 'NOT_UTF8',
      message: 'Expected UTF-8; got bytes that are no text.',
      where: { ...whole, ...placeOfBadByte(bytes) },
      hint: 'Save the file as UTF-8. Is it a timeline at all?',
    });
  }
  const at = text.search(hostile);
  if (at >= 0) {
    const code = text.charCodeAt(at);
    const called = code === 0 ? 'NUL' : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    return said({
      code: 'CONTROL_CHARACTER',
      message: `Expected readable text; got the control character ${called}.`,
      where: { ...whole, ...positionIn(text, at) },
      hint: 'Remove it; within double quotes it can be written as an escape.',
    });
  }
  if (text.trim() === '') {
    return said({
      code: 'EMPTY_FILE',
      message: 'Expected a timeline; got an empty file.',
      where: whole,
      hint: 'Begin with "program: ./my-program".',
    });
  }
  return succeed(text);
}

export function tooLarge(name: string): Problem {
  return {
    code: 'FILE_TOO_LARGE',
    message: 'Expected a file of at most 4 MiB; got more.',
    where: { file: name, path: '', line: 1, column: 1 },
    hint: 'A timeline of 1,000 events takes about 100 KiB. Is this the right file?',
  };
}

/** Line and column of an offset, both from 1; a line ends with LF, CR LF or CR. */
export function positionIn(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (const end of text.slice(0, offset).matchAll(/\r\n|\r|\n/g)) {
    line += 1;
    start = end.index + end[0].length;
  }
  return { line, column: offset - start + 1 };
}

/** A line feed never lies within a character, so lines can be decoded one by one. */
function placeOfBadByte(bytes: Uint8Array): { line: number; column: number } {
  const strict = new TextDecoder('utf-8', { fatal: true });
  const lenient = new TextDecoder();
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const next = bytes.indexOf(0x0a, start);
    const end = next < 0 ? bytes.length : next;
    try {
      strict.decode(bytes.subarray(start, end));
    } catch {
      const column = lenient.decode(bytes.subarray(start, end)).indexOf('\ufffd') + 1;
      return { line, column: Math.max(1, column) };
    }
    start = end + 1;
  }
  return { line: 1, column: 1 };
}
