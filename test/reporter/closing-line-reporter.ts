import { DefaultReporter, type TestCase } from 'vitest/node';

type Ended = Parameters<DefaultReporter['onTestRunEnd']>;

/** The line that ends a test run. Counts are of tests; a file or a run that broke outside its tests counts as one failure. */
export function closingLine(counts: { passed: number; failed: number; skipped: number }): string {
  return `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
}

/** Vitest's default reporter, followed by one line that a person and a machine can read. */
export default class ClosingLineReporter extends DefaultReporter {
  override onTestRunEnd(...ended: Ended): void {
    super.onTestRunEnd(...ended);
    const [modules, unhandledErrors, reason] = ended;
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      let failedTests = 0;
      for (const test of module.children.allTests()) {
        const state = stateOf(test);
        counts[state] += 1;
        if (state === 'failed') failedTests += 1;
      }
      if (module.state() === 'failed' && failedTests === 0) counts.failed += 1;
    }
    if (reason === 'failed' && counts.failed === 0) counts.failed = 1;
    process.stdout.write(`${closingLine(counts)}\n`);
  }
}

/** A test that was never finished, because the run broke off, counts as failed. */
function stateOf(test: TestCase): 'passed' | 'failed' | 'skipped' {
  const { state } = test.result();
  return state === 'pending' ? 'failed' : state;
}
