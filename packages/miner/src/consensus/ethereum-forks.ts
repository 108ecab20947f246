import { Hardfork } from '@ethereumjs/common';
import type { ChainSpec, EthereumForks } from '@medrec/shared/chain';
import { MedrecError } from '@medrec/shared/errors';

export interface ForkAt {
  readonly name: Hardfork;
  readonly block: number;
}

/** Ethereum's hard forks in their order, with the field of genesis.json that places each. */
const FORKS: readonly (readonly [Hardfork, keyof EthereumForks])[] = [
  [Hardfork.Homestead, 'homesteadBlock'],
  [Hardfork.Dao, 'daoForkBlock'],
  [Hardfork.TangerineWhistle, 'eip150Block'],
  [Hardfork.SpuriousDragon, 'eip158Block'],
  [Hardfork.Byzantium, 'byzantiumBlock'],
  [Hardfork.Constantinople, 'constantinopleBlock'],
  [Hardfork.Petersburg, 'petersburgBlock'],
  [Hardfork.Istanbul, 'istanbulBlock'],
  [Hardfork.MuirGlacier, 'muirGlacierBlock'],
  [Hardfork.Berlin, 'berlinBlock'],
];

/**
 * The hard forks of a chain, oldest first; each at its first block.
 * @throws MedrecError `SPEC_FORKS` when a MedRec chain names a later block than 0, or when forks come in another order
 */
export function forksOf(config: ChainSpec['config']): readonly ForkAt[] {
  const named = FORKS.flatMap(([name, field]) => {
    const block = config[field];
    return block === undefined ? [] : [{ name, block }];
  });
  const isOrdered = named.every(({ block }, at) => block >= (named[at - 1]?.block ?? 0));
  if (!isOrdered || (config.medrec.recordRules && named.some(({ block }) => block !== 0))) {
    throw new MedrecError({
      code: 'SPEC_FORKS',
      message: 'The chain spec names Ethereum’s hard forks in a way that no chain can have.',
      facts: { forks: named.map(({ name, block }) => `${name} ${block}`).join(', '), recordRules: config.medrec.recordRules },
      remedy: 'Leave Ethereum’s fork blocks out: a MedRec chain has Berlin’s rules from block 0.',
    });
  }
  const start = { name: Hardfork.Chainstart, block: 0 };
  if (!config.medrec.recordRules) return [start, ...named];
  // Without the DAO's: nobody else's chain has its accounts.
  return [start, ...FORKS.filter(([name]) => name !== Hardfork.Dao).map(([name]) => ({ name, block: 0 }))];
}
