/**
 * Goal: which signals had no figure, since when, why, and who asked, is the same from report and log.
 * Method: a log of three events; the report's own list.
 */
import { expect, it } from 'vitest';
import type { AmbushEvent } from '../../../machines/kernel/events/registry.ts';
import {
  createSilenceRecord,
  silentFor,
  silentInReport,
} from '../../../machines/trace/silence-story.ts';

const readers = [{ of: 'hot', role: 'start' as const, text: 'q > 1' }];
const said = (type: string, payload: object) => ({ type, payload }) as unknown as AmbushEvent;

it('what was told in a log is what a report has', () => {
  const record = createSilenceRecord();
  for (const signal of ['q', 'r']) {
    const told = { atMs: 2_500, signal, cause: 'no-answer', reason: 'refused', readers };
    record.take(said('signal.unavailable', told));
  }
  record.take(said('signal.available', { atMs: 9_000, signal: 'r' }));
  record.take(said('signal.available', { atMs: 9_500, signal: 'never told' }));
  record.take(said('clip.started', { atMs: 9_500, clipId: 'hot' }));
  const part = (signal: string, until_ms: number | null) => ({
    ...{ signal, at_ms: 2_500, until_ms, reason: 'refused', readers },
  });
  expect(record.told()).toEqual(silentInReport([part('q', null), part('r', 9_000)]));
  expect(record.told()[0]).toEqual({
    ...{ signal: 'q', atMs: 2_500, untilMs: null, reason: 'refused' },
    readers: [{ of: 'hot', text: 'q > 1' }],
  });
  expect(silentFor(record.told(), ({ of }) => of === 'hot')).toHaveLength(2);
  expect(silentFor(record.told(), ({ of }) => of === 'cold')).toEqual([]);
});
