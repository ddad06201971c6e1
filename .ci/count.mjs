/**
 * Prints `N passed, N failed`, alone on its line, from what vitest wrote; fails when a test
 * failed or when nothing was written.
 */
import { readFileSync } from 'node:fs';

const file = new URL('../reports/vitest.json', import.meta.url);
const { numPassedTests, numFailedTests, success } = JSON.parse(readFileSync(file, 'utf8'));
process.stdout.write(`\n${numPassedTests} passed, ${numFailedTests} failed\n`);
process.exitCode = success && numPassedTests > 0 ? 0 : 1;
