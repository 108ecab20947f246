import { z } from 'zod';

const firstBlock = z.int().min(0).optional();

/**
 * The first block of each of Ethereum's hard forks up to Berlin, by the names of go-ethereum's genesis.json. Read only
 * where the record rules are off; a MedRec chain has Berlin's rules from its first block. A fork left out never comes:
 * with none of them the chain stays at Frontier.
 */
export const ethereumForks = {
  homesteadBlock: firstBlock,
  /** The side that took the DAO fork (EIP-779). */
  daoForkBlock: firstBlock,
  eip150Block: firstBlock,
  eip158Block: firstBlock,
  byzantiumBlock: firstBlock,
  constantinopleBlock: firstBlock,
  petersburgBlock: firstBlock,
  istanbulBlock: firstBlock,
  muirGlacierBlock: firstBlock,
  berlinBlock: firstBlock,
};

export type EthereumForks = { readonly [name in keyof typeof ethereumForks]?: number | undefined };
