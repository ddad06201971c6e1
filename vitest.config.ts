/**
 * Four projects, one after the other. `fast` is pure or simulated and runs on both cores; `live`
 * starts real processes and mostly waits for them, so several files wait side by side; `loud`
 * loads the machine on purpose, or looks over all of it, so its files run alone. `long` does so for
 * more than a minute: `npm run test:long` runs it, and so does CI; `npm test` runs the others.
 */
import { defineConfig } from 'vitest/config';

/** Files that measure stress of our own, or look for what any run has left on the machine. */
const loud = ['test/live/hands/signals.test.ts', 'test/live/orphans/**/*.test.ts'];
/** More of these: every axis measured from outside, whole runs of examples, a dozen kills. */
const long = [
  'test/live/stressors/load.test.ts',
  'test/live/stressors/process.test.ts',
  'test/live/bridge/kills.test.ts',
  'test/live/constraints.test.ts',
  'test/live/conditions.test.ts',
  'test/examples/**/*.test.ts',
];
/** Files that start real processes. */
const live = ['test/live/**/*.test.ts'];

const realProcesses = {
  globalSetup: ['test/fresh-build.setup.ts'],
  testTimeout: 40_000,
  // Tests that say so wait side by side within their file.
  maxConcurrency: 10,
  hookTimeout: 40_000,
};

export default defineConfig({
  test: {
    reporters: process.env.CI ? ['default', 'json'] : ['default'],
    outputFile: { json: 'reports/vitest.json' },
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [...live, ...loud, ...long],
          maxWorkers: 2,
          // Nothing in these files is left behind for the next, and loading again costs more than half.
          isolate: false,
          // A busy machine may be ten times slower; no test is about time.
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...realProcesses,
          name: 'live',
          include: live,
          exclude: [...loud, ...long],
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...realProcesses,
          name: 'loud',
          include: loud,
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          ...realProcesses,
          name: 'long',
          include: long,
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
