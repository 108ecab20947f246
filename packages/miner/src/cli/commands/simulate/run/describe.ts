import type { LabResult, RunResult } from '../../../../simulator/index.ts';

const MOST_LABS = 40;

/** Runs for people: the metrics' means, and the labs of the first run. */
export function describeRuns(runs: readonly RunResult[]): string[] {
  const [first] = runs;
  if (first === undefined) return [];
  const names = Object.keys(first.metrics) as (keyof RunResult['metrics'])[];
  const metrics = names.map((name) => {
    const values = runs.flatMap(({ metrics: run }) => run[name] ?? []);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return `  ${name.padEnd(20)} ${values.length === 0 ? 'none' : mean.toPrecision(5)}`;
  });
  return [
    `${first.scenario} under ${first.rule}, seed ${first.seed}, ${runs.length === 1 ? 'one run' : `means of ${runs.length} runs`}`,
    ...metrics,
    '',
    ...table(first.labs.slice(0, MOST_LABS)),
    ...(first.labs.length > MOST_LABS ? [`  … and ${first.labs.length - MOST_LABS} more (--json has all)`] : []),
    '',
    ...runs.map(({ replication, hash }) => `run ${replication}  ${hash}`),
  ];
}

function table(labs: readonly LabResult[]): string[] {
  const rows = labs.map(({ name, strategy, hashShare, blockShare, utility, utilityShare, firstUseDay }) => [
    name,
    strategy,
    percent(hashShare),
    percent(blockShare),
    utility.toFixed(2),
    percent(utilityShare),
    firstUseDay === null ? 'never' : firstUseDay.toFixed(2),
  ]);
  const all = [['lab', 'strategy', 'hash', 'blocks', 'utility', 'of all', 'first use (day)'], ...rows];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map(
    (row) =>
      `  ${row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`,
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
