/**
 * A timeline, ready to be planned and run, or every problem that keeps it from that.
 *
 * @spec timeline phase 1
 */
import { createHash } from 'node:crypto';
import type { Result } from '../../machines/kernel/problem.ts';
import type { TimelineOverrides } from '../../machines/timeline/build.ts';
import { judgeSource, type ReadOptions, type TimelineReading } from './judge-source.ts';
import type { Source } from './source-file.ts';

export type { ReadOptions, TimelineReading };

export function readTimeline(
  source: Source,
  overrides: TimelineOverrides,
  options: ReadOptions,
): Result<TimelineReading> {
  const hash = createHash('sha256').update(source.bytes).digest('hex');
  return judgeSource(source, overrides, options, hash);
}
