/**
 * The tests that the mutation run may use: those of the model, all pure or simulated. Each mutant
 * is tried until the first test fails. `MUTATION_TESTS` names fewer, such as the mirror of one
 * folder: many times as fast, and a lower bound.
 */
import { defineConfig } from 'vitest/config';
import { keptThread } from './kept-thread.ts';
import { LoadFailures } from './load-failures.ts';
import { MirrorThenQuick } from './mirror-then-quick.ts';

const fewer = process.env.MUTATION_TESTS?.split(' ');

export default defineConfig({
  cacheDir: 'reports/mutation-cache',
  plugins: [keptThread],
  test: {
    include: fewer ?? [
      'test/{machines,actors/kernel,incidents}/**/*.test.ts',
      'test/{actors/detector.actor,corpus/authorities,corpus/readings}.test.ts',
      // What is published and what is shown is the wording of the model.
      'test/cli/commands/{schema,events,chain,why,metrics}.test.ts',
      'test/cli/render/{plan,problems,summary}.test.ts',
      'test/sim/{whole-run,cut-short,envelopes}.test.ts',
    ],
    // Seconds for each mutant, and it counts the cases that it has seen, of which we allow few.
    exclude: ['test/actors/kernel/recovery.test.ts'],
    setupFiles: ['test/mutation/fresh-modules.setup.ts'],
    reporters: [new LoadFailures()],
    isolate: false,
    testTimeout: 60_000,
    sequence: { sequencer: MirrorThenQuick },
  },
});
