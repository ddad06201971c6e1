/**
 * Mutation testing of the model: `npm run mutation`, or one folder of it with
 * `npm run mutation -- --mutate 'machines/pane/**'`. Statecharts and tables are evaluated when their
 * module loads, so most mutants need a fresh load; they are the model, and none is left out.
 */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'test/mutation/vitest.config.ts' },
  mutate: ['machines/**/*.ts'],
  coverageAnalysis: 'perTest',
  ignorePatterns: [
    '/dist',
    '/reports',
    '/docs/examples',
    '/bench-results',
    '/.ambush',
    '/coverage',
  ],
  tempDirName: 'reports/mutation-sandbox',
  reporters: ['clear-text', 'html', 'json'],
  htmlReporter: { fileName: 'reports/mutation/index.html' },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  clearTextReporter: {
    allowColor: false,
    reportTests: false,
    logTests: false,
    reportMutants: false,
  },
  incremental: true,
  incrementalFile: 'reports/mutation/incremental.json',
  thresholds: { high: 90, low: 85, break: 85 },
  concurrency: 2,
  // A stalled machine is not a killed mutant: endless loops are told by their hit count.
  timeoutMS: 30_000,
  timeoutFactor: 4,
  dryRunTimeoutMinutes: 15,
  warnings: { slow: false },
  // What the kept thread gathers over thousands of mutants goes with its process.
  maxTestRunnerReuse: 400,
};
