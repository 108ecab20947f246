import type { Parties } from '../model/index.ts';
import type { Random } from '../random/index.ts';
import type { SealedBlock } from './sealers.ts';

/** A head is rich when it holds so many offers that the undercutter lacks. */
const RICH = 2;
/** What an undercutter takes; the rest it leaves to whoever follows it. */
const TAKEN = 0.5;

export interface JudgedBlock {
  readonly sealer: number;
  readonly ommers: readonly number[];
  /** Share of the waiting offers that the block takes. */
  readonly part: number;
}

/** What becomes of a block when some lab mines beside rich heads (Carlsten et al. 2016). */
export interface Undercutting {
  /** Undefined when the block went into a race before and is not on the main chain. */
  judge(found: SealedBlock, newTo: (lab: number) => number): JudgedBlock | undefined;
  won(): number;
  lost(): number;
}

/**
 * The undercutter finds the next block with its share of the hash rate, and it finds it beside the rich head. It wins by its own hash rate and by
 * that of labs that follow it, γ of the rest. Either way one of its later blocks is the one it spent here.
 */
export function createUndercutting({ labs, identities }: Parties, gamma: number, random: Random): Undercutting {
  const total = identities.reduce((sum, { hash }) => sum + hash, 0);
  const at = identities.findIndex(({ lab, hash }) => labs[lab]?.strategy.undercuts === true && hash > 0);
  const undercutter = identities[at];
  let spent = 0;
  let won = 0;
  let lost = 0;
  return {
    judge({ sealer, ommers }, newTo) {
      if (undercutter === undefined) return { sealer, ommers, part: 1 };
      if (sealer === at) {
        if (spent === 0) return { sealer, ommers, part: 1 };
        spent -= 1;
        return undefined;
      }
      const share = undercutter.hash / total;
      const tries = newTo(undercutter.lab) >= RICH && random.uniform() < share;
      if (!tries) return { sealer, ommers, part: 1 };
      spent += 1;
      if (random.uniform() < share + gamma * (1 - share)) {
        won += 1;
        return { sealer: at, ommers: [sealer], part: TAKEN };
      }
      lost += 1;
      return { sealer, ommers: [at], part: 1 };
    },
    won: () => won,
    lost: () => lost,
  };
}
