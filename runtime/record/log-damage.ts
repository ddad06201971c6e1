/**
 * Where the reading of a session log stopped before the end of its bytes, and why.
 *
 * @spec reliability faults
 */

export const damageReasons = {
  torn: 'its last line is cut short',
  'not-sealed': 'a line without its checksum',
  checksum: 'a line that its checksum does not fit',
  'not-a-line': 'a line that is none of a session log',
  'does-not-follow': 'a segment that does not follow the one before',
  'missing-segment': 'a segment is missing',
  'after-end': 'something after the end of the session',
  'line-count': 'the session ended with another number of lines',
  unreadable: 'the system could not read on',
} as const;

export interface LogDamage {
  /** The segment, as a path. */
  readonly file: string;
  /** Of the first line that was not read, counting from 1. */
  readonly line: number;
  /** Where it begins in the segment, in bytes. */
  readonly byte: number;
  readonly reason: keyof typeof damageReasons;
  /** In this segment and those after it. */
  readonly unreadBytes: number;
  /** The last line of a log without end was cut short, as a crash does it. */
  readonly ordinary: boolean;
}
