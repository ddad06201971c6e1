/**
 * Goal: every envelope of a run keeps the laws of the envelope, and no secret of the program is
 * in the log. Method: a simulated run with canaries in arguments, environment and output.
 */
import { describe, expect, it } from 'vitest';
import { envelopeSchema } from '../../machines/kernel/envelope.ts';
import { definitionOf, isEventType } from '../../machines/kernel/events/registry.ts';
import { foldReport } from '../../machines/report/fold.ts';
import { scriptedTarget } from '../../runtime/host/simulated-program.ts';
import { play, twoMinutes } from './simulate.ts';

it('is all that the report is made of, but for the output', async () => {
  const { log, report, input, outcome } = await play({
    score: twoMinutes,
    target: scriptedTarget(
      { crashAtMs: 65_000, output: [{ atMs: 1_000, text: 'first\n' }] },
      { unkillable: true },
    ),
    policy: { restart: { policy: 'on-crash', atMost: 2 } },
  });
  const read = log
    .trimEnd()
    .split('\n')
    .map((line) => envelopeSchema.parse(JSON.parse(line)));
  expect(foldReport(input, read, outcome.lives)).toEqual(report);
  const { lives } = foldReport(input, read).ambush.target;
  const silent = report.ambush.target.lives.map((life) => ({ ...life, output_tail: '' }));
  expect(lives).toEqual(silent);
  expect(report.ambush.target.lives.map((life) => life.output_tail)).toEqual(['first\n', '']);
  expect(silent.map(({ outcome: end }) => end.kind)).toEqual(['signalled', 'unkillable']);
});

it('that is missing at the end of the log leaves the clean-up unproved', async () => {
  const { log, input } = await play({ score: twoMinutes, target: scriptedTarget({}) });
  const lines = log.trimEnd().split('\n').slice(0, -1);
  const read = lines.map((line) => envelopeSchema.parse(JSON.parse(line)));
  const { status, cleanup, verdict } = foldReport(input, read).ambush.run;
  expect([status, cleanup, verdict]).toEqual(['errored', 'leftovers', 'inconclusive']);
});

describe('every envelope of a run', () => {
  it('keeps the laws of the envelope, and no secret of the program', async () => {
    const { events, log } = await play({
      score: twoMinutes,
      target: scriptedTarget({
        crashAtMs: 65_000,
        output: [{ atMs: 1_000, text: 'canary-in-output\n' }],
      }),
    });
    const seen = new Map<string, (typeof events)[number]>();
    const lastSeq = new Map<string, number>();
    for (const event of events) {
      expect(envelopeSchema.safeParse(event).success).toBe(true);
      expect(seen.has(event.eventId)).toBe(false);
      expect(event.seq).toBe((lastSeq.get(event.source) ?? 0) + 1);
      lastSeq.set(event.source, event.seq);
      if (event.causationId !== null) {
        expect(seen.get(event.causationId)?.correlationId).toBe(event.correlationId);
      }
      if (isEventType(event.type)) {
        expect(definitionOf(event.type).payload.safeParse(event.payload).error).toBeUndefined();
      }
      seen.set(event.eventId, event);
    }
    expect(log).not.toContain('canary');
    expect(log).not.toContain('--flag');
  });
});
