import { dirname } from 'node:path';
import type { RunReply } from './messages.ts';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Failure {
  readonly file: string;
  readonly fork?: string | undefined;
  readonly name: string;
  readonly expected: string;
  readonly got: string;
}

export interface Report {
  readonly suites: Readonly<Record<string, Counts>>;
  readonly failures: readonly Failure[];
  /** Reason → number of cases. */
  readonly skips: Readonly<Record<string, number>>;
  readonly total: Counts;
}

/** Gathers the replies; a suite is a folder at a fork. */
export function createReport(): { add(reply: RunReply): void; finish(): Report } {
  const suites = new Map<string, Counts>();
  const failures: Failure[] = [];
  const skips = new Map<string, number>();
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  return {
    add({ file, results }) {
      for (const { fork, name, outcome } of results) {
        const suite = `${dirname(file.name)}${fork === undefined ? '' : ` · ${fork}`}`;
        const counts = suites.get(suite) ?? { passed: 0, failed: 0, skipped: 0 };
        suites.set(suite, counts);
        counts[outcome.kind]++;
        total[outcome.kind]++;
        if (outcome.kind === 'failed') failures.push({ file: file.name, fork, name, expected: outcome.expected, got: outcome.got });
        if (outcome.kind === 'skipped') skips.set(outcome.reason, (skips.get(outcome.reason) ?? 0) + 1);
      }
    },
    finish: () => ({
      suites: Object.fromEntries([...suites].sort(([a], [b]) => (a < b ? -1 : 1))),
      failures,
      skips: Object.fromEntries(skips),
      total,
    }),
  };
}

/** A line per suite, then skips by reason, then each failure, then the counts. */
export function reportLines({ suites, failures, skips, total }: Report): string[] {
  const suiteLines = Object.entries(suites).map(
    ([name, counts]) => `${counts.failed > 0 ? 'FAIL' : 'ok  '} ${name}: ${countsText(counts)}`,
  );
  const skipLines = Object.entries(skips).map(([reason, count]) => `skipped ${count}: ${reason}`);
  const failureLines = failures.flatMap(({ file, fork, name, expected, got }) => [
    `failed ${file} ${name}${fork === undefined ? '' : ` (${fork})`}`,
    `  expected ${expected}`,
    `  got      ${got}`,
  ]);
  return [...suiteLines, ...skipLines, ...failureLines, countsText(total)];
}

function countsText({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
