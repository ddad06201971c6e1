/**
 * Goal: the run's own part tells how it began, ended and why, and what it was aborted for.
 * Method: heard streams that end, that do not, and that were aborted.
 */
import { expect, it } from 'vitest';
import { createHeard } from '../../../machines/report/heard.ts';
import { runPart } from '../../../machines/report/run-part.ts';
import { createStream, planOf } from './stream.ts';

const plan = planOf();
const judgement = { verdict: 'inconclusive', reasons: ['Why.'], weaknesses: [] } as const;

function heardOf(tell: (stream: ReturnType<typeof createStream>) => void) {
  const stream = createStream();
  tell(stream);
  const heard = createHeard();
  for (const envelope of stream.said) heard.take(envelope);
  return heard;
}

it('tells what aborted it, with the values seen', () => {
  const heard = heardOf((stream) => {
    stream.say('run.abort.requested', { atMs: 1_500.12345, because: 'a > 1', saw: { a: 2 } });
    stream.say('run.abort.requested', { atMs: 9_000, because: 'b > 1', saw: { b: 2 } });
  });
  expect(runPart(plan, heard, 'aborted', judgement)).toMatchObject({
    ...{ status: 'aborted', verdict: 'inconclusive', reasons: ['Why.'] },
    abort: { at_ms: 1_500.123, because: 'a > 1', saw: { a: 2 } },
  });
});

it('proves no clean-up where the end was not heard', () => {
  const part = runPart(plan, createHeard(), 'errored', judgement);
  expect(part).toMatchObject({ cleanup: 'leftovers', orphan_guard: 'unknown', origin_ms: null });
  expect(part).not.toHaveProperty('abort');
});
