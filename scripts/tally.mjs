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

/** Passed and failed tests of a vitest report; a file that could not be loaded is one failure, and so is a skipped test. */
function countTests(report) {
  const files = report?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === 'passed').length;
  const unloaded = files.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return { passed, failed: tests.length - passed + unloaded };
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
