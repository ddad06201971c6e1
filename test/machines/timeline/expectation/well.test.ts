/**
 * Goal: the target is well when it runs, answers, its servers answer, and what the file names holds.
 * Method: signs in which everything is right, and then one thing is not.
 */
import { expect, it } from 'vitest';
import {
  askedSignals,
  type Signs,
  wellness,
} from '../../../../machines/timeline/expectation/well.ts';

const well: Signs = {
  isUp: true,
  silence: null,
  asked: { latency_ms: 4 },
  when: { value: true, saw: { cpu_load: 0.1 } },
};

it('is well, and says what it saw', () => {
  expect(wellness(well)).toEqual({
    isWell: true,
    saw: { up: true, answers: true, latency_ms: 4, cpu_load: 0.1 },
  });
  expect(wellness({ isUp: true, silence: null, asked: {}, when: null }).isWell).toBe(true);
});

it.each<[Partial<Signs>, object]>([
  [{ isUp: false }, { up: false }],
  [{ silence: 'timeout' }, { answers: 'timeout' }],
  [{ asked: { latency_ms: null } }, { latency_ms: null }],
  [{ when: { value: false, saw: { cpu_load: 0.9 } } }, { cpu_load: 0.9 }],
  [{ when: { value: null, saw: { cpu_load: null } } }, { cpu_load: null }],
])('is not well: %j', (sign, saw) => {
  const found = wellness({ ...well, ...sign });
  expect(found.isWell).toBe(false);
  expect(found.saw).toMatchObject(saw);
});

it('asks servers, and no one else', () => {
  const of = (name: string, source: Parameters<typeof askedSignals>[0][number]['source']) => ({
    ...{ name, everyMs: 500, source },
  });
  expect(
    askedSignals([
      of('a', { kind: 'http', url: 'http://127.0.0.1/' }),
      of('b', { kind: 'tcp', port: 80 }),
      of('c', { kind: 'output', pattern: 'x' }),
      of('d', { kind: 'command', command: 'x', args: [] }),
      of('e', { kind: 'prometheus', url: 'http://127.0.0.1/', metric: 'x', labels: {} }),
    ]),
  ).toEqual(['a', 'b', 'e']);
});
