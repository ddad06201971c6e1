/**
 * Where the reading of a session log stopped before the end of its bytes, and why.
 *
 * @spec reliability faults
 */

export type DamageReason =
  | 'torn'
  | 'not-sealed'
  | 'checksum'
  | 'not-a-line'
  | 'does-not-follow'
  | 'missing-segment'
  | 'after-end'
  | 'line-count'
  | 'unreadable';

export interface LogDamage {
  /** The segment, as a path. */
  readonly file: string;
  /** Of the first line that was not read, counting from 1. */
  readonly line: number;
  /** Where it begins in the segment, in bytes. */
  readonly byte: number;
  readonly reason: DamageReason;
  /** In this segment and those after it. */
  readonly unreadBytes: number;
  /** The last line of a log without end was cut short, as a crash does it. */
  readonly ordinary: boolean;
}
