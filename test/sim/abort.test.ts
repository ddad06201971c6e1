/**
 * Goal: a run is aborted when what its timeline names holds, and for as long as it says; at once for
 * what became of an event, at the tick for a signal; with the values seen, status 5, and all clean.
 * Method: rehearsals from the text to the report, the log and the exit status.
 */
import { expect, it } from 'vitest';
import { ambush, payloads, rehearse } from './rehearsals.ts';

const timeline = (condition: string) => `program: ./p
duration: 60s
seed: 1
target: { restart: on-crash }
events:
  - { id: load, axis: cpu, at: 1s, for: 50s }
  - { id: next, axis: disk, for: 5s, start_when: { event: load, outcome: crash } }
abort_when: ${condition}
`;

const loaded = ['--signal', 'cpu_load=0.95@10s..20s'];

it.each([
  ['{ crashes >= 2 }', ['--crash-at', '3s', '--crash-at', '7.2s'], 7_500, { crashes: 2 }],
  ['cpu_load > 0.9', loaded, 10_000, { cpu_load: 0.95 }],
  ['{ if: cpu_load > 0.9, hold: 3s }', loaded, 13_000, { cpu_load: 0.95 }],
  ['{ cpu_load > 0.9, elapsed_s > 15 }', loaded, 15_500, { cpu_load: 0.95, elapsed_s: 15.5 }],
  ['{ any: [exits > 3, { elapsed_s >= 20 }] }', [], 20_000, { exits: 0, elapsed_s: 20 }],
  // An end is a fact, for which no tick is waited.
  [
    '{ event: load, outcome: crash }',
    ['--crash-at', '7.2s'],
    7_200,
    { 'event("load").outcome': 'crash' },
  ],
])('%s', async (condition, script, atMs, saw) => {
  const { status, part, events } = await rehearse(timeline(condition), ...script);
  expect([status, part.run.status, part.run.cleanup]).toEqual([5, 'aborted', 'clean']);
  expect(part.run.abort).toMatchObject({ saw });
  expect(Math.abs((part.run.abort?.at_ms ?? 0) - atMs)).toBeLessThanOrEqual(1);
  const [asked, ...more] = events.filter(({ type }) => type === 'run.abort.requested');
  expect(more).toEqual([]);
  expect(asked?.payload).toEqual({
    atMs: part.run.abort?.at_ms,
    because: part.run.abort?.because,
    saw,
  });
  const stop = events.find(({ type }) => type === 'run.stop.requested');
  expect(stop?.payload).toMatchObject({ reason: 'abort' });
  expect(stop?.causationId).toBe(asked?.eventId);
  // What the same fact would have started is not started to be stopped again.
  expect(payloads(events, 'condition.met')).toEqual(
    condition.includes('crashes') ? [expect.objectContaining({ clipId: 'next' })] : [],
  );
});

it.each([
  ['{ if: cpu_load > 0.9, hold: 20s }', loaded],
  ['{ crashes >= 2 }', ['--crash-at', '3s']],
  ['{ event: load, outcome: hang }', []],
])('%s never holds', async (condition, script) => {
  const { part, events } = await rehearse(timeline(condition), ...script);
  expect(part.run.status).toBe('completed');
  expect(part.run.abort).toBeUndefined();
  expect(payloads(events, 'run.abort.requested')).toEqual([]);
});

it('is told to a person with the values', async () => {
  const text = timeline('{ if: cpu_load > 0.9, hold: 1s }');
  const { part, told } = await rehearse(text, ...loaded);
  expect(part.run.reasons[0]).toBe(
    'The run was aborted at 11.0 s: cpu_load > 0.9 for 1s (cpu_load was 0.95).',
  );
  // One moment is one line.
  const lines = told.split('\n').filter((line) => line.includes('cpu_load was 0.95'));
  expect(lines.filter((line) => line.includes('+11.0s'))).toEqual([
    expect.stringMatching(/stopping: aborted: cpu_load > 0.9 for 1s \(cpu_load was 0.95\)$/),
  ]);
  expect(told).toContain('ABORTED');
});

it('is what the plan tells', async () => {
  const text = timeline('{ any: [crashes > 3, { if: cpu_load > 0.9, hold: 2s }] }');
  const { out } = await ambush(text, 'plan', '-');
  expect(out).toContain('  aborted when crashes > 3 or (cpu_load > 0.9 for 2s)\n');
  const { out: json } = await ambush(text, 'plan', '-', '--json');
  expect(JSON.parse(json)).toMatchObject({ abort_when: 'crashes > 3 or (cpu_load > 0.9 for 2s)' });
});

it('waits for no recovery once it is aborted', async () => {
  const text = timeline('{ if: cpu_load > 0.9, hold: 1s }');
  const { events, told } = await rehearse(`${text}expect: [recovered within 3s]\n`, ...loaded);
  expect(payloads(events, 'run.stop.requested')).toMatchObject([{ reason: 'abort' }]);
  expect(payloads(events, 'run.recovery.awaited')).toEqual([]);
  expect(told).not.toContain('waits up to');
});
