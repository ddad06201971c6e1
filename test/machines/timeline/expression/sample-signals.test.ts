/** Goal: every built-in signal has its value. Method: one sample, and none. */
import { expect, test } from 'vitest';
import { signalsAt } from '../../../../machines/timeline/expression/sample-signals.ts';
import { builtInSignals } from '../../../../machines/timeline/expression/signals.ts';

const host = {
  cpuLoad: 0.5,
  memoryUsed: 0.9,
  cpuPressure: 0.1,
  memoryPressure: 0.2,
  ioPressure: 0.3,
  ioLatencyMs: 4,
};
const target = {
  ...{ cpu: 1.5, rssBytes: 3 * 2 ** 20, readBytesPerS: 0, writeBytesPerS: 0 },
  ...{ threads: 7, fds: 9, processes: 1 },
};

test('a sample with everything', () => {
  expect(signalsAt({ host, target }, 2_500, { crashes: 1, exits: 2, lives: 3 })).toEqual({
    ...{ cpu_load: 0.5, memory_pressure: 0.2, io_pressure: 0.3, io_latency_ms: 4 },
    ...{ crashes: 1, exits: 2, restarts: 3, elapsed_s: 2.5 },
    ...{ 'target.cpu': 1.5, 'target.rss_mb': 3, 'target.threads': 7, 'target.fds': 9 },
  });
});

test('where there is no pressure of memory, what is not available counts', () => {
  const silent = { ...host, memoryPressure: null };
  const counts = { crashes: 0, exits: 0, lives: 0 };
  expect(signalsAt({ host: silent, target }, 0, counts).memory_pressure).toBe(0.9);
});

test('every name is declared, and what nobody tells is null', () => {
  const none = signalsAt({ host: null, target: null }, -100, { crashes: 0, exits: 0, lives: 1 });
  expect(Object.keys(none).sort()).toEqual(builtInSignals.map(({ name }) => name).sort());
  expect(Object.entries(none).filter(([, value]) => value !== null)).toEqual([
    ['crashes', 0],
    ['exits', 0],
    ['restarts', 0],
    ['elapsed_s', 0],
  ]);
});
