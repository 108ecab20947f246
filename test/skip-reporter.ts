import type { Reporter, TestCase } from 'vitest/node';

/** Prints every skipped test with its reason, so that a green run hides nothing. */
export default class SkipReporter implements Reporter {
  private readonly skips: string[] = [];

  onTestCaseResult(test: TestCase): void {
    const result = test.result();
    if (result.state === 'skipped') this.skips.push(`skipped  ${test.fullName}: ${result.note ?? 'see the suite’s name'}`);
  }

  onTestRunEnd(): void {
    process.stdout.write(`${this.skips.length} skipped\n${this.skips.map((line) => `${line}\n`).join('')}`);
  }
}
