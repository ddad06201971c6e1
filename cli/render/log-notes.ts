/**
 * What is to be said about a session log besides its events: how it ended, and what of it could
 * not be read.
 *
 * @spec reliability faults
 */
import type { EndLine, SessionHeader } from '../../machines/record/session-line.ts';
import type { DamageReason, LogDamage } from '../../runtime/record/log-damage.ts';
import type { Palette } from './palette.ts';
import { printable } from './printable.ts';
import { bytesText } from './units.ts';

const damageReasons: Readonly<Record<DamageReason, string>> = {
  torn: 'its last line is cut short',
  'not-sealed': 'a line without its checksum',
  checksum: 'a line that its checksum does not fit',
  'not-a-line': 'a line that is none of a session log',
  'does-not-follow': 'a segment that does not follow the one before',
  'missing-segment': 'a segment is missing',
  'after-end': 'something after the end of the session',
  'line-count': 'the session ended with another number of lines',
  unreadable: 'the system could not read on',
};

interface ReadLog {
  readonly name: string;
  readonly header: SessionHeader | null;
  readonly end: EndLine | null;
  readonly damage: LogDamage | null;
}

/** Warnings, for standard error; empty where all is well. */
export function logNotes({ name, header, damage }: ReadLog, palette: Palette): string {
  const foreign =
    header === null
      ? `${palette.strong(printable(name))}  ${palette.doubtful('NOT_CHECKED')}\n  Plain envelopes, without the checksums of a session log.\n`
      : '';
  return `${foreign}${damage && !damage.ordinary ? damageText(damage, palette) : ''}`;
}

function damageText(
  { file, line, byte, reason, unreadBytes }: LogDamage,
  palette: Palette,
): string {
  const place = `${palette.strong(printable(`${file}:${line}`))}  ${palette.doubtful('LOG_DAMAGED')}`;
  const left = unreadBytes === 0 ? '' : ` ${bytesText(unreadBytes)} from there on were not read.`;
  return `${place}\n  Expected the log to go on, got ${damageReasons[reason]} at byte ${byte}.${left}\n`;
}

/** How the session ended, as far as the log tells. */
export function endText({ header, end, damage }: ReadLog): string {
  if (header === null) return 'no session log';
  if (end?.end === 'closed') return 'closed';
  if (end) return `incomplete: ${printable(end.reason ?? 'no reason told')}`;
  if (damage && !damage.ordinary) return 'damaged';
  return 'cut off, or not over yet';
}
