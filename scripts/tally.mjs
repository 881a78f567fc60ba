// The last line of `.ci/run`: adds up the tests and the checks. `tally.mjs TESTS.json TESTS-EXIT CHECKS.json CHECKS-EXIT`
import { readFileSync } from 'node:fs';

const [testsFile, testsExit, checksFile, checksExit] = process.argv.slice(2);

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Passed and failed tests of a vitest report; a file that could not be loaded is one failure. */
function countTests(report) {
  const files = report?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults);
  const count = (status) => tests.filter((test) => test.status === status).length;
  const passed = count('passed');
  const unloaded = files.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const skipped = tests.length - passed - count('failed');
  // Tests over public data sets run only where those files are.
  if (skipped > 0) process.stdout.write(`${skipped} tests skipped: what they need is not here\n`);
  return { passed, failed: count('failed') + unloaded };
}

function settle({ passed, failed }, exit) {
  // A run that ended badly without a failure to show for it (a crash, an unhandled error, nothing run) is a failure.
  const silent = failed === 0 && (exit !== '0' || passed === 0);
  return { passed, failed: silent ? 1 : failed };
}

const tests = settle(countTests(read(testsFile)), testsExit);
const checks = settle(read(checksFile) ?? { passed: 0, failed: 0 }, checksExit);
const failed = tests.failed + checks.failed;
process.stdout.write(`${tests.passed + checks.passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
