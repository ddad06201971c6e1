/**
 * What a head that died leaves: the longest valid prefix of its record, or the record that it went
 * on from itself, or nothing that anyone could go on from.
 *
 * @spec reliability faults
 */
import { isEnd, type SessionLine } from '../../../machines/record/session-line.ts';
import type { Dice } from '../kernel/dice.ts';
import type { World } from '../kernel/world.ts';
import { damaged } from './damage.ts';
import type { Life, Source } from './life.ts';
import { checkAcknowledged, checkReading } from './record-check.ts';
import { longestPrefix } from './true-reader.ts';

export interface Estate {
  readonly world: World;
  readonly dice: Dice;
  /** Someone heard that the log took no more. */
  readonly isTold: boolean;
  /** What was durable is no more, and nobody can be blamed for asking again. */
  forgive(): void;
}

const damagedShare = 0.15;

export function estateOf(life: Life, { world, dice, isTold, forgive }: Estate): Source | null {
  const { tap, sights, source, isRefused } = life;
  const whole = life.disk.segments();
  const isSpoilt = !isRefused && dice.chance(damagedShare);
  const segments = isSpoilt ? damaged(whole, dice, world.faults) : whole;
  const isDamaged = segments !== whole;
  const truth = longestPrefix(segments);
  const lines = checkReading(world.accuse, segments, truth);
  if (isDamaged) forgive();
  else checkAcknowledged(world.accuse, life, truth);
  const last = lines.at(-1);
  // Without an end that says so, a record that broke off looks like one of a crash.
  if (isRefused && !(last && isEnd(last))) {
    forgive();
    if (isTold) return null;
  }
  // One that died before its own first word was durable left nothing: the old record counts.
  const isOld = lines.length <= (tap.recoverAt ?? Number.POSITIVE_INFINITY);
  if (source && isOld && !isTold) return source;
  if (!isBegun(lines)) return null;
  const texts = truth.lines.map(({ text }) => text).filter((text) => !text.startsWith('{"end"'));
  return { lines, texts, tap, sights, isRefused };
}

/** A record has its first input at least. */
export function isBegun([first]: readonly SessionLine[]): boolean {
  return first !== undefined && 'input' in first;
}
