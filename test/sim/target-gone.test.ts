/**
 * Goal: when a target is gone for good, only those play on that follow its end.
 * Method: rehearsals from the text to the report, in virtual time.
 */
import { describe, expect, it } from 'vitest';
import { rehearse } from './rehearsals.ts';

describe('a target that is gone for good', () => {
  const text = `program: ./p
duration: 60s
seed: 1
events:
  - { id: cond, axis: cpu, for: 40s, start_when: { elapsed_s > 1 } }
  - { id: timed, axis: disk, at: 0s, for: 40s }
  - { id: crashed, axis: memory, for: 10s, start_when: { crashes >= 1 } }
  - { id: next, axis: memory, for: 2s, start_when: { event: crashed } }
  - { id: clock, axis: network, for: 10s, start_when: { elapsed_s > 9 } }
  - { id: plain, axis: network, for: 10s, start_when: { event: timed } }
`;

  it('leaves those that follow its end, and nobody who waited for a clock', async () => {
    const { part } = await rehearse(text, '--crash-at', '5s');
    const of = (id: string) => part.events.find((event) => event.id === id);
    expect(of('crashed')?.actual?.start_ms).toBe(5_020);
    expect(of('next')?.actual?.start_ms).toBeGreaterThanOrEqual(15_000);
    expect(of('next')?.actual?.start_ms).toBeLessThan(15_600);
    for (const id of ['clock', 'plain']) {
      expect(of(id)).toMatchObject({ actual: null, reason: 'the target had ended' });
    }
    for (const id of ['cond', 'timed']) {
      expect(of(id)?.actual?.end_ms).toBe(5_000);
    }
    expect(part.run.duration_ms).toBeLessThan(19_000);
  });

  it('leaves nobody who has begun before', async () => {
    const restarted = text
      .replace('events:', 'target: { restart: { when: on-crash, at_most: 1 } }\nevents:')
      .replace('for: 10s, start_when: { crashes >= 1 }', 'for: 50s, start_when: { crashes >= 1 }');
    const { part } = await rehearse(restarted, '--crash-at', '5s', '--crash-at', '9s');
    expect(part.target.lives).toHaveLength(2);
    expect(part.run.duration_ms).toBeLessThan(12_000);
  });
});
