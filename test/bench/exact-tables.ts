import { auditExact, borderTable, smallCells, suppress } from '@medrec/census/privacy';

// `pnpm bench:exact-tables`: complementary suppression and its audit, seconds of processor time and cells left out, on tables of growing
// size with 211 small counts of 1,320 in the largest. The least that any pattern could leave out stands beside it.

const THRESHOLD = 11;

/** A repeatable table, a sixth of its counts small. */
function table(cells: number): number[] {
  let state = 211;
  return Array.from({ length: cells }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    const draw = Math.floor(state / 2 ** 12) % 1000;
    return draw < 160 ? 1 + (draw % 10) : 11 + (draw % 300);
  });
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

for (const sizes of [
  [10, 22],
  [20, 22],
  [3, 10, 10],
  [3, 20, 22],
]) {
  const counts = table(sizes.reduce((product, size) => product * size, 1));
  const bordered = borderTable(sizes, counts);
  const sensitive = smallCells(bordered.values, THRESHOLD);
  const begun = processorSeconds();
  const found = await suppress(bordered, sensitive);
  const chosen = processorSeconds();
  const full = [{ axes: sizes.map((_, axis) => axis), cells: counts.map((count) => (count < THRESHOLD ? null : count)) }];
  const audit = await auditExact({ sizes, counts, releases: full, threshold: THRESHOLD });
  const audited = processorSeconds();
  process.stdout.write(
    `${sizes.join(' × ').padEnd(12)} ${sensitive.length} sensitive, ${found.suppressed} left out (least ${found.leastSuppressed}) in ${(chosen - begun).toFixed(1)} s; ` +
      `inner table alone audited in ${(audited - chosen).toFixed(1)} s, ${audit.betrayed.length} betrayed\n`,
  );
}
process.stdout.write(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB\n`);
