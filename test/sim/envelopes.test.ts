/**
 * Goal: every envelope of a run keeps the laws of the envelope, and no secret of the program is
 * in the log. Method: a simulated run with canaries in arguments, environment and output.
 */
import { describe, expect, it } from 'vitest';
import { envelopeSchema } from '../../machines/kernel/envelope.ts';
import { definitionOf, isEventType } from '../../machines/kernel/events/registry.ts';
import { scriptedTarget } from '../../runtime/host/simulated-program.ts';
import { play, twoMinutes } from './simulate.ts';

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
