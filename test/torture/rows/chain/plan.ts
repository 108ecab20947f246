import { sealerKeyFrom } from '@medrec/miner/sealing';
import { foundWorld, keyOf, type World } from '../../world/world.ts';

export const TRANSACTIONS_PER_BLOCK = 10;
/** Far above the difficulty rule's two seconds: difficulty stays at its minimum. */
export const SECONDS_PER_BLOCK = 13;
export const CENSUS_EPOCH_SECONDS: number = 10_000 * SECONDS_PER_BLOCK;
export const LAB = sealerKeyFrom(keyOf('lab'));

const GENESIS_SECONDS = 1_700_000_000;

/** The same in every process and thread. */
export function foundChainWorld(): Promise<World> {
  const times = { genesisSeconds: GENESIS_SECONDS, censusEpochSeconds: CENSUS_EPOCH_SECONDS };
  return foundWorld({ labs: [LAB.address], ...times, difficulty: { minimum: 64 } });
}

/** Blocks that lie made and not yet imported. */
export const MOST_AHEAD = 64;
