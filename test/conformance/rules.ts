import type { Common } from '@ethereumjs/common';
import { createCommon } from '@medrec/miner/consensus';
import { ethereumSpec } from './ethereum-spec.ts';
import { forksOfNetwork } from './networks.ts';
import { type Outcome, skipped } from './outcome.ts';

/** Making the rules of a network costs more than most cases. */
const commons = new Map<string, Common>();

/** The rules of a network of the suites; undefined for those that this chain has not. */
export function commonOf(network: string): Common | undefined {
  const known = commons.get(network);
  if (known) return known;
  const forks = forksOfNetwork(network);
  if (!forks) return undefined;
  const common = createCommon(ethereumSpec(forks));
  commons.set(network, common);
  return common;
}

export function laterThanBerlin(network: string): Outcome {
  return skipped(`network ${network}: its rules are not among Frontier's to Berlin's, which are this chain's`);
}
