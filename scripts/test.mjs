/**
 * `npm test`: installs what the tests need, runs all of them and ends with one line of counts.
 * Arguments go to vitest, e.g. `npm test -- --project unit`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureDependencies, root, run } from './setup.mjs';

const yes = process.env.CI === 'true' || process.argv.includes('--yes');
const vitestArguments = process.argv.slice(2).filter((argument) => argument !== '--yes');

ensureDependencies();
ensureBuilt();
run('bin/nxc', ['doctor', '--fix', ...(yes ? ['--yes'] : [])]);

const scratch = mkdtempSync(join(tmpdir(), 'nxc-test-report-'));
const report = join(scratch, 'report.json');
const status = run(
  'node',
  [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...vitestArguments,
  ],
  { mayFail: true },
);
const counts = readCounts(report);
rmSync(scratch, { recursive: true, force: true });
// A file that cannot even be loaded holds no test that could fail: vitest's own verdict counts too.
const failed = status !== 0 && counts.failed === 0 ? 1 : counts.failed;
console.log(`${counts.passed} passed, ${failed} failed, ${counts.skipped} skipped`);
process.exit(failed === 0 && counts.passed > 0 ? 0 : 1);

function readCounts(file) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(file, 'utf8'),
    );
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } catch (error) {
    console.error(`error: the test report could not be read: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
