/**
 * A mutant that a test file cannot even be loaded with is seen, but Stryker's runner asks single
 * tests only: such a file gets one test that failed.
 */
import type { Reporter, RunnerTestFile, Vitest } from 'vitest/node';

export class LoadFailures implements Reporter {
  private vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  onTestRunEnd(): void {
    for (const file of this.vitest?.state.getFiles() ?? []) {
      // Errors of the file itself: those of a test are the test's.
      if (file.result?.state === 'fail' && file.result.errors?.length) blame(file);
    }
  }
}

function blame(file: RunnerTestFile): void {
  file.tasks.push({
    id: `${file.id}_load`,
    type: 'test',
    name: 'can be loaded',
    fullName: 'can be loaded',
    fullTestName: 'can be loaded',
    mode: 'run',
    meta: {},
    file,
    suite: file,
    timeout: 0,
    annotations: [],
    artifacts: [],
    context: Object.create(null),
    result: { state: 'fail', errors: file.result?.errors ?? [] },
  });
}
