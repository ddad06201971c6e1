/**
 * What happens to the segments of a log while nobody writes them: a bit flips, one is lost, one
 * comes from another session.
 *
 * @spec reliability faults
 */
import type { Dice } from '../kernel/dice.ts';
import type { FaultKind } from '../kernel/faults.ts';
import type { Segments } from './sim-disk.ts';
import { crcOf } from './true-reader.ts';

/** The segments themselves where nothing happened. */
export function damaged(segments: Segments, dice: Dice, faults: ReadonlySet<FaultKind>): Segments {
  const number = dice.below(segments.size);
  const bytes = segments.get(number);
  if (!bytes || bytes.length === 0) return segments;
  if (dice.chance(0.5) && faults.has('bit-flips')) {
    const flipped = Buffer.from(bytes);
    const at = dice.below(bytes.length);
    flipped[at] = (bytes[at] ?? 0) ^ (1 << dice.below(8));
    return new Map(segments).set(number, flipped);
  }
  if (number === 0 || !faults.has('strange-segments')) return segments;
  const others = new Map(segments);
  if (dice.chance(0.3)) others.delete(number);
  else others.set(number, ofAnotherSession(bytes, dice));
  return number === segments.size - 1 && !others.has(number) ? segments : others;
}

/** As if a log of the same name had lain there: sealed well, in order, and not ours. */
function ofAnotherSession(bytes: Buffer, dice: Dice): Buffer {
  const feed = bytes.indexOf(10);
  if (feed < 0) return bytes.subarray(0, 0);
  const { crc: _, ...header } = JSON.parse(bytes.toString('utf8', 0, feed)) as object & {
    readonly crc: string;
  };
  const other = dice.chance(0.5)
    ? { ...header, sessionId: dice.uuid() }
    : { ...header, follows: '00000000' };
  const body = JSON.stringify(other).slice(0, -1);
  const sealed = `${body},"crc":"${crcOf(Buffer.from(body))}"}\n`;
  return Buffer.concat([Buffer.from(sealed), bytes.subarray(feed + 1)]);
}
