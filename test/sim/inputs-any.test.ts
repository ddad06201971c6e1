/**
 * Goal: whatever a timeline types, whatever the program does meanwhile: each input has exactly one
 * end, and nothing is written while compaction closes the gate. The same seed gives the same bytes.
 * Method: generated timelines and scripts, judged by the log alone.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { storiesOfLog } from '../../machines/trace/log-story.ts';
import { storiesOfReport } from '../../machines/trace/report-story.ts';
import { lane, rehearse } from './typed-run.ts';

describe('any timeline that types', () => {
  const input = fc.record({
    at: fc.integer({ min: 0, max: 29_000 }),
    critical: fc.boolean(),
    text: fc.constantFrom('one', 'two\nlines', '\u001b[31mred', 'x'.repeat(5_000)),
  });
  const span = fc
    .tuple(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 1, max: 20_000 }))
    .map(([from, lasts]) => `${from}ms..${from + lasts}ms`);

  const played = async (
    inputs: readonly { at: number; critical: boolean; text: string }[],
    script: readonly string[],
  ) => {
    const events = inputs.map(({ at, critical, text }) =>
      JSON.stringify({ at: `${at}ms`, critical, inject: text }),
    );
    const text = `program: ./p\nduration: 30s\nseed: 9\ntarget: { pane: {} }\n${lane(...events)}`;
    return rehearse(text, ...script);
  };

  it('gives each of its inputs exactly one end, never types while a gate is closed', async () => {
    const runs = fc.asyncProperty(
      fc.array(input, { minLength: 1, maxLength: 12 }),
      fc.array(span, { maxLength: 3 }),
      fc.array(span, { maxLength: 2 }),
      fc.option(fc.integer({ min: 1, max: 29_000 })),
      async (inputs, compactions, deaf, crash) => {
        const { events, injections, part } = await played(inputs, [
          ...compactions.flatMap((one) => ['--compact-at', one]),
          ...deaf.flatMap((one) => ['--deaf-at', one]),
          ...(crash === null ? [] : ['--crash-at', `${crash}ms`]),
        ]);
        const ends = new Map<string, string[]>();
        for (const { type, correlationId } of events) {
          if (type === 'inject.requested') ends.set(correlationId, []);
          if (['inject.verified', 'inject.failed', 'inject.dropped'].includes(type)) {
            ends.get(correlationId)?.push(type);
          }
        }
        expect([...ends.values()].every((one) => one.length === 1)).toBe(true);
        const due = events.filter(({ type }) => type === 'input.due').length;
        const settled = events.filter(({ type }) => type === 'input.settled').length;
        const skipped = events.filter(({ type }) => type === 'input.skipped').length;
        expect([ends.size, settled, due + skipped]).toEqual([due, due, inputs.length]);
        expect(injections.asked + injections.skipped).toBe(inputs.length);
        expect(injections.verified + injections.failed).toBe(injections.asked);
        expect(writesBehindGates(events)).toEqual([]);
        // `ambush why` says the same of a log as of a report.
        const told = (all: ReturnType<typeof storiesOfLog>) =>
          all.flatMap(({ id, typed, state, endedMs }) =>
            typed ? [{ id, typed, state, endedMs }] : [],
          );
        const [ofLog, ofReport] = [told(storiesOfLog(events)), told(storiesOfReport(part))];
        expect(ofLog.map(({ id, typed }) => [id, typed.outcome, typed.heldBy])).toEqual(
          ofReport.map(({ id, typed }) => [id, typed.outcome, typed.heldBy]),
        );
        expect(ofLog.map(({ state, endedMs }) => [state, endedMs])).toEqual(
          ofReport.map(({ state, endedMs }) => [state, endedMs]),
        );
      },
    );
    await fc.assert(runs, { numRuns: 40 });
  });

  it('is the same to the byte for the same seed', async () => {
    const inputs = [
      { at: 1_000, critical: false, text: 'one' },
      { at: 7_000, critical: true, text: 'two\nlines' },
      { at: 8_000, critical: false, text: 'three' },
    ];
    const script = ['--compact-at', '5s..9s', '--deaf-at', '20s..22s', '--crash-at', '25s'];
    const [one, other] = [await played(inputs, script), await played(inputs, script)];
    expect(other.log).toBe(one.log);
    expect(other.out).toBe(one.out);
  });
});

/** Writes that were asked for while the log says that compaction was confirmed, without override. */
function writesBehindGates(events: readonly Envelope[]): readonly string[] {
  let isConfirmed = false;
  const overrode = new Set<string>();
  const found: string[] = [];
  for (const { type, payload, correlationId } of events) {
    if (type === 'pane.state.changed') {
      const { gates } = payload.to as { gates?: { compacting?: string } };
      if (gates?.compacting !== undefined) isConfirmed = gates.compacting === 'confirmed';
    }
    if (type === 'contract.override') overrode.add(correlationId);
    if (type === 'daemon.write.requested' && isConfirmed && !overrode.has(correlationId)) {
      found.push(correlationId);
    }
  }
  return found;
}
