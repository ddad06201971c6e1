/**
 * Goal: the numbers that the pipeline prints last are those of its last step, or tell that it
 * never came to them.
 * Method: the script in a folder of its own, with an npm that plays each step.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const ci = fileURLToPath(new URL('../.ci', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ambush-ci-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
cpSync(ci, join(folder, '.ci'), { recursive: true });

/** Runs the pipeline; `test` and `check` are what those steps do, in the words of a shell. */
function pipeline(test: string, check: string): readonly [number | null, string | undefined] {
  const npm = join(folder, 'npm');
  writeFileSync(npm, `#!/bin/sh\ncase "$*" in test) ${test};; "run check") ${check};; esac\n`);
  chmodSync(npm, 0o755);
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
  const { status, stdout } = spawnSync('bash', ['.ci/run'], { cwd: folder, env, encoding: 'utf8' });
  return [status, stdout.trimEnd().split('\n').at(-1)];
}

function tell(passed: number, failed: number): string {
  const numbers = { numPassedTests: passed, numFailedTests: failed, success: failed === 0 };
  const report = JSON.stringify({ ...numbers, testResults: [] });
  return `mkdir -p reports && echo '${report}' > reports/vitest.json`;
}

it.each([
  ['all is well', tell(5, 0), tell(6, 0), [0, '6 passed, 0 failed']],
  ['a test fails at last', tell(5, 0), `${tell(5, 1)}; exit 1`, [1, '5 passed, 1 failed']],
  ['a check before the tests fails', tell(5, 0), 'exit 1', [1, '0 passed, 1 failed']],
  ['the tests fail', `${tell(4, 1)}; exit 1`, tell(6, 0), [1, '4 passed, 1 failed']],
  ['the build fails', 'exit 1', tell(6, 0), [1, '0 passed, 1 failed']],
])('when %s', (_name, test, check, expected) => {
  expect(pipeline(test, check)).toEqual(expected);
});
