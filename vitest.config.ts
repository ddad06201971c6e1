/**
 * Two projects: `fast` holds everything that is pure or simulated and runs on both cores;
 * `live` starts real processes and stress, so its files run one after the other, afterwards.
 */
import { defineConfig } from 'vitest/config';

/** Files that start real processes. */
const live = ['test/live/**/*.test.ts', 'test/examples/**/*.test.ts'];

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
          exclude: live,
          maxWorkers: 2,
          // A busy machine may be ten times slower; no test is about time.
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'live',
          include: live,
          globalSetup: ['test/fresh-build.setup.ts'],
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 40_000,
          hookTimeout: 40_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
