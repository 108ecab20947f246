import { auditExact, borderTable, dominatedCells, type ExactRelease, publishExact, smallCells, suppress } from '@medrec/census/privacy';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// What would be lost: that a small count left out of an exact table stays unknown. The audit is the attack: linear programs over all that
// was published. It is run on what a plain threshold publishes, which it must break, and on what the release function does.

const THRESHOLD = 11;

/** A mutant: leaves out the small counts themselves and nothing else. */
function naive(sizes: readonly number[], counts: readonly number[]): ExactRelease[] {
  const sums = (axes: readonly number[]): ExactRelease => {
    const kept = axes.map((axis) => sizes[axis] ?? 1);
    const cells = new Array<number>(kept.reduce((product, size) => product * size, 1)).fill(0);
    for (const [cell, count] of counts.entries()) {
      let rest = cell;
      const places = sizes
        .toReversed()
        .map((size) => {
          const place = rest % size;
          rest = Math.floor(rest / size);
          return place;
        })
        .toReversed();
      const at = axes.reduce((place, axis, k) => place * (kept[k] ?? 1) + (places[axis] ?? 0), 0);
      cells[at] = (cells[at] ?? 0) + count;
    }
    return { axes, cells: cells.map((count) => (count > 0 && count < THRESHOLD ? null : count)) };
  };
  const axes = sizes.map((_, axis) => axis);
  const sets = Array.from({ length: 2 ** axes.length }, (_, set) => axes.filter((axis) => (set >> axis) & 1));
  return sets.map(sums);
}

/** Counts as hospitals have them: most are large, some small, some none. */
function table(cells: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: cells }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    const draw = Math.floor(state / 2 ** 12) % 1000;
    return draw < 150 ? 1 + (draw % 10) : draw < 200 ? 0 : 11 + (draw % 300);
  });
}

const small = (counts: readonly number[]): number => counts.filter((count) => count > 0 && count < THRESHOLD).length;

describe('a plain threshold', () => {
  it('is broken by the audit: sums betray what was left out', async () => {
    const counts = table(3 * 6 * 7, 5);
    const audit = await auditExact({ sizes: [3, 6, 7], counts, releases: naive([3, 6, 7], counts), threshold: THRESHOLD });
    expect(audit.sensitiveCells).toBeGreaterThan(10);
    expect(audit.known / audit.sensitiveCells).toBeGreaterThan(0.9);
    expect(audit.isSafe).toBe(false);
  });
});

describe('complementary suppression', () => {
  it.each<[string, number[], number]>([
    ['two axes', [6, 8], 1],
    ['two axes, another table', [5, 12], 2],
    ['three axes', [3, 5, 6], 3],
  ])('hides every small count of a table with %s', async (_, sizes, seed) => {
    const counts = table(
      sizes.reduce((product, size) => product * size, 1),
      seed,
    );
    const { releases, audit, suppressed } = await publishExact({ sizes, counts, threshold: THRESHOLD, earlier: [] });
    expect(audit).toMatchObject({ isSafe: true, betrayed: [] });
    expect(audit.sensitiveCells).toBeGreaterThanOrEqual(small(counts));
    expect(suppressed).toBeGreaterThan(audit.sensitiveCells);
    expect(releases.flatMap(({ cells }) => cells).filter((value) => value !== null && value > 0 && value < THRESHOLD)).toEqual([]);
    expect(releases.at(-1)?.cells).toEqual([counts.reduce((sum, count) => sum + count, 0)]);
  });

  it('leaves out as few cells as there can be, compared with every pattern', async () => {
    const sizes = [3, 3];
    const counts = [4, 30, 50, 40, 20, 60, 70, 35, 7];
    const bordered = borderTable(sizes, counts);
    const found = await suppress(bordered, smallCells(bordered.values, THRESHOLD));
    expect(found.isOptimal).toBe(true);
    expect(found.suppressed).toBe(await fewest(sizes, counts));
  });

  it('hides small counts of any table that it accepts', async () => {
    const count = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 13, max: 400 }));
    const codes: unknown[] = [];
    await fc.assert(
      fc.asyncProperty(fc.array(count, { minLength: 12, maxLength: 12 }), async (counts) => {
        const drawn = publishExact({ sizes: [3, 4], counts, threshold: THRESHOLD, earlier: [] });
        const code = await drawn.then(
          ({ audit }) => (audit.isSafe ? 'safe' : 'betrayed'),
          (thrown: unknown) => (thrown instanceof Error && 'code' in thrown ? thrown.code : thrown),
        );
        expect(['safe', 'SUPPRESSION_IMPOSSIBLE']).toContain(code);
        codes.push(code);
      }),
      { numRuns: 40, seed: 7 },
    );
    expect(codes.filter((code) => code === 'safe').length).toBeGreaterThan(20);
  });

  it('refuses a table that an earlier one betrays', async () => {
    const sizes = [4, 5];
    const counts = table(20, 9);
    const everything: ExactRelease = { axes: [0, 1], cells: counts };
    await expect(publishExact({ sizes, counts, threshold: THRESHOLD, earlier: [everything] })).rejects.toMatchObject({
      code: 'AUDIT_REFUSED',
    });
  });

  it('refuses to prove anything from releases that contradict each other', async () => {
    const releases = [
      { axes: [0], cells: [5, 7] },
      { axes: [], cells: [13] },
    ];
    const audit = auditExact({ sizes: [2, 2], counts: [1, 4, 2, 5], releases, threshold: THRESHOLD });
    await expect(audit).rejects.toMatchObject({ code: 'SOLVER_FAILED' });
  });
});

