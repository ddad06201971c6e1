/**
 * Prints `N passed, N failed`, alone on its line, from what vitest wrote; fails when a test failed,
 * a test file could not be loaded, or nothing was written because a step before the tests failed.
 */
import { existsSync, readFileSync } from 'node:fs';

const file = new URL('../reports/vitest.json', import.meta.url);
const { passed, failed } = existsSync(file) ? read() : { passed: 0, failed: 1 };
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function read() {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = report.numFailedTests + unloaded.length;
  return { passed: report.numPassedTests, failed: failed || (report.success ? 0 : 1) };
}
