/**
 * Goal: a run waits for its target to be well again, from the end of the last stress on and no longer
 * than it says; what being well means is looked at anew, in the life that lives then.
 * Method: rehearsals from the text to the report and the log, in virtual time.
 */
import { describe, expect, it } from 'vitest';
import { payloads, rehearse, expecting as timeline } from './rehearsals.ts';

describe('recovery', () => {
  const expected = (text: string, target: string) =>
    timeline(`  - ${text}`).replace('target: { restart: on-crash }', `target: ${target}`);
  const types = ['run.recovery.awaited', 'target.answered', 'target.recovered'];

  it('is over at the first tick at which the target is well, and the run keeps its duration', async () => {
    const { part, events } = await rehearse(timeline('  - recovered within 5s'));
    const [awaited] = payloads(events, 'run.recovery.awaited');
    expect(awaited).toMatchObject({ withinMs: 5_000 });
    expect(payloads(events, 'target.recovered')).toHaveLength(1);
    expect(part.recovery?.after_ms).toBeLessThanOrEqual(1_100);
    expect(part.recovery?.saw).toEqual({ up: true, answers: true });
    expect(part.run).toMatchObject({ status: 'completed', verdict: 'pass' });
    const stop = events.findIndex(({ type }) => type === 'run.stop.requested');
    expect(events.findIndex(({ type }) => type === 'target.recovered')).toBeLessThan(stop);
    // One story: the end of the stress, the wait, the question, the answer, the recovery.
    const story = events.filter(({ type }) => types.includes(type));
    expect(story.map(({ type }) => type)).toEqual(types);
    expect(story[2]?.causationId).toBe(story[1]?.eventId);
  });

  it('makes the run go on beyond its duration, and no longer than it takes', async () => {
    const text = timeline('  - { recovered: cpu_load < 0.5, within: 20s }').replace(
      'duration: 30s\n',
      '',
    );
    const loaded = ['--signal', 'cpu_load=0.9@0s..28.2s', '--signal', 'cpu_load=0.1@28.2s..90s'];
    const { part, events } = await rehearse(text, ...loaded);
    expect(part.expectations).toMatchObject([
      { expects: 'recovered within 20s: cpu_load < 0.5', judgement: 'kept' },
    ]);
    expect(part.recovery?.at_ms).toBeGreaterThanOrEqual(28_500);
    expect(part.recovery?.at_ms).toBeLessThanOrEqual(28_600);
    expect(part.recovery?.saw).toEqual({ up: true, answers: true, cpu_load: 0.1 });
    // The stress stopped at 21 s, and the target only when it was well.
    const stop = payloads(events, 'run.stop.requested')[0] as { atMs: number };
    expect(stop.atMs).toBeLessThan(21_600);
    const end = payloads(events, 'target.stop.requested')[0] as { atMs: number };
    expect(end.atMs).toBeGreaterThanOrEqual(28_500);
    expect(end.atMs).toBeLessThan(28_700);
    expect(part.run).toMatchObject({ status: 'completed', verdict: 'pass' });
  });

  it('has a limit, at which the run ends and has failed', async () => {
    const text = timeline('  - { recovered: cpu_load < 0.5, within: 4s }').replace(
      'duration: 30s\n',
      '',
    );
    const { part, events, status } = await rehearse(text, '--signal', 'cpu_load=0.9@0s..90s');
    expect(part.expectations).toMatchObject([
      { judgement: 'broken', saw: { up: true, answers: true, cpu_load: 0.9 } },
    ]);
    const [awaited] = payloads(events, 'run.recovery.awaited') as { atMs: number }[];
    expect((part.expectations?.[0]?.at_ms ?? 0) - (awaited?.atMs ?? 0)).toBeCloseTo(4_000, 0);
    expect(part).not.toHaveProperty('recovery');
    expect([part.run.status, part.run.verdict, status]).toEqual(['completed', 'fail', 1]);
    expect(part.run.reasons[0]).toMatch(
      /^Expected the target to be well again \(recovered within 4s: cpu_load < 0\.5\), which it was not: /,
    );
  });

  it('is of the target that lives: a life after the stress counts, one that is gone does not', async () => {
    const ready = '{ ready: { tcp: 8080 }, restart: on-crash }';
    const again = await rehearse(expected('recovered within 8s', ready), '--crash-at', '20.9s');
    expect(again.part.recovery?.after_ms).toBeLessThan(2_000);
    expect(again.part.expectations).toMatchObject([{ judgement: 'kept' }]);
    const gone = await rehearse(expected('recovered within 8s', '{}'), '--crash-at', '15s');
    expect(gone.part.expectations).toMatchObject([{ judgement: 'broken', saw: { up: false } }]);
    const later = await rehearse(expected('recovered within 8s', '{}'), '--crash-at', '21.2s');
    expect(later.part.expectations).toMatchObject([{ judgement: 'broken', saw: { up: false } }]);
    expect(later.part.run.status).toBe('completed');
  });

  it('is of a life that is ready: one that never becomes so is not well', async () => {
    const text = expected('recovered within 6s', '{ ready: { tcp: 8080 }, restart: on-crash }');
    const { part, events } = await rehearse(text, '--crash-at', '20.9s', '--hang-at', '20.8s');
    expect(part.expectations).toMatchObject([{ judgement: 'broken', saw: { up: false } }]);
    expect(payloads(events, 'target.answered')).toEqual([]);
  });

  it('is not waited for in a run that is aborted meanwhile', async () => {
    const text = timeline(
      '  - { recovered: cpu_load < 0.5, within: 8s }',
      'abort_when: elapsed_s > 23\n',
    );
    const { part, events } = await rehearse(text, '--signal', 'cpu_load=0.9');
    expect(payloads(events, 'run.recovery.awaited')).toHaveLength(1);
    expect(part.expectations).toMatchObject([{ judgement: 'unjudged' }]);
    expect(part.run.status).toBe('aborted');
    expect(part.run.reasons).toEqual([expect.stringContaining('was aborted at 23.5 s')]);
  });

  it('asks a target that hangs in vain', async () => {
    const text = expected('recovered within 6s', '{ ready: { tcp: 8080 } }');
    const { part, events } = await rehearse(text, '--hang-at', '15s');
    expect(part.expectations).toMatchObject([
      { judgement: 'broken', saw: { up: true, answers: expect.stringContaining('no longer') } },
    ]);
    const answers = payloads(events, 'target.answered') as { silence: string | null }[];
    expect(answers.length).toBeGreaterThan(1);
    expect(answers.every(({ silence }) => silence !== null)).toBe(true);
  });

  it('counts from the last stress that there was, not from what waited in vain', async () => {
    const text = `program: ./p
duration: 20s
seed: 1
target: { ready: { tcp: 8080 } }
events:
  - { id: a, axis: cpu, at: 1s, for: 3s }
  - { id: c, axis: cpu, for: 2s, start_when: "crashes > 0" }
expect: [recovered within 3s]
`;
    const ill = await rehearse(text, '--hang-at', '3s..15s');
    expect(ill.part.expectations).toMatchObject([
      { judgement: 'broken', saw: { answers: expect.stringContaining('no longer') } },
    ]);
    expect(ill.part).not.toHaveProperty('recovery');
    const well = await rehearse(text);
    expect(well.part.expectations).toMatchObject([{ judgement: 'kept' }]);
    expect(well.part.recovery?.at_ms).toBeLessThan(5_600);
    expect(well.part.recovery?.after_ms).toBeLessThan(1_600);
    // Nothing is waited for that has come long since.
    expect(payloads(well.events, 'run.recovery.awaited')).toEqual([]);
  });

  it('counts anew from each stress, and not from one that gave nothing', async () => {
    const text = (stop: string) => `program: ./p
duration: 30s
seed: 1
target: { ready: { tcp: 8080 } }
events:
  - { id: a, axis: cpu, at: 1s, for: 3s }
  - { id: b, axis: cpu, at: 12s, for: 3s${stop} }
expect: [recovered within 4s]
`;
    // Well after the first, never after the second.
    const ill = await rehearse(text(''), '--hang-at', '13s..28s');
    expect(ill.part.expectations).toMatchObject([{ judgement: 'broken' }]);
    // Ill for 6 s after the first, well right after the second.
    const well = await rehearse(text(''), '--hang-at', '3s..10s');
    expect(well.part.expectations).toMatchObject([{ judgement: 'kept' }]);
    expect(well.part.recovery?.after_ms).toBeLessThan(1_600);
    expect(payloads(well.events, 'target.recovered')).toHaveLength(1);
    const over = `, stop_when: 'event("a").state == "done"'`;
    const none = await rehearse(text(over), '--hang-at', '3s..10s');
    expect(none.part.expectations).toMatchObject([{ judgement: 'broken' }]);
  });

  it('is not known of a target that was never stressed', async () => {
    const text = expected('recovered within 4s', '{}').replace('at: 1s', 'start_when: crashes > 0');
    const { part } = await rehearse(text.replace('target: {}', 'target: { restart: on-crash }'));
    expect(part.expectations).toMatchObject([{ judgement: 'unavailable' }]);
    expect(part.run.verdict).toBe('inconclusive');
  });
});