it('finds the cells that one contributor dominates', () => {
  const cells = [
    { cell: 3, total: 100, largest: 80, second: 18 },
    { cell: 4, total: 100, largest: 40, second: 30 },
  ];
  expect(dominatedCells(cells, 15)).toEqual([{ cell: 3, down: 10, up: 10 }]);
});

it.each<[string, number[], number[]]>([
  ['one axis', [4], [1, 2, 3, 4]],
  ['a negative count', [2, 2], [1, 2, 3, -4]],
  ['too few counts', [2, 2], [1, 2, 3]],
  ['more cells than the solver can take', [100, 100], new Array<number>(10_000).fill(20)],
])('refuses %s', (_, sizes, counts) => {
  expect(() => borderTable(sizes, counts)).toThrow(expect.objectContaining({ code: 'EXACT_TABLE_INVALID' }));
});

/** The fewest withheld cells that are safe by the audit, tried pattern by pattern. */
async function fewest(sizes: readonly number[], counts: readonly number[]): Promise<number> {
  const { values } = borderTable(sizes, counts);
  const must = smallCells(values, THRESHOLD).map(({ cell }) => cell);
  const others = [...values.keys()].slice(0, -1).filter((cell) => !must.includes(cell));
  for (let added = 0; added <= others.length; added += 1) {
    for (const chosen of combinations(others, added)) {
      const withheld = new Set([...must, ...chosen]);
      const shown = (cell: number): number | null => (withheld.has(cell) ? null : (values[cell] ?? 0));
      const [rows, columns] = [sizes[0] ?? 0, sizes[1] ?? 0];
      const at = (row: number, column: number): number => row * (columns + 1) + column;
      const inner = counts.map((_, cell) => shown(at(Math.floor(cell / columns), cell % columns)));
      const releases = [
        { axes: [0, 1], cells: inner },
        { axes: [0], cells: Array.from({ length: rows }, (_, row) => shown(at(row, columns))) },
        { axes: [1], cells: Array.from({ length: columns }, (_, column) => shown(at(rows, column))) },
        { axes: [], cells: [shown(at(rows, columns))] },
      ];
      if ((await auditExact({ sizes, counts, releases, threshold: THRESHOLD })).isSafe) return withheld.size;
    }
  }
  return Number.NaN;
}

function* combinations(items: readonly number[], size: number): Generator<number[]> {
  if (size === 0) yield [];
  for (const [at, item] of items.entries()) {
    if (size > 0) for (const rest of combinations(items.slice(at + 1), size - 1)) yield [item, ...rest];
  }
}
