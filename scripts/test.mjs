/**
 * `npm test`: installs what the tests need, runs all of them and ends with one line of counts.
 * Arguments go to vitest, which then runs alone, e.g. `npm test -- --project unit`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureDependencies, environment, root, run } from './setup.mjs';
import { ensureTestPrograms } from './testPrograms.mjs';

const yes = process.env.CI === 'true' || process.argv.includes('--yes');
const vitestArguments = process.argv.slice(2).filter((argument) => argument !== '--yes');

ensureDependencies();
ensureBuilt();
// QEMU and a kernel are needed only by those who ask for virtual machines; the tests do.
for (const flavour of [[], ['--flavour', 'vm']]) {
  run('bin/nxc', ['doctor', '--fix', ...flavour, ...(yes ? ['--yes'] : [])]);
}
ensureTestPrograms(yes);

const scratch = mkdtempSync(join(tmpdir(), 'nxc-test-report-'));
const results = [runVitest(vitestArguments)];
if (vitestArguments.length === 0) results.push(runPlaywright());
rmSync(scratch, { recursive: true, force: true });

const sum = (name) => results.reduce((total, counts) => total + counts[name], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exit(sum('failed') === 0 && sum('passed') > 0 ? 0 : 1);

function runVitest(words) {
  const report = join(scratch, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = run(
    'node',
    [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...reporters, ...words],
    {
      mayFail: true,
    },
  );
  return readCounts(report, status, (counts) => ({
    passed: counts.numPassedTests,
    failed: counts.numFailedTests,
    skipped: counts.numPendingTests + counts.numTodoTests,
  }));
}

function runPlaywright() {
  const report = join(scratch, 'playwright.json');
  const program = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const status = run('node', [program, 'test', '--reporter=list,json'], {
    mayFail: true,
    env: { ...environment, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  return readCounts(report, status, ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }));
}

function readCounts(file, status, countsOf) {
  try {
    const counts = countsOf(JSON.parse(readFileSync(file, 'utf8')));
    // A file that cannot even be loaded holds no test that could fail: the runner's own verdict counts too.
    return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch (error) {
    console.error(`error: the test report could not be read: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
