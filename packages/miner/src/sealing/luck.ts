/** What the search has brought against what was to be expected of it; 100 % is neither lucky nor unlucky. */
export interface Luck {
  /** Of the present round, since this lab's last sealed block: hashes done in per cent of the difficulty they were done at. */
  readonly effortPercent: number;
  /** Blocks sealed against blocks expected, since the process began. Undefined before the first hash. */
  readonly lifePercent: number | undefined;
  /** The same over the last rounds that ended. Undefined before the first block. */
  readonly recentPercent: number | undefined;
  /** How many rounds that is. */
  readonly recentBlocks: number;
  readonly expectedBlocks: number;
}

export interface LuckBook {
  worked(hashes: number, difficulty: bigint): void;
  /** A round has ended with a block. */
  sealed(): void;
  read(): Luck;
}

const RECENT_ROUNDS = 50;

/** One hash at difficulty d is 1/d of a block, so a round may run over several difficulties. */
export function createLuckBook(): LuckBook {
  const recent: number[] = [];
  let expectedBlocks = 0;
  let sealedBlocks = 0;
  let effort = 0;
  return {
    worked(hashes, difficulty) {
      const share = hashes / Number(difficulty);
      expectedBlocks += share;
      effort += share;
    },
    sealed() {
      sealedBlocks++;
      recent.push(effort);
      if (recent.length > RECENT_ROUNDS) recent.shift();
      effort = 0;
    },
    read: () => ({
      effortPercent: effort * 100,
      lifePercent: percent(sealedBlocks, expectedBlocks),
      recentPercent: percent(
        recent.length,
        recent.reduce((sum, of) => sum + of, 0),
      ),
      recentBlocks: recent.length,
      expectedBlocks,
    }),
  };
}

function percent(sealed: number, expected: number): number | undefined {
  return expected === 0 ? undefined : (sealed / expected) * 100;
}
